package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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

  private static final int MOST_SURPLUSES = 100;

  /** What comes between a server and its log, such as rsyslog, takes less. */
  private static final Duration LATE = Duration.ofSeconds(2);

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
  public record Mark(long certain, long doubtful) {
    private long total() {
      return certain + doubtful;
    }
  }

  /**
   * The counter as it was read.
   *
   * @param before how far the log was read before
   * @param answered when the counter had been read
   */
  record Audit(Mark before, long abortedConnects, Moment answered) {
    Audit {
      requireNonNull(before, "before");
      requireNonNull(answered, "answered");
    }
  }

  /**
   * A value of the counter, and how far the log was read when it had that value. What is read later
   * is not in it.
   */
  record Base(Mark read, long abortedConnects) {
    Base {
      requireNonNull(read, "read");
    }
  }

  /**
   * How many failed logins the server had counted of which the log was not read yet.
   *
   * @param answered when the counter had been read; not there if by another process
   * @param end what is read later is not among them; not there until that is known
   */
  private record Surplus(long count, Optional<Moment> answered, Optional<Mark> end) {

    boolean isOver(Mark read) {
      return end.isPresent() && end.get().total() <= read.total();
    }
  }

  /**
   * What has to outlive a restart.
   *
   * @param held the last of the doubtful ones that {@code read} counts
   * @param base not there until the counter and the log can be compared
   * @param surplus what the server had counted of which the log was not read yet
   */
  record State(Mark read, List<AbortedConnection> held, Optional<Base> base, long surplus) {
    State {
      requireNonNull(read, "read");
      requireNonNull(base, "base");
      held = List.copyOf(held);
    }
  }

  private final EventConsumer consumer;
  private final Deque<AbortedConnection> held = new ArrayDeque<>();
  private Mark read = new Mark(0, 0);
  private Optional<Base> base = Optional.empty();

  /** Becomes the base once all is read that the server had logged by then. */
  private Optional<Audit> nextBase = Optional.empty();

  /**
   * By audit, the oldest first. A record may come late: the journal gives some up to 15 s after
   * they were written. Each is dropped once nothing of it can come any more: what a server counts
   * and does not log would add up otherwise.
   */
  private final List<Surplus> surpluses = new ArrayList<>();

  /**
   * @param consumer hears of all events but those that are held or dropped
   */
  DoubtfulLogins(EventConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    if (event.doubtful() && base.isPresent()) {
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
    tellAll();
    if (base.isPresent() || nextBase.isPresent()) {
      base = Optional.of(new Base(read, 0));
      nextBase = Optional.empty();
    }
    consumer.serverStarted(time);
  }

  /** How far the log is read, for the next {@link Audit}. */
  Mark read() {
    return read;
  }

  /**
   * Tells of those that the counter covers, and drops those that it does not.
   *
   * @return whether anything changed
   */
  boolean settle(Audit audit) {
    boolean began =
        base.or(() -> nextBase.map(next -> new Base(next.before(), next.abortedConnects())))
            .map(known -> audit.abortedConnects() < known.abortedConnects())
            .orElse(true);
    if (began) {
      tellAll();
      base = Optional.empty();
      nextBase = Optional.of(audit);
      return true;
    }
    if (base.isEmpty()) {
      return false;
    }
    Base next = new Base(later(base.get().read(), audit.before()), audit.abortedConnects());
    boolean changed = !base.get().equals(next);
    settle(base.get(), next, audit.answered());
    base = Optional.of(next);
    return changed;
  }

  private void settle(Base earlier, Base next, Moment answered) {
    long grown = next.abortedConnects() - earlier.abortedConnects();
    surpluses.add(new Surplus(grown, Optional.of(answered), Optional.empty()));
    spend(next.read().certain() - earlier.read().certain());
    long firstHeld = read.doubtful() - held.size();
    long due = Math.min(held.size(), next.read().doubtful() - firstHeld);
    for (long i = 0; i < due; i++) {
      AbortedConnection event = held.remove();
      if (spend(1) == 0) {
        consumer.aborted(event, 1);
      }
    }
    surpluses.removeIf(surplus -> surplus.count() == 0 || surplus.isOver(next.read()));
    while (surpluses.size() > MOST_SURPLUSES) {
      surpluses.remove(0);
    }
  }

  /**
   * All that was logged before {@code moment} has been told to this.
   *
   * @return whether anything changed
   */
  boolean readUpTo(Moment moment) {
    Predicate<Moment> isPast = answered -> !moment.isBefore(answered.plus(LATE));
    surpluses.replaceAll(
        surplus ->
            surplus.end().isEmpty() && surplus.answered().map(isPast::test).orElse(true)
                ? new Surplus(surplus.count(), surplus.answered(), Optional.of(read))
                : surplus);
    if (nextBase.map(Audit::answered).filter(isPast).isEmpty()) {
      return false;
    }
    base = Optional.of(new Base(read, nextBase.get().abortedConnects()));
    nextBase = Optional.empty();
    return true;
  }

  /** What cannot be compared with the counter is told of as it was written. */
  private void tellAll() {
    held.forEach(event -> consumer.aborted(event, 1));
    held.clear();
    surpluses.clear();
  }

  /**
   * Takes so many from what the server counted, the oldest first.
   *
   * @return how many of them it did not count
   */
  private long spend(long count) {
    long left = count;
    ListIterator<Surplus> each = surpluses.listIterator();
    while (each.hasNext()) {
      Surplus surplus = each.next();
      long taken = Math.min(left, surplus.count());
      left -= taken;
      each.set(new Surplus(surplus.count() - taken, surplus.answered(), surplus.end()));
    }
    return left;
  }

  /** An audit may have begun before its predecessor became the base. */
  private static Mark later(Mark one, Mark other) {
    return one.total() < other.total() ? other : one;
  }

  State state() {
    long surplus = surpluses.stream().mapToLong(Surplus::count).sum();
    return new State(read, List.copyOf(held), base, surplus);
  }

  void restore(State state) {
    read = state.read();
    held.clear();
    held.addAll(state.held());
    base = state.base();
    nextBase = Optional.empty();
    surpluses.clear();
    surpluses.add(new Surplus(state.surplus(), Optional.empty(), Optional.empty()));
  }
}
