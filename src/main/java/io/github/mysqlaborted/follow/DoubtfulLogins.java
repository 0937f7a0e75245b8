package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds back each failed login that may be part of the name in the record before it, until the
 * server's own {@code Aborted_connects} shows whether there were as many failed logins: a name that
 * forges one adds to the log and not to the counter.
 *
 * <p>What the counter does not cover is dropped, so that failed logins are counted low and never
 * high. What was logged before the counter was first read, or before the server began it anew,
 * cannot be compared and is counted as it is written. Not thread-safe.
 */
public final class DoubtfulLogins implements EventConsumer {

  /** Of those that were held longest, more are dropped. */
  private static final int MOST = 10_000;

  /** Audits are at least three seconds apart, so this is twenty seconds or more. */
  private static final int MOST_SURPLUSES = 7;

  /** Failed logins that every server counts as aborted connects. */
  private static final Set<Reason> COUNTED =
      EnumSet.of(
          Reason.ACCESS_DENIED,
          Reason.ACCESS_DENIED_DB,
          Reason.ACCOUNT_LOCKED,
          Reason.PASSWORD_EXPIRED);

  /**
   * How far the log was read at one moment.
   *
   * @param certain how many failed logins were told of that are in no doubt
   * @param doubtful how many that are
   */
  public record Mark(long certain, long doubtful) {}

  /** The counter as it was read, and how far the log was read before. */
  record Audit(Mark before, long abortedConnects) {
    Audit {
      requireNonNull(before, "before");
    }
  }

  /**
   * What has to outlive a restart.
   *
   * @param held the last of the doubtful ones that {@code read} counts
   */
  record State(
      Mark read, List<AbortedConnection> held, Optional<Audit> last, List<Long> surpluses) {
    State {
      requireNonNull(read, "read");
      held = List.copyOf(held);
      surpluses = List.copyOf(surpluses);
    }
  }

  private final EventConsumer consumer;
  private final Deque<AbortedConnection> held = new ArrayDeque<>();
  private Mark read = new Mark(0, 0);
  private Optional<Audit> last = Optional.empty();

  /**
   * How many failed logins the server had counted of which the log was not read yet, by the last
   * audits at which it grew, the oldest first. A record may come late: the journal gives some up to
   * 15 s after they were written. It is good for a few audits only: what a server counts and does
   * not log would add up otherwise.
   */
  private final Deque<Long> surpluses = new ArrayDeque<>();

  /**
   * @param consumer hears of all events but those that are held or dropped
   */
  DoubtfulLogins(EventConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    if (event.doubtful() && last.isPresent()) {
      read = new Mark(read.certain(), read.doubtful() + 1);
      held.add(event);
      if (held.size() > MOST) {
        held.remove();
      }
      return;
    }
    if (event.phase() == Phase.CONNECT && COUNTED.contains(event.reason())) {
      read = new Mark(read.certain() + count, read.doubtful());
    }
    consumer.aborted(event, count);
  }

  /** The counter begins at 0. What is still held belongs to the life that has ended. */
  @Override
  public void serverStarted(Instant time) {
    held.forEach(event -> consumer.aborted(event, 1));
    held.clear();
    last = last.map(earlier -> new Audit(read, 0));
    surpluses.clear();
    consumer.serverStarted(time);
  }

  /** How far the log is read, for the next {@link Audit}. */
  Mark read() {
    return read;
  }

  /**
   * Tells of those that the counter covers.
   *
   * @return whether anything changed
   */
  boolean settle(Audit audit) {
    boolean changed = !last.equals(Optional.of(audit));
    long firstHeld = read.doubtful() - held.size();
    long due = Math.min(held.size(), audit.before().doubtful() - firstHeld);
    long grown = last.map(earlier -> grown(earlier, audit)).orElse(-1L);
    if (grown < 0) {
      surpluses.clear();
    } else {
      surpluses.add(grown);
      spend(audit.before().certain() - last.get().before().certain());
    }
    for (long i = 0; i < due; i++) {
      AbortedConnection event = held.remove();
      if (grown < 0 || spend(1) == 0) {
        consumer.aborted(event, 1);
      }
    }
    if (surpluses.size() > MOST_SURPLUSES) {
      surpluses.remove();
    }
    last = Optional.of(audit);
    return changed;
  }

  /**
   * Takes so many from what the server counted, the oldest first.
   *
   * @return how many of them it did not count
   */
  private long spend(long count) {
    long left = count;
    int size = surpluses.size();
    for (int i = 0; i < size; i++) {
      long surplus = surpluses.remove();
      long taken = Math.min(left, surplus);
      left -= taken;
      surpluses.add(surplus - taken);
    }
    return left;
  }

  /** By how much the counter has grown; below 0 if it began anew. */
  private static long grown(Audit earlier, Audit audit) {
    return audit.abortedConnects() - earlier.abortedConnects();
  }

  State state() {
    return new State(read, List.copyOf(held), last, List.copyOf(surpluses));
  }

  void restore(State state) {
    read = state.read();
    held.clear();
    held.addAll(state.held());
    last = state.last();
    surpluses.clear();
    surpluses.addAll(state.surpluses());
  }
}
