package io.github.mysqlaborted.time;

import java.time.Duration;

/**
 * A moment of one {@link Ticker}. It has no date, and means nothing to another process.
 *
 * @param nanoTime from an origin of no meaning; moments are compared by their difference, which may
 *     overflow
 */
public record Moment(long nanoTime) {

  /** The moment that is so much later. */
  public Moment plus(Duration time) {
    return new Moment(nanoTime + time.toNanos());
  }

  /** How long ago {@code earlier} was; negative if it is yet to come. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanoTime - earlier.nanoTime);
  }

  public boolean isBefore(Moment other) {
    return nanoTime - other.nanoTime < 0;
  }
}
