package io.github.mysqlaborted.log;

import java.time.Instant;
import java.util.Optional;

/** What turns the entries of a log that has no lines into records. */
public interface EntryConsumer extends LineConsumer {

  /**
   * Takes one entry.
   *
   * @param time when it was written
   * @param program what wrote it, as it calls itself or else as the kernel does; empty if not known
   * @param message what was written, which may have several lines
   * @param number the entry's number, for {@link #heldFrom}
   */
  void entry(Instant time, Optional<String> program, byte[] message, long number);
}
