package io.github.mysqlaborted.parse;

import java.time.Instant;

/**
 * One line of the server, without what a collector put around it, as positions in a buffer.
 *
 * @param from its first byte
 * @param to behind its last
 * @param messageAt where the message of the record that it begins stands, or -1 if it begins none
 * @param number the number behind the stamp, or -1
 * @param code the digits of its {@code MY-} code, or -1
 * @param label the first letter of its label
 * @param time its stamp; null if it begins no record
 * @param offset the file offset of the physical line
 */
record LogLine(
    int from, int to, int messageAt, long number, int code, byte label, Instant time, long offset) {

  boolean beginsRecord() {
    return messageAt >= 0;
  }

  /** The record that this line begins and {@code last} ends. */
  LogLine endingWith(LogLine last) {
    return new LogLine(from, last.to, messageAt, number, code, label, time, offset);
  }

  LogLine movedBy(int distance) {
    return new LogLine(
        from + distance,
        to + distance,
        beginsRecord() ? messageAt + distance : -1,
        number,
        code,
        label,
        time,
        offset);
  }
}
