package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.LineConsumer.LineKind;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.HeaderFormat;
import io.github.mysqlaborted.parse.format.LineDetector;
import io.github.mysqlaborted.parse.message.ErrorLogParser;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes as a log, and what a reader tells of them. */
final class FuzzedLog {

  /**
   * No collector and no server begins a line so, and no prefix of a record has a quotation mark.
   */
  private static final byte[] NO_STAMP = Bytes.utf8("''''''''''''");

  private final byte[] bytes;

  FuzzedLog(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * What was told.
   *
   * @param accountedFor lines that were counted, joined, dropped for a reason or unrecognized
   * @param state of the reader at the end
   */
  record Told(List<AbortedConnection> events, long records, long accountedFor, Record state) {}

  /** How lines are handed to a reader. */
  @FunctionalInterface
  interface Feeding {

    void feed(LineConsumer reader, byte[] log, int from, int to);
  }

  int lines() {
    int lines = 1;
    for (byte value : bytes) {
      lines += value == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** The same log with something in front of each line that is no stamp. */
  FuzzedLog withoutStamps() {
    ByteArrayOutputStream unstamped = new ByteArrayOutputStream();
    unstamped.writeBytes(NO_STAMP);
    for (byte value : bytes) {
      unstamped.write(value);
      if (value == '\n') {
        unstamped.writeBytes(NO_STAMP);
      }
    }
    return new FuzzedLog(unstamped.toByteArray());
  }

  /** As the error log. */
  Told asErrorLog(Feeding feeding) {
    List<AbortedConnection> events = new ArrayList<>();
    ErrorLogReader reader =
        new ErrorLogReader(ZoneOffset.UTC, FedReader.NOW, (event, count) -> events.add(event));
    feed(reader, feeding);
    long accountedFor = events.size() + reader.droppedOrJoined() + reader.unrecognized();
    return new Told(events, reader.records(), accountedFor, reader.state());
  }

  /** How many lines bear the words of an abort or of a failed login where a server puts them. */
  long linesWithWords() {
    ErrorLogParser parser = new ErrorLogParser();
    int count = 0;
    int from = 0;
    boolean cut = false;
    for (int to = 0; to <= bytes.length; to++) {
      if (to == bytes.length || bytes[to] == '\n') {
        LineDetector found = new LineDetector();
        boolean record = found.detect(bytes, from, to);
        int words = record ? found.header.messageAt : found.line.from;
        boolean json = record && found.format() == HeaderFormat.JSON;
        if (!cut && !json && begins(parser, found, record, words)) {
          count++;
        }
        cut = found.line.cut && (cut || record);
        from = to + 1;
      }
    }
    return count;
  }

  private static boolean begins(
      ErrorLogParser parser, LineDetector found, boolean record, int words) {
    boolean bare = !record && new BareLines().isBare(found.line, Optional.empty(), false);
    if (record && found.header.code > 0) {
      return false;
    }
    boolean anchored = record || bare;
    return anchored
        ? parser.opensWithWords(found.line.bytes, words, found.line.to)
        : parser.bearsWords(found.line.bytes, words, found.line.to);
  }

  /** As the general query log. */
  Told asGeneralLog(Feeding feeding) {
    List<AbortedConnection> events = new ArrayList<>();
    GeneralLogReader reader =
        new GeneralLogReader(ZoneOffset.UTC, (event, count) -> events.add(event));
    feed(reader, feeding);
    return new Told(events, reader.records(), events.size(), reader.state());
  }

  private void feed(LineConsumer reader, Feeding feeding) {
    int from = 0;
    for (int to = 0; to <= bytes.length; to++) {
      if (to == bytes.length || bytes[to] == '\n') {
        feeding.feed(reader, bytes, from, to);
        from = to + 1;
      }
    }
    reader.endOfFile();
    assertThat(reader.heldFrom()).isEqualTo(-1);
  }

  /** Hands on each line where it stands. */
  static void inPlace(LineConsumer reader, byte[] log, int from, int to) {
    if (reader.classify(log, from, to) == LineKind.WANTED) {
      reader.line(log, from, to, from, false);
    }
  }

  /** Hands on each line from the middle of a buffer of its own. */
  static void apart(LineConsumer reader, byte[] log, int from, int to) {
    byte[] buffer = new byte[to - from + 14];
    System.arraycopy(log, from, buffer, 7, to - from);
    if (reader.classify(buffer, 7, 7 + to - from) == LineKind.WANTED) {
      reader.line(buffer, 7, 7 + to - from, from, false);
    }
  }
}
