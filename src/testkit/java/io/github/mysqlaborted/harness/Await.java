package io.github.mysqlaborted.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
public final class Await {
  private static final long SHORTEST_PAUSE = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();

  private Await() {}

  /**
   * Looks until {@code condition} holds: the more seldom the longer it takes, since what is waited
   * for needs the processor too.
   *
   * @return whether it did within {@code limit}
   */
  public static boolean within(Duration limit, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - start;
      if (waited > limit.toNanos() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(Math.min(LONGEST_PAUSE, SHORTEST_PAUSE + waited / 10));
    }
    return true;
  }
}
