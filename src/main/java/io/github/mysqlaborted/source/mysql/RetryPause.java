package io.github.mysqlaborted.source.mysql;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes tries rare that would each be one more aborted connect on the server: after the first such
 * failure 10 seconds, then twice as long each time, up to five minutes.
 *
 * <p>A server that is reached and says nothing may be late once, so the first of these tries is
 * followed by another at once; a stopped or overloaded server will count each as aborted when it
 * goes on. It may also be back at any moment, so these pauses end at one minute. Not thread-safe.
 */
final class RetryPause {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LONGEST_FOR_SILENCE = Duration.ofMinutes(1);

  private Duration next = FIRST;
  private Instant until = Instant.MIN;
  private boolean silent;
  private Optional<MysqlUnavailableException> failure = Optional.empty();

  /** The failure that the pause is for, while it lasts. */
  Optional<MysqlUnavailableException> at(Instant now) {
    return now.isBefore(until) ? failure : Optional.empty();
  }

  /**
   * @param reached whether there was a connection to the server, without a login
   */
  void failed(MysqlUnavailableException reason, boolean reached, Instant now) {
    if (reason.failure().countsOnServer()) {
      begin(reason, LONGEST, now);
    } else if (reason.failure() != ConnectFailure.TIMEOUT || !reached) {
      end();
    } else if (silent) {
      begin(reason, LONGEST_FOR_SILENCE, now);
    } else {
      end();
      silent = true;
    }
  }

  private void begin(MysqlUnavailableException reason, Duration longest, Instant now) {
    failure = Optional.of(reason);
    Duration length = next.compareTo(longest) < 0 ? next : longest;
    until = now.plus(length);
    next = length.multipliedBy(2);
  }

  /** After a success, or when what caused the failures may have changed. */
  void end() {
    next = FIRST;
    until = Instant.MIN;
    silent = false;
    failure = Optional.empty();
  }
}
