package io.github.mysqlaborted.log;

import java.time.Duration;

/** How long to wait after each of several failures in a row: twice as long, up to a limit. */
public final class GrowingPause {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  public GrowingPause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** What comes is the first failure again. */
  public void reset() {
    next = first;
  }

  /** The pause after one more failure. */
  public Duration next() {
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(longest) < 0 ? twice : longest;
    return pause;
  }
}
