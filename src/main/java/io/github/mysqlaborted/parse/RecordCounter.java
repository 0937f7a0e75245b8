package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.Message.Abort;
import io.github.mysqlaborted.parse.Message.ReadFailure;
import io.github.mysqlaborted.parse.Message.WriteFailure;

/** Counts records and hands on what they say, unless their own ids contradict it. */
final class RecordCounter {

  private final LogForm form;
  private final EventJoiner joiner;
  private long records;
  private long unrecognized;

  RecordCounter(LogForm form, EventJoiner joiner) {
    this.form = form;
    this.joiner = joiner;
  }

  long records() {
    return records;
  }

  long unrecognized() {
    return unrecognized;
  }

  /** The counts as text that {@link #restore} takes. */
  String state() {
    return records + " " + unrecognized;
  }

  void restore(String state) {
    String[] counts = state.split(" ", -1);
    if (counts.length != 2) {
      throw new IllegalArgumentException("no counts of records: " + state);
    }
    records = Long.parseLong(counts[0]);
    unrecognized = Long.parseLong(counts[1]);
  }

  /** Counts a record whose message cannot matter. */
  void passed() {
    records++;
  }

  /** Counts a record or a line that cannot be read. */
  void unreadable() {
    unrecognized++;
  }

  /** Takes a record of a text format. */
  void accept(LogLine line, Message parsed) {
    records++;
    if (form.style() == HeaderFormat.LONG_DATE && saysThread(line, parsed)) {
      form.learnThreadNumbers();
    }
    if (parsed == Message.UNRECOGNIZED) {
      unrecognized++;
    } else if (parsed != Message.IRRELEVANT && !contradicts(line, parsed)) {
      joiner.accept(line.time(), form.threadNumbers() ? line.number() : -1, parsed, 1);
    }
  }

  /** Takes a record whose parts were named: JSON, or a row of a table. */
  void accept(JsonRecord record, Message parsed) {
    records++;
    if (parsed == Message.UNRECOGNIZED) {
      unrecognized++;
    } else if (parsed != Message.IRRELEVANT) {
      joiner.accept(record.time(), record.thread(), parsed, record.count());
    }
  }

  /** Whether only a server that numbers its records by thread writes this. */
  private static boolean saysThread(LogLine line, Message parsed) {
    return parsed instanceof Abort abort
        ? abort.connectionId() == line.number() || abort.reason() == Reason.KILLED
        : parsed instanceof ReadFailure || parsed instanceof WriteFailure;
  }

  /** Whether the record's two ids differ, which only a kill and a refusal at the door explain. */
  private boolean contradicts(LogLine line, Message parsed) {
    return form.threadNumbers()
        && form.style().rawLineFeeds()
        && parsed instanceof Abort abort
        && abort.connectionId() > 0
        && abort.connectionId() != line.number()
        && abort.reason() != Reason.KILLED
        && abort.reason() != Reason.SERVER_SHUTDOWN;
  }
}
