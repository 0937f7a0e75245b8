package io.github.mysqlaborted.source.mysql;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes tries rare that would each be one more aborted connect on the server: after the first such
 * failure 10 seconds, then twice as long each time, up to five minutes. Not thread-safe.
 */
final class RetryPause {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Duration next = FIRST;
  private Instant until = Instant.MIN;
  private Optional<MysqlUnavailableException> failure = Optional.empty();

  /** The failure that the pause is for, while it lasts. */
  Optional<MysqlUnavailableException> at(Instant now) {
    return now.isBefore(until) ? failure : Optional.empty();
  }

  void failed(MysqlUnavailableException reason, Instant now) {
    if (!reason.failure().countsOnServer()) {
      end();
      return;
    }
    failure = Optional.of(reason);
    until = now.plus(next);
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** After a success, or when what caused the failures may have changed. */
  void end() {
    next = FIRST;
    until = Instant.MIN;
    failure = Optional.empty();
  }
}
