package io.github.mysqlaborted.access;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How many requests are answered.
 *
 * @param interval after how long there is one more
 * @param burst how many may come at once
 */
record Rate(Duration interval, int burst) {
  Rate {
    requireNonNull(interval, "interval");
  }
}
