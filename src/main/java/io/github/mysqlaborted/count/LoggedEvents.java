package io.github.mysqlaborted.count;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Counts the events of the log: by phase and reason, by account, by hour of the day.
 *
 * <p>Memory is bounded whatever names strangers choose: each phase has its own share of account
 * series, so that names of failed logins cannot push out the accounts of real sessions. Past it all
 * go to {@link #OTHER}, until an account was not seen for a day and leaves: its series vanishes,
 * and goes on where it stood when the account comes again.
 *
 * <p>Not thread-safe; others get a {@link Snapshot}.
 */
public final class LoggedEvents implements EventConsumer {

  /** As many as a metric can show exactly; at a million a second, it takes 285 years. */
  private static final long MOST = 1L << 53;

  /** The account of all events past the cap. */
  public static final Account OTHER = new Account("other", "other", "other");

  /** When accounts were seen, and the counts of those that left; as a part of the state. */
  public record AccountState(AccountCounts.State state) {}

  /** A reason as said in a phase. */
  public record ReasonKey(Phase phase, Reason reason) {}

  /** An account in label values, and what was said of it. */
  public record AccountKey(Phase phase, Reason reason, Account account) {}

  /** An hour of the day, 0 to 23. */
  public record HourKey(Phase phase, int hour) {

    public HourKey {
      if (hour < 0 || hour >= HoursOfDay.COUNT) {
        throw new IllegalArgumentException("no hour " + hour);
      }
    }
  }

  /**
   * The counts at one moment.
   *
   * @param lastSeen when the latest event of a reason was, by the log's own time
   */
  public record Snapshot(
      Map<ReasonKey, Long> byReason,
      Map<AccountKey, Long> byAccount,
      Map<HourKey, Long> byHour,
      Map<ReasonKey, Instant> lastSeen) {

    /** No events yet. */
    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), Map.of());

    public Snapshot {
      byReason = Map.copyOf(byReason);
      byAccount = Map.copyOf(byAccount);
      byHour = Map.copyOf(byHour);
      lastSeen = Map.copyOf(lastSeen);
    }

    /** Each event is counted once by reason, and at most once by hour and by account. */
    private void check() {
      Stream.of(byReason, byAccount, byHour)
          .flatMap(counts -> counts.values().stream())
          .filter(count -> count < 0 || count > MOST)
          .forEach(count -> refuse("a count of " + count));
      for (Phase phase : Phase.values()) {
        long all = sum(byReason, key -> key.phase() == phase);
        if (sum(byHour, key -> key.phase() == phase) > all) {
          refuse("more events by hour than by reason in phase " + phase);
        }
      }
      Map<ReasonKey, Long> ofAccounts = new HashMap<>();
      byAccount.forEach(
          (key, count) ->
              ofAccounts.merge(new ReasonKey(key.phase(), key.reason()), count, Long::sum));
      ofAccounts.forEach(
          (key, count) -> {
            if (count > byReason.getOrDefault(key, 0L)) {
              refuse("more events by account than " + key);
            }
          });
    }

    private static <K> long sum(Map<K, Long> counts, Predicate<K> wanted) {
      return counts.entrySet().stream()
          .filter(entry -> wanted.test(entry.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    private static void refuse(String what) {
      throw new IllegalArgumentException(what);
    }
  }

  private final long[] reasons = new long[PhaseReasonIndex.COUNT];
  private final Instant[] lastSeen = new Instant[PhaseReasonIndex.COUNT];
  private final Map<Phase, long[]> hours = new EnumMap<>(Phase.class);
  private final HoursOfDay hoursOfDay;
  private final AccountCounts accounts;

  /** The counts as they are now, if somebody asked for them since the last event. */
  private Optional<Snapshot> snapshot = Optional.of(Snapshot.EMPTY);

  /** The same of what is kept beside the counts of accounts. */
  private Optional<AccountState> accountState = Optional.empty();

  /**
   * @param zone of the hours of the day
   * @param maxAccountSeries how many account series each phase may have; 0 for none at all
   */
  public LoggedEvents(ZoneId zone, int maxAccountSeries) {
    this.hoursOfDay = new HoursOfDay(zone);
    for (Phase phase : Phase.values()) {
      hours.put(phase, new long[HoursOfDay.COUNT]);
    }
    this.accounts = new AccountCounts(maxAccountSeries);
  }

  /** Takes one of the account series for a program of an account, if there is one left. */
  boolean takeSeries(AccountKey account) {
    return accounts.takeSeries(account);
  }

  /** Who is told of accounts that left so long ago that they begin anew. */
  void onForgotten(Consumer<AccountKey> listener) {
    accounts.onForgotten(listener);
  }

  /** What is kept of accounts beside their counts, as a part of the state. */
  public AccountState accountState() {
    if (accountState.isEmpty()) {
      accountState = Optional.of(new AccountState(accounts.state()));
    }
    return accountState.get();
  }

  /** Goes on from it, after {@link #restore(Snapshot)}. */
  public void restore(AccountState earlier) {
    accounts.restore(earlier.state());
    accountState = Optional.empty();
  }

  /** The series by account in which such an event is counted, if it is no other's. */
  public Optional<AccountKey> seriesOf(AbortedConnection event) {
    return accounts.own(event.account(), PhaseReasonIndex.of(event.phase(), event.reason()));
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    int cell = PhaseReasonIndex.of(event.phase(), event.reason());
    reasons[cell] += count;
    Instant last = lastSeen[cell];
    if (last == null || event.time().isAfter(last)) {
      lastSeen[cell] = event.time();
    }
    hours.get(event.phase())[hoursOfDay.of(event.time())] += count;
    accounts.add(event.account(), cell, count, event.time());
    snapshot = Optional.empty();
    accountState = Optional.empty();
  }

  /** The counts as they are now; the same object until there is another event. */
  public Snapshot snapshot() {
    if (snapshot.isEmpty()) {
      snapshot = Optional.of(copy());
    }
    return snapshot.get();
  }

  /**
   * Goes on from the counts of an earlier run, in place of what was counted so far.
   *
   * @throws IllegalArgumentException if they cannot be the counts of any run
   */
  public void restore(Snapshot earlier) {
    earlier.check();
    Arrays.fill(reasons, 0);
    earlier
        .byReason()
        .forEach((key, count) -> reasons[PhaseReasonIndex.of(key.phase(), key.reason())] = count);
    Arrays.fill(lastSeen, null);
    earlier
        .lastSeen()
        .forEach((key, time) -> lastSeen[PhaseReasonIndex.of(key.phase(), key.reason())] = time);
    hours.values().forEach(ofPhase -> Arrays.fill(ofPhase, 0));
    earlier.byHour().forEach((key, count) -> hours.get(key.phase())[key.hour()] = count);
    accounts.restore(earlier.byAccount(), earlier.lastSeen());
    snapshot = Optional.empty();
    accountState = Optional.empty();
  }

  /** As immutable maps, in which only what was seen has a place. */
  private Snapshot copy() {
    Map<ReasonKey, Long> byReason = new HashMap<>();
    Map<ReasonKey, Instant> last = new HashMap<>();
    for (int cell = 0; cell < PhaseReasonIndex.COUNT; cell++) {
      if (reasons[cell] > 0) {
        ReasonKey key = new ReasonKey(PhaseReasonIndex.phase(cell), PhaseReasonIndex.reason(cell));
        byReason.put(key, reasons[cell]);
        last.put(key, Optional.ofNullable(lastSeen[cell]).orElse(Instant.EPOCH));
      }
    }
    Map<HourKey, Long> byHour = new HashMap<>();
    hours.forEach(
        (phase, ofPhase) -> {
          for (int hour = 0; hour < ofPhase.length; hour++) {
            if (ofPhase[hour] > 0) {
              byHour.put(new HourKey(phase, hour), ofPhase[hour]);
            }
          }
        });
    Map<AccountKey, Long> byAccount = new HashMap<>();
    accounts.copyTo(byAccount);
    return new Snapshot(byReason, byAccount, byHour, last);
  }
}
