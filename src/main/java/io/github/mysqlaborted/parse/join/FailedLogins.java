package io.github.mysqlaborted.parse.join;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

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

  /** The failed logins of each log that the other has not named yet, the oldest first. */
  public record State(List<AbortedConnection> errorLog, List<AbortedConnection> generalLog) {
    public State {
      errorLog = List.copyOf(errorLog);
      generalLog = List.copyOf(generalLog);
    }
  }

  private static final int MOST = 2048;
  private static final Duration SAME_ID = Duration.ofMinutes(1);
  private static final Duration SAME_ACCOUNT = Duration.ofSeconds(2);

  private final EventConsumer consumer;
  private final Deque<AbortedConnection> fromErrorLog = new ArrayDeque<>();
  private final Deque<AbortedConnection> fromGeneralLog = new ArrayDeque<>();
  private Instant lastOfErrorLog = Instant.EPOCH;
  private Instant lastOfGeneralLog = Instant.EPOCH;

  /**
   * @param consumer is told of each event of the error log and of the failed logins that only the
   *     general log names
   */
  public FailedLogins(EventConsumer consumer) {
    this.consumer = consumer;
  }

  /** Takes what the error log tells. */
  public EventConsumer errorLog() {
    return new EventConsumer() {
      @Override
      public void aborted(AbortedConnection event, long count) {
        lastOfErrorLog = event.time();
        pass(event, count, fromErrorLog, fromGeneralLog);
      }

      @Override
      public void serverStarted(Instant time) {
        consumer.serverStarted(time);
      }
    };
  }

  /** Takes what the general query log tells, which says nothing of a server's start. */
  public EventConsumer generalLog() {
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
    consumer.aborted(event, count);
  }

  /** What has to outlive a restart. */
  public State state() {
    return new State(List.copyOf(fromErrorLog), List.copyOf(fromGeneralLog));
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(State state) {
    fromErrorLog.clear();
    fromErrorLog.addAll(state.errorLog());
    fromGeneralLog.clear();
    fromGeneralLog.addAll(state.generalLog());
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
