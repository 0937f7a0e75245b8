package io.github.mysqlaborted.log.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlaborted.log.EntryConsumer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down the entries that it is given. */
final class RecordedEntries implements EntryConsumer {

  final List<String> messages = new ArrayList<>();
  final List<Optional<String>> programs = new ArrayList<>();
  final List<Instant> times = new ArrayList<>();
  int rubbish;
  int rests;
  long held = -1;

  @Override
  public void entry(Instant time, Optional<String> program, byte[] message, long number) {
    times.add(time);
    programs.add(program);
    messages.add(new String(message, ISO_8859_1));
    if (messages.get(messages.size() - 1).startsWith("begin")) {
      held = number;
    } else if (messages.get(messages.size() - 1).startsWith("end")) {
      held = -1;
    }
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    throw new IllegalStateException("a journal has no lines");
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    throw new IllegalStateException("a journal has no lines");
  }

  @Override
  public void rubbish() {
    rubbish++;
  }

  @Override
  public void atRest() {
    rests++;
  }

  @Override
  public long heldFrom() {
    return held;
  }

  @Override
  public void endOfFile() {}
}
