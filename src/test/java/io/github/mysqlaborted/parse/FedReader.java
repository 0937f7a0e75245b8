package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.LineConsumer.LineKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** An {@link ErrorLogReader} fed with text, and what it told of. */
final class FedReader {

  static final Clock NOW = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC);

  final List<AbortedConnection> events = new ArrayList<>();
  final ErrorLogReader reader;

  /** How many of the events may be part of the name in the record before. */
  long doubtful;

  private long offset;

  FedReader() {
    this(ZoneOffset.UTC);
  }

  FedReader(ZoneId zone) {
    reader = new ErrorLogReader(zone, NOW, this::add);
  }

  private void add(AbortedConnection event, long count) {
    doubtful += event.doubtful() ? count : 0;
    for (long i = 0; i < count; i++) {
      events.add(beyondDoubt(event));
    }
  }

  /** The event without what depends on when the log came to rest. */
  static AbortedConnection beyondDoubt(AbortedConnection event) {
    return new AbortedConnection(
        event.time(),
        event.connectionId(),
        event.phase(),
        event.reason(),
        event.account(),
        event.detail(),
        event.timeout(),
        false);
  }

  /** Reads the lines, each ended by a line feed, and lets the log come to rest. */
  static FedReader of(String... lines) {
    return new FedReader().feed(lines).rest();
  }

  FedReader feed(String... lines) {
    for (String line : lines) {
      for (String part : line.split("\n", -1)) {
        feed(part.getBytes(UTF_8));
      }
    }
    return this;
  }

  FedReader feed(byte[] line) {
    feed(reader, line, offset);
    offset += line.length + 1;
    return this;
  }

  /** Feeds one line as a reader of files does, from the middle of its buffer. */
  static void feed(LineConsumer consumer, byte[] line, long offset) {
    byte[] buffer = new byte[line.length + 14];
    System.arraycopy(line, 0, buffer, 7, line.length);
    if (consumer.classify(buffer, 7, 7 + line.length) == LineKind.WANTED) {
      consumer.line(buffer, 7, 7 + line.length, offset, false);
    }
  }

  /** Of the next line. */
  long offset() {
    return offset;
  }

  FedReader rest() {
    reader.atRest();
    return this;
  }

  /** What was told, each event as {@code phase/reason user@host db}. */
  List<String> summary() {
    return events.stream().map(FedReader::summary).toList();
  }

  static String summary(AbortedConnection event) {
    return event.phase().label()
        + "/"
        + event.reason().label()
        + " "
        + event.account().user()
        + "@"
        + event.account().host()
        + " "
        + event.account().db();
  }
}
