package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.time.Moment;
import java.io.Closeable;

/**
 * One log that is being read: files, or something else that has records one after the other. Polled
 * by one thread, and never for long.
 */
interface FollowedLog extends Closeable {

  /** Tells it from the other logs, in the saved state and as label {@code source}. */
  String name();

  /**
   * Goes on where {@link #save} left. To be called before the first poll.
   *
   * @throws IllegalArgumentException if it is no state of such a log
   */
  void restore(LogCheckpoint saved);

  /** Reads what is new; whether there is more to read at once. */
  boolean poll();

  /** Whether the last poll is sure to have changed nothing that {@link #save} says. */
  default boolean isStill() {
    return false;
  }

  /**
   * Up to when all is read that was logged, after a poll that left nothing to read.
   *
   * @param polled when that poll began
   */
  default Moment readUpTo(Moment polled) {
    return polled;
  }

  /** What a restart needs; for a log that cannot be read again, only its counters. */
  LogCheckpoint save();

  /** What there is to show, with the counters of this moment. */
  LogView.Source view();
}
