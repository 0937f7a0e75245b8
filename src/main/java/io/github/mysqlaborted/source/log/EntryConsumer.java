package io.github.mysqlaborted.source.log;

import java.time.Instant;

/** What turns the entries of a log that has no lines into records. */
public interface EntryConsumer extends LineConsumer {

  /**
   * Takes one entry.
   *
   * @param time when it was written
   * @param message what was written, which may have several lines
   * @param number the entry's number, for {@link #heldFrom}
   */
  void entry(Instant time, byte[] message, long number);
}
