package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.log.LineConsumer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines as people pass them on: indented, quoted, in backticks, or with the file name that {@code
 * grep} puts before them. What stands before the first line decides what is taken off all others,
 * so that a name with a line feed in it gains nothing.
 */
public final class PastedLines implements LineConsumer {

  /** Blanks and quotes, then perhaps {@code FILE:} or {@code FILE:NUMBER:} before a stamp. */
  private static final Pattern BEFORE =
      Pattern.compile("^[\\s>|`\"*-]*(?:(?![0-9\\[{<])[^\\s:]{1,250}:(?:\\d{1,12}:)?(?=\\d))?");

  private static final int LONGEST_PREFIX = 512;

  private final LineConsumer lines;

  /** Whether something stands before the lines; not known before the first. */
  private boolean isDecided;

  private boolean isPasted;

  /**
   * @param lines gets what is left
   */
  public PastedLines(LineConsumer lines) {
    this.lines = lines;
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    if (!isDecided && from < to) {
      isDecided = true;
      isPasted = start(buffer, from, to) > from;
    }
    return isPasted
        ? lines.classify(buffer, start(buffer, from, to), end(buffer, from, to))
        : lines.classify(buffer, from, to);
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    if (isPasted) {
      int start = start(buffer, from, to);
      lines.line(buffer, start, end(buffer, from, to), offset + (start - from), truncated);
    } else {
      lines.line(buffer, from, to, offset, truncated);
    }
  }

  private static int start(byte[] buffer, int from, int to) {
    int length = Math.min(to - from, LONGEST_PREFIX);
    Matcher before = BEFORE.matcher(new String(buffer, from, length, StandardCharsets.ISO_8859_1));
    return before.find() ? from + before.end() : from;
  }

  /** A quote or a backtick that was opened is closed at the end. */
  private static int end(byte[] buffer, int from, int to) {
    int end = to;
    int start = start(buffer, from, to);
    while (end > start
        && (buffer[end - 1] == '`' || buffer[end - 1] == '"' || buffer[end - 1] == ' ')) {
      end--;
    }
    return end;
  }

  @Override
  public void rubbish() {
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
    isDecided = false;
    isPasted = false;
    lines.endOfFile();
  }
}
