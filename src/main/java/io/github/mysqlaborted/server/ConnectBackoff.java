package io.github.mysqlaborted.server;

import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes tries rare that would each be one more aborted connect on the server: after the first such
 * failure 10 seconds, then twice as long each time, up to five minutes.
 *
 * <p>A server that is reached and says nothing may be late once, so the first of these tries is
 * followed by another at once; a stopped or overloaded server will count each as aborted when it
 * goes on. It may also be back at any moment, so these pauses end at one minute. Not thread-safe.
 */
final class ConnectBackoff {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LONGEST_FOR_SILENCE = Duration.ofMinutes(1);

  private final Pause pause;
  private Duration next = FIRST;
  private boolean silent;
  private Optional<MysqlUnavailableException> failure = Optional.empty();

  ConnectBackoff(Ticker ticker) {
    pause = new Pause(ticker);
  }

  /** The failure that the pause is for, while it lasts. */
  Optional<MysqlUnavailableException> failure() {
    return pause.isOn() ? failure : Optional.empty();
  }

  /**
   * @param reached whether there was a connection to the server, without a login
   */
  void failed(MysqlUnavailableException reason, boolean reached) {
    if (reason.failure().countsOnServer()) {
      begin(reason, LONGEST);
    } else if (reason.failure() != ConnectFailure.TIMEOUT || !reached) {
      end();
    } else if (silent) {
      begin(reason, LONGEST_FOR_SILENCE);
    } else {
      end();
      silent = true;
    }
  }

  private void begin(MysqlUnavailableException reason, Duration longest) {
    failure = Optional.of(reason);
    Duration length = next.compareTo(longest) < 0 ? next : longest;
    pause.begin(length);
    next = length.multipliedBy(2);
  }

  /** After a success, or when what caused the failures may have changed. */
  void end() {
    next = FIRST;
    pause.end();
    silent = false;
    failure = Optional.empty();
  }
}
