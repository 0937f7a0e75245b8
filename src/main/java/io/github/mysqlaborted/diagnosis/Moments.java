package io.github.mysqlaborted.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Times at which something happened. */
final class Moments {

  private final NavigableSet<Instant> times;

  Moments(Collection<Instant> times) {
    this.times = new TreeSet<>(times);
  }

  /** How many there are. */
  int count() {
    return times.size();
  }

  /** Whether one of them is at most so far from {@code time}, before or after it. */
  boolean isNear(Instant time, Duration distance) {
    Instant before = times.floor(time);
    Instant after = times.ceiling(time);
    return (before != null && Duration.between(before, time).compareTo(distance) <= 0)
        || (after != null && Duration.between(time, after).compareTo(distance) <= 0);
  }
}
