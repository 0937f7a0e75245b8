package io.github.mysqlaborted.server.connect;

import java.time.Duration;

/** The moment by which an answer must be there, on the monotonic clock of this process. */
public record Deadline(long nanoTime) {

  public static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** One that is that much later. */
  public Deadline plus(Duration more) {
    return new Deadline(nanoTime + more.toNanos());
  }

  /**
   * Whether less than two milliseconds are left: timeouts of sockets are whole milliseconds,
   * rounded down, so what they end may be seen a moment before its time.
   */
  public boolean isOver() {
    return nanoTime - System.nanoTime() < 2_000_000;
  }

  /** What is left in milliseconds: at least 1, since 0 means for ever to a socket. */
  public int remainingMillis() {
    long millis = (nanoTime - System.nanoTime()) / 1_000_000;
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }
}
