package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.source.log.SavedTail;
import java.io.Closeable;

/** One log that is being read: a file, or standard input. Polled by one thread. */
interface FollowedLog extends Closeable {

  /** Reads what is new; whether there is more to read at once. */
  boolean poll();

  /** What a restart needs; for a source that cannot be read again, only its counters. */
  SavedTail save();

  /** What there is to show, with the counters of this moment. */
  LogView.Source view();
}
