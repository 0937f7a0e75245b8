package io.github.mysqlaborted.cause;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The global timeouts that a session may have got when it connected. Where they were changed at
 * about that time, they are the shortest and the longest of that time.
 *
 * @param shortestIdle after which idle time the server closes a session soonest ({@code
 *     wait_timeout}, {@code interactive_timeout}, MariaDB's {@code idle_transaction_timeout} and
 *     its relatives); empty where that is not known
 * @param longestIdle the longer one of {@code wait_timeout} and {@code interactive_timeout}
 * @param netWrite {@code net_write_timeout}
 */
public record Timeouts(
    Optional<Duration> shortestIdle, Optional<Duration> longestIdle, Optional<Duration> netWrite) {

  /** Nothing is known. */
  public static final Timeouts UNKNOWN =
      new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());

  public Timeouts {
    requireNonNull(shortestIdle, "shortestIdle");
    requireNonNull(longestIdle, "longestIdle");
    requireNonNull(netWrite, "netWrite");
  }

  /** The shortest and longest of both. */
  public Timeouts or(Timeouts other) {
    return new Timeouts(
        both(shortestIdle, other.shortestIdle, true),
        both(longestIdle, other.longestIdle, false),
        both(netWrite, other.netWrite, true));
  }

  private static Optional<Duration> both(
      Optional<Duration> one, Optional<Duration> other, boolean shorter) {
    return one.isEmpty() || other.isEmpty()
        ? Optional.empty()
        : Optional.of(one.get().compareTo(other.get()) < 0 == shorter ? one.get() : other.get());
  }
}
