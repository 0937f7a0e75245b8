package io.github.mysqlaborted.parse.join;

import io.github.mysqlaborted.event.AbortListener;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Lets a failed login through once that both the error log and the general query log name,
 * whichever comes first. Two records are of one login when their thread ids are equal and they are
 * less than a minute apart; where the error log has no id, as in MySQL 5.5 and 5.6, when user and
 * host are equal and they are at most two seconds apart, one of each for one of the other.
 *
 * <p>Remembers the latest records of each log that have no counterpart yet; when one log is read
 * far behind the other, a counterpart that was forgotten counts again. Not thread-safe.
 */
public final class FailedLogins {

  private static final String ERROR_LOG = "errorlog";
  private static final String GENERAL_LOG = "generallog";
  private static final int MOST = 2048;
  private static final Duration SAME_ID = Duration.ofMinutes(1);
  private static final Duration SAME_ACCOUNT = Duration.ofSeconds(2);

  private final AbortListener listener;
  private final Deque<AbortedConnection> fromErrorLog = new ArrayDeque<>();
  private final Deque<AbortedConnection> fromGeneralLog = new ArrayDeque<>();
  private Instant lastOfErrorLog = Instant.EPOCH;
  private Instant lastOfGeneralLog = Instant.EPOCH;

  /**
   * @param listener is told of each event of the error log and of the failed logins that only the
   *     general log names
   */
  public FailedLogins(AbortListener listener) {
    this.listener = listener;
  }

  /** The listener for the events of the error log. */
  public AbortListener errorLog() {
    return (event, count) -> {
      lastOfErrorLog = event.time();
      pass(event, count, fromErrorLog, fromGeneralLog);
    };
  }

  /** The listener for the events of the general query log. */
  public AbortListener generalLog() {
    return (event, count) -> {
      lastOfGeneralLog = event.time();
      pass(event, count, fromGeneralLog, fromErrorLog);
    };
  }

  /** Whether what the error log told of last is later than what the general query log did. */
  public boolean isErrorLogAhead() {
    return lastOfErrorLog.isAfter(lastOfGeneralLog);
  }

  /** Whether what the general query log told of last is later than what the error log did. */
  public boolean isGeneralLogAhead() {
    return lastOfGeneralLog.isAfter(lastOfErrorLog);
  }

  private void pass(
      AbortedConnection event,
      long count,
      Deque<AbortedConnection> own,
      Deque<AbortedConnection> others) {
    if (event.phase() == Phase.CONNECT) {
      for (Iterator<AbortedConnection> all = others.iterator(); all.hasNext(); ) {
        if (isSame(event, all.next())) {
          all.remove();
          return;
        }
      }
      own.add(event);
      if (own.size() > MOST) {
        own.remove();
      }
    }
    listener.aborted(event, count);
  }

  /** What the next object has to know to go on; see {@link #restore}. */
  public String state() {
    StringBuilder state = new StringBuilder();
    fromErrorLog.forEach(event -> JoinerState.write(state, ERROR_LOG, event));
    fromGeneralLog.forEach(event -> JoinerState.write(state, GENERAL_LOG, event));
    return state.toString();
  }

  /** Goes on with that state; what in it is none of ours says nothing. */
  public void restore(String state) {
    fromErrorLog.clear();
    fromGeneralLog.clear();
    JoinerState.entries(state)
        .forEach(e -> JoinerState.readEvent(e, ERROR_LOG).ifPresent(fromErrorLog::add));
    JoinerState.entries(state)
        .forEach(e -> JoinerState.readEvent(e, GENERAL_LOG).ifPresent(fromGeneralLog::add));
  }

  private static boolean isSame(AbortedConnection one, AbortedConnection other) {
    Duration apart = Duration.between(one.time(), other.time()).abs();
    if (one.connectionId().isPresent() && other.connectionId().isPresent()) {
      return one.connectionId().equals(other.connectionId()) && apart.compareTo(SAME_ID) < 0;
    }
    return one.reason() == other.reason()
        && one.account().equals(other.account())
        && apart.compareTo(SAME_ACCOUNT) <= 0;
  }
}
