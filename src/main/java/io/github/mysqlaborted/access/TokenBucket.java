package io.github.mysqlaborted.access;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;

/** Allows requests at a {@link Rate}. Thread-safe. */
final class TokenBucket {

  private final Rate rate;
  private final Ticker ticker;
  private Moment asOf;
  private double tokens;

  /** It is full at first. */
  TokenBucket(Rate rate, Ticker ticker) {
    this.rate = rate;
    this.ticker = ticker;
    this.asOf = ticker.now();
    this.tokens = rate.burst();
  }

  Rate rate() {
    return rate;
  }

  /** Whether one more may pass. */
  synchronized boolean take() {
    Moment now = ticker.now();
    double more = (double) now.since(asOf).toNanos() / rate.interval().toNanos();
    tokens = Math.min(rate.burst(), tokens + more);
    asOf = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
