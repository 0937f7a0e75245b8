package io.github.mysqlaborted;

import io.github.mysqlaborted.log.LineConsumer;
import java.nio.charset.StandardCharsets;

/** Remembers how a log begins, to say what else it can be if it has no records. */
final class LogHead implements LineConsumer {

  private static final int LONGEST = 16 * 1024;

  private final LineConsumer lines;
  private final StringBuilder head = new StringBuilder();
  private boolean isBinary;

  LogHead(LineConsumer lines) {
    this.lines = lines;
  }

  /** Why it has none, and what to do. */
  String whyNoRecords() {
    if (isBinary || head.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
      return "is a binary file, not an error log";
    }
    if (head.isEmpty()) {
      return "is empty";
    }
    if (head.indexOf("# Query_time:") >= 0) {
      return "is a slow query log, not an error log; SELECT @@log_error shows where that is";
    }
    if (head.indexOf("Id Command") >= 0) {
      return "is a general query log, not an error log; SELECT @@log_error shows where that is";
    }
    return "has no record of an error log of MySQL or MariaDB";
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    if (head.length() < LONGEST) {
      head.append(
              new String(buffer, from, Math.min(to - from, LONGEST), StandardCharsets.ISO_8859_1))
          .append('\n');
    }
    return lines.classify(buffer, from, to);
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    lines.line(buffer, from, to, offset, truncated);
  }

  @Override
  public void rubbish() {
    isBinary |= head.isEmpty();
    lines.rubbish();
  }

  @Override
  public void atRest() {
    lines.atRest();
  }

  @Override
  public long heldFrom() {
    return lines.heldFrom();
  }

  @Override
  public void endOfFile() {
    lines.endOfFile();
  }
}
