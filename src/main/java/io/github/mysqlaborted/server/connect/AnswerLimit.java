package io.github.mysqlaborted.server.connect;

/**
 * How much a server may answer to one statement. What is longer is no answer, and its session is
 * given up: a server that sends without end must not fill the memory.
 *
 * @param rows at most so many
 * @param bytes of all packets together, those that describe columns included
 */
public record AnswerLimit(int rows, int bytes) {

  /** More than any answer has that is not one row for each event. */
  public static final AnswerLimit USUAL = new AnswerLimit(200, 256 * 1024);

  /** What describes the columns, and what is around them. */
  private static final int DESCRIPTION = 16 * 1024;

  /** Beside the text of a row: its other columns, lengths and header. */
  private static final int BESIDE_TEXT = 128;

  /**
   * For rows of which each has one long text.
   *
   * @param text how many bytes it may have
   */
  public static AnswerLimit ofRows(int rows, int text) {
    return new AnswerLimit(rows, DESCRIPTION + rows * (text + BESIDE_TEXT));
  }
}
