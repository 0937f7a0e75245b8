package io.github.mysqlaborted.count;

import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Events by account, whose names are made label values. Each phase has its share of series, past
 * which all go to {@link LoggedEvents#OTHER}.
 *
 * <p>Guessed names must not fill the share for good: a new account takes the place of the one that
 * was seen least recently, if that was {@link #REST} ago by the times of the log. The count of an
 * account that leaves is remembered, and goes on where it stood if the account comes again, so that
 * no series is seen to fall. Not thread-safe.
 */
final class AccountCounts {

  /** For how long an account keeps its place without an event. */
  static final Duration REST = Duration.ofDays(1);

  /**
   * Of how many shares the counts are remembered. A share is replaced once in {@link #REST} at
   * most: these are the days for which Prometheus keeps its samples by default.
   */
  private static final int SHARES_REMEMBERED = 15;

  private static final int RECENT = 1024;

  /**
   * What is kept beside the counts.
   *
   * @param seen when the latest event of each series was
   * @param left counts of accounts that have left, those that left first in front
   */
  record State(Map<AccountKey, Instant> seen, List<Left> left) {

    State {
      seen = Map.copyOf(seen);
      left = List.copyOf(left);
    }
  }

  /** The count of an account that has left. */
  record Left(AccountKey account, long count) {

    Left {
      if (count < 0) {
        throw new IllegalArgumentException("a count of " + count);
      }
    }
  }

  private final int maxSeries;

  /** How many there are of each phase. */
  private final int[] series = new int[PhaseReasonIndex.PHASE_COUNT];

  /** For each account in label values, by {@link PhaseReasonIndex}; null where there is none. */
  private final Map<Account, Series[]> shown = new HashMap<>();

  /** Those that have left, by phase, in the order in which they did. */
  private final List<Map<AccountKey, Series>> left = new ArrayList<>();

  private final long[] other = new long[PhaseReasonIndex.COUNT];

  private Consumer<AccountKey> forgotten = unused -> {};

  /** The latest time of all events. */
  private Instant latest = Instant.MIN;

  /** The series of each phase, by when they were seen last when they were put here, or later. */
  private final List<PriorityQueue<Place>> places = new ArrayList<>();

  /**
   * Accounts that came lately, by hash of how the log names them: it names the same few again. All
   * are forgotten when one of {@link #shown} is new or leaves, which is as rare as there are few of
   * them.
   */
  private final Recent[] recent = new Recent[RECENT];

  /** The events of one account that are counted in one series. */
  private static final class Series {
    long count;
    Instant last = Instant.MIN;

    /** How many series the programs of the account take besides. */
    int programs;
  }

  private record Place(Instant last, Account account, int cell) {}

  /**
   * An account as the log names it.
   *
   * @param shown the same in label values
   * @param own its series, or null if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // It is shared, so that what is counted is seen.
  private record Recent(Account account, Account shown, Series[] own) {

    boolean has(int cell) {
      return own != null && own[cell] != null;
    }
  }

  /**
   * @param maxSeries how many series each phase may have; 0 for none at all, and no others
   */
  AccountCounts(int maxSeries) {
    this.maxSeries = maxSeries;
    clear();
  }

  /** Counts {@code count} events of an account as the log names it. */
  void add(Account account, int cell, long count, Instant time) {
    if (maxSeries == 0) {
      return;
    }
    latest = time.isAfter(latest) ? time : latest;
    Recent known = recent(account);
    Series series = known.has(cell) ? known.own[cell] : admit(known.shown, cell).orElse(null);
    if (series == null) {
      other[cell] += count;
      return;
    }
    series.count += count;
    series.last = time.isAfter(series.last) ? time : series.last;
  }

  /** Takes a series of the share for a program of an account, if there is one left. */
  boolean takeSeries(AccountKey account) {
    int phase = PhaseReasonIndex.indexOf(account.phase());
    Series gone = left.get(phase).get(account);
    if (gone != null) {
      gone.programs++;
      return true;
    }
    if (!makeRoom(phase, 1)) {
      return false;
    }
    Series[] own = shown.get(account.account());
    int cell = PhaseReasonIndex.of(account.phase(), account.reason());
    if (own == null || own[cell] == null) {
      return false;
    }
    own[cell].programs++;
    series[phase]++;
    return true;
  }

  /** Who is told of accounts whose count is remembered no more. */
  void onForgotten(Consumer<AccountKey> listener) {
    forgotten = listener;
  }

  /** The series in which events of an account are counted, if it has one of its own. */
  Optional<AccountKey> own(Account account, int cell) {
    Recent known = recent(account);
    return known.has(cell) ? Optional.of(key(known.shown, cell)) : Optional.empty();
  }

  private Recent recent(Account account) {
    int hash = account.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
    Recent known = recent[slot];
    if (known == null || !known.account.equals(account)) {
      Account asLabels = asLabels(account);
      known = new Recent(account, asLabels, shown.get(asLabels));
      recent[slot] = known;
    }
    return known;
  }

  /** Adds to {@code into} what is counted. */
  void copyTo(Map<AccountKey, Long> into) {
    shown.forEach(
        (account, own) -> {
          for (int cell = 0; cell < own.length; cell++) {
            if (own[cell] != null && own[cell].count > 0) {
              into.put(key(account, cell), own[cell].count);
            }
          }
        });
    for (int cell = 0; cell < other.length; cell++) {
      if (other[cell] > 0) {
        into.put(key(LoggedEvents.OTHER, cell), other[cell]);
      }
    }
  }

  /** Counts these, in label values, as of {@code seen}, and nothing else. */
  void restore(Map<AccountKey, Long> counted, Map<LoggedEvents.ReasonKey, Instant> seen) {
    clear();
    if (maxSeries == 0) {
      return;
    }
    counted.forEach(
        (key, count) -> {
          int cell = PhaseReasonIndex.of(key.phase(), key.reason());
          Instant last =
              seen.getOrDefault(
                  new LoggedEvents.ReasonKey(key.phase(), key.reason()), Instant.EPOCH);
          Series series = admit(key.account(), cell).orElse(null);
          if (series == null) {
            other[cell] += count;
          } else {
            series.count += count;
            series.last = last;
          }
        });
    seen.values().forEach(time -> latest = time.isAfter(latest) ? time : latest);
  }

  /** What {@link #copyTo} does not say. */
  State state() {
    Map<AccountKey, Instant> seen = new HashMap<>();
    shown.forEach(
        (account, own) -> {
          for (int cell = 0; cell < own.length; cell++) {
            if (own[cell] != null) {
              seen.put(key(account, cell), own[cell].last);
            }
          }
        });
    List<Left> gone = new ArrayList<>();
    left.forEach(
        ofPhase -> ofPhase.forEach((key, series) -> gone.add(new Left(key, series.count))));
    return new State(seen, gone);
  }

  /** Goes on from it, after {@link #restore(Map, Map)}. */
  void restore(State state) {
    places.forEach(PriorityQueue::clear);
    Map<AccountKey, Instant> seen = state().seen();
    seen.forEach((key, time) -> setSeen(key, state.seen().getOrDefault(key, time)));
    for (Left one : state.left()) {
      if (maxSeries > 0) {
        Series series = new Series();
        series.count = one.count();
        remember(one.account(), series);
      }
    }
  }

  private void setSeen(AccountKey key, Instant time) {
    Series[] own = shown.get(key.account());
    int cell = PhaseReasonIndex.of(key.phase(), key.reason());
    if (own != null && own[cell] != null) {
      own[cell].last = time;
      places.get(PhaseReasonIndex.phaseIndex(cell)).add(new Place(time, key.account(), cell));
    }
  }

  private void clear() {
    shown.clear();
    left.clear();
    places.clear();
    for (int phase = 0; phase < PhaseReasonIndex.PHASE_COUNT; phase++) {
      left.add(new LinkedHashMap<>());
      places.add(new PriorityQueue<>(Comparator.comparing(Place::last)));
    }
    latest = Instant.MIN;
    Arrays.fill(series, 0);
    Arrays.fill(other, 0);
    Arrays.fill(recent, null);
  }

  /** A series for an account that has none, if there is room for it. */
  private Optional<Series> admit(Account account, int cell) {
    int phase = PhaseReasonIndex.phaseIndex(cell);
    AccountKey key = key(account, cell);
    Series admitted = left.get(phase).getOrDefault(key, new Series());
    if (account.equals(LoggedEvents.OTHER) || !makeRoom(phase, 1 + admitted.programs)) {
      return Optional.empty();
    }
    left.get(phase).remove(key);
    series[phase] += 1 + admitted.programs;
    shown
            .computeIfAbsent(
                account,
                unused -> {
                  Arrays.fill(recent, null);
                  return new Series[PhaseReasonIndex.COUNT];
                })[cell] =
        admitted;
    places.get(phase).add(new Place(admitted.last, account, cell));
    return Optional.of(admitted);
  }

  /** Lets those leave that were seen least recently, until there are {@code wanted} series left. */
  private boolean makeRoom(int phase, int wanted) {
    while (series[phase] + wanted > maxSeries) {
      if (!leaveLeastRecent(phase)) {
        return false;
      }
    }
    return true;
  }

  private boolean leaveLeastRecent(int phase) {
    Place least = leastRecent(phase);
    if (least == null || latest.isBefore(least.last.plus(REST))) {
      return false;
    }
    places.get(phase).remove();
    Series[] own = shown.get(least.account);
    Series leaving = own[least.cell];
    own[least.cell] = null;
    if (Arrays.stream(own).allMatch(one -> one == null)) {
      shown.remove(least.account);
    }
    Arrays.fill(recent, null);
    series[phase] -= 1 + leaving.programs;
    remember(key(least.account, least.cell), leaving);
    return true;
  }

  /** The head of the queue, once it is known to be where it should be. */
  private Place leastRecent(int phase) {
    PriorityQueue<Place> queue = places.get(phase);
    Place head = queue.peek();
    while (head != null) {
      Instant last = shown.get(head.account)[head.cell].last;
      if (last.equals(head.last)) {
        break;
      }
      queue.remove();
      queue.add(new Place(last, head.account, head.cell));
      head = queue.peek();
    }
    return head;
  }

  private void remember(AccountKey key, Series series) {
    Map<AccountKey, Series> ofPhase = left.get(PhaseReasonIndex.indexOf(key.phase()));
    ofPhase.put(key, series);
    if (ofPhase.size() > (long) SHARES_REMEMBERED * maxSeries) {
      AccountKey first = ofPhase.keySet().iterator().next();
      ofPhase.remove(first);
      forgotten.accept(first);
    }
  }

  private static AccountKey key(Account account, int cell) {
    return new AccountKey(PhaseReasonIndex.phase(cell), PhaseReasonIndex.reason(cell), account);
  }

  private static Account asLabels(Account account) {
    return new Account(
        LabelText.of(account.user()), LabelText.of(account.host()), LabelText.of(account.db()));
  }
}
