package io.github.mysqlaborted.log;

import java.io.Closeable;
import java.util.Optional;

/** Bytes that come when they come, asked for without waiting. For one thread. */
public interface ByteFeed extends Closeable {

  /** The next bytes; empty if there are none now. */
  Optional<byte[]> poll();

  /** Whether {@link #poll} will never again return bytes. */
  boolean isEnded();

  /** Whether it ended otherwise than it should have. */
  boolean isFailed();

  /** What the other side complained of, or why it failed, in one line. */
  Optional<String> complaint();
}
