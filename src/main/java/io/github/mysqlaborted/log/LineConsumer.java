package io.github.mysqlaborted.log;

/**
 * What turns the lines of a log into records. The reader knows files, bytes and line ends; what a
 * line means, only the implementation knows.
 *
 * <p>Calls come from one thread, in the order of the file: for each line {@link #classify}, and for
 * those that it wants {@link #line}.
 */
public interface LineConsumer {

  /** What the first look at a line's raw bytes says. */
  enum LineKind {
    /** Begins no record: a continuation, a banner, a stack trace. */
    CONTINUATION,
    /** Begins a record that cannot matter here. */
    RECORD,
    /** Begins, continues or ends a record that may matter, and is wanted by {@link #line}. */
    WANTED
  }

  /**
   * Looks at one line. Called for every line of the log, so it must be cheap: no decoding, no
   * allocation, a few bytes looked at.
   *
   * @param buffer holds the line in {@code [from, to)}, without its line feed
   */
  LineKind classify(byte[] buffer, int from, int to);

  /**
   * Takes a line that {@link #classify} wanted. The buffer is the caller's again on return.
   *
   * @param offset the file offset of the line's first byte
   * @param truncated whether the line was longer than the reader's limit, and this is its head
   */
  void line(byte[] buffer, int from, int to, long offset, boolean truncated);

  /**
   * Says that something was passed over that is no line of text: a run of NUL bytes, such as a hole
   * that a truncation left, or an over-long line that is not wanted.
   */
  void rubbish();

  /** Says that a whole poll passed in which the log did not grow: what is held is complete. */
  void atRest();

  /**
   * The offset of the first line of a record that is not yet complete, or {@code -1} when none is
   * held. A restart reads on from there.
   */
  long heldFrom();

  /**
   * Says that another file follows: what is held is complete, and what was learnt of the file's
   * style need not hold in the next.
   */
  void endOfFile();
}
