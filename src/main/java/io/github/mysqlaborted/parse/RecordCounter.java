package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.HeaderFormat;
import io.github.mysqlaborted.parse.join.EventJoiner;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.ReadFailure;
import io.github.mysqlaborted.parse.message.Message.ServerStart;
import io.github.mysqlaborted.parse.message.Message.WriteFailure;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts records and hands on what they say. A record is counted, joined, dropped or unrecognized.
 */
final class RecordCounter {

  /** Why a line that bears the words of an abort or of a failed login is knowingly not counted. */
  enum Dropped {
    /** MariaDB's {@code CLOSE_CONNECTION}, {@code RELEASE}, {@code closed normally}. */
    NO_ABORT,
    /** Another program wrote the line into the same log. */
    OTHER_PROGRAM,
    /** A client's own complaint, as a script of the server's package prints it. */
    CLIENT_OUTPUT,
    /** A server that writes with a stamp said the same without one. */
    SAID_TWICE,
    /** The line is part of a name with a line feed, in a record that counts. */
    INSIDE_A_NAME
  }

  private final RecordNumbers numbers;
  private final EventJoiner joiner;
  private final UnrecognizedLines lines;
  private final Map<Dropped, Long> dropped = new EnumMap<>(Dropped.class);
  private long records;
  private long unrecognized;

  RecordCounter(RecordNumbers numbers, EventJoiner joiner, UnrecognizedLines lines) {
    this.numbers = numbers;
    this.joiner = joiner;
    this.lines = lines;
  }

  long records() {
    return records;
  }

  long unrecognized() {
    return unrecognized;
  }

  long dropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Goes on from these counts. */
  void restore(long countedRecords, long countedUnrecognized) {
    records = countedRecords;
    unrecognized = countedUnrecognized;
  }

  /** Counts a record whose message cannot matter. */
  void passed() {
    records++;
  }

  /** Counts a record or a line that cannot be read. */
  void unreadable() {
    unrecognized++;
  }

  /** Counts a line that bears the words and is not understood. */
  void unrecognized(byte[] bytes, int from, int to) {
    unrecognized++;
    lines.tell(bytes, from, to);
  }

  /** Counts a line that bears the words and is knowingly not counted. */
  void drop(Dropped why) {
    drop(why, 1);
  }

  /** Counts so many of them. */
  void drop(Dropped why, long lines) {
    dropped.merge(why, lines, Long::sum);
  }

  /**
   * Takes a record of a text format.
   *
   * @param bytes hold {@code line}
   */
  void accept(byte[] bytes, LogLine line, HeaderFormat format, Message message) {
    records++;
    boolean numbered = format == HeaderFormat.LONG_DATE;
    if (numbered && isMariaDb(message)) {
      numbers.mariaDb();
    }
    if (message instanceof ServerStart start) {
      numbers.serverStarts(start, numbered ? line.number() : 0);
    }
    boolean agrees = !numbered || agrees(line, message);
    if (numbered) {
      numbers.note(line.number());
    }
    if (message == Message.UNRECOGNIZED || !agrees) {
      unrecognized(bytes, line.from(), line.to());
    } else if (message == Message.NO_ABORT) {
      drop(Dropped.NO_ABORT);
    } else if (message != Message.IRRELEVANT) {
      joiner.accept(line.time(), thread(line, format, message), message, 1);
    }
  }

  /** Whether no other server writes this. */
  private static boolean isMariaDb(Message message) {
    return message instanceof ReadFailure
        || message instanceof WriteFailure
        || (message instanceof Abort abort && abort.reason() == Reason.KILLED);
  }

  private long thread(LogLine line, HeaderFormat format, Message message) {
    return switch (format) {
      case LONG_DATE ->
          message instanceof Abort
              ? numbers.connection(line.number())
              : numbers.companion(line.number());
      case ISO, ISO_CODED -> line.number();
      case SHORT_DATE, JSON, BARE -> -1;
    };
  }

  /** Takes a record whose parts were named: JSON, or a row of a table. */
  void accept(JsonRecord record, Message message) {
    records++;
    if (message == Message.UNRECOGNIZED) {
      byte[] text = Bytes.utf8(record.message());
      unrecognized(text, 0, text.length);
    } else if (message == Message.NO_ABORT) {
      drop(Dropped.NO_ABORT);
    } else if (message != Message.IRRELEVANT) {
      joiner.accept(record.time(), record.thread(), message, record.count());
    }
  }

  /**
   * Whether the record's two ids can be of one record. A kill bears the killer's number, and a
   * session that a shutdown ends that of the main thread.
   */
  private boolean agrees(LogLine line, Message message) {
    return !(message instanceof Abort abort)
        || abort.connectionId() <= 0
        || abort.reason() == Reason.KILLED
        || abort.reason() == Reason.SERVER_SHUTDOWN
        || numbers.agree(line.number(), abort.connectionId());
  }
}
