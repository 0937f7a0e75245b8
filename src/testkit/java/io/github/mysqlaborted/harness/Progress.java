package io.github.mysqlaborted.harness;

import java.time.Duration;

/** Lines on standard error for who waits: one at the start, then one every five seconds. */
final class Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final String what;
  private long lastNanos = System.nanoTime();

  @SuppressWarnings("SystemOut") // Who waits is a person at a terminal.
  Progress(String what) {
    this.what = what;
    System.err.println(what + " ...");
  }

  @SuppressWarnings("SystemOut")
  void at(String where) {
    long now = System.nanoTime();
    if (now - lastNanos >= INTERVAL.toNanos()) {
      lastNanos = now;
      System.err.println(what + ": " + where);
    }
  }
}
