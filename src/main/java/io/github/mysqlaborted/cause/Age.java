package io.github.mysqlaborted.cause;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How old a session was when it was aborted. The true age is not below {@code atLeast} and not
 * above {@code atMost}.
 *
 * @param atLeast not negative
 * @param atMost empty where nothing bounds it
 */
public record Age(Duration atLeast, Optional<Duration> atMost) {

  /** Nothing is known. */
  public static final Age UNKNOWN = new Age(Duration.ZERO, Optional.empty());

  public Age {
    requireNonNull(atMost, "atMost");
    if (atLeast.isNegative() || atMost.filter(most -> most.compareTo(atLeast) < 0).isPresent()) {
      throw new IllegalArgumentException("no age from " + atLeast + " to " + atMost);
    }
  }

  public static Age between(Duration atLeast, Duration atMost) {
    return new Age(atLeast, Optional.of(atMost));
  }

  /** Whether it is surely below {@code limit}. */
  boolean isBelow(Duration limit) {
    return atMost.isPresent() && atMost.get().compareTo(limit) < 0;
  }

  /** Whether it is surely {@code limit} or more. */
  boolean isAtLeast(Duration limit) {
    return atLeast.compareTo(limit) >= 0;
  }

  /** Whether it surely lies between the two, both included. */
  boolean isWithin(Duration least, Duration most) {
    return isAtLeast(least) && atMost.isPresent() && atMost.get().compareTo(most) <= 0;
  }

  /** How far the bounds are apart; empty where one is missing. */
  public Optional<Duration> width() {
    return atMost.map(most -> most.minus(atLeast));
  }
}
