package io.github.mysqlaborted.source.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Takes every line as a record of its own, and keeps it as text. */
class Recorder implements LineConsumer {

  final List<String> lines = new ArrayList<>();
  final List<Long> offsets = new ArrayList<>();
  int truncated;
  int rubbish;
  int rests;
  int ends;

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    return LineKind.WANTED;
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean isTruncated) {
    lines.add(new String(buffer, from, to - from, UTF_8));
    offsets.add(offset);
    truncated += isTruncated ? 1 : 0;
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
    return -1;
  }

  @Override
  public void endOfFile() {
    ends++;
  }

  @Override
  public String state() {
    return "";
  }

  @Override
  public void restore(String state) {}
}
