package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that a thread no longer comes round, such as one that waits for a disk that does not answer.
 * Thread-safe.
 */
final class TurnWatch {

  /** Far more than a turn takes, and less than the alerts wait. */
  static final Duration LIMIT = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(TurnWatch.class);

  private final Ticker ticker;
  private final AtomicBoolean said = new AtomicBoolean();
  private volatile Moment lastTurn;

  TurnWatch(Ticker ticker) {
    this.ticker = ticker;
    this.lastTurn = ticker.now();
  }

  /** The thread has come round. */
  void turned() {
    lastTurn = ticker.now();
    if (said.compareAndSet(true, false)) {
      LOG.info("the log reader is running again");
    }
  }

  /** What is the matter, in words; empty while the thread comes round. */
  Optional<String> trouble() {
    Duration since = ticker.now().since(lastTurn);
    if (since.compareTo(LIMIT) <= 0) {
      return Optional.empty();
    }
    String trouble = "the log reader has been blocked for " + since.toSeconds() + " s";
    if (said.compareAndSet(false, true)) {
      LOG.warn("{}: find out with jstack what the thread log-follower is waiting for", trouble);
    }
    return Optional.of(trouble);
  }
}
