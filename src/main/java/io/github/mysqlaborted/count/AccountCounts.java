package io.github.mysqlaborted.count;

import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events by account, whose names are made label values. Each phase has its share of series, past
 * which all go to {@link LoggedEvents#OTHER}. Not thread-safe.
 */
final class AccountCounts {

  private static final int RECENT = 1024;

  private final int maxSeries;

  /** How many there are of each phase. */
  private final int[] series = new int[PhaseReasonIndex.PHASE_COUNT];

  /**
   * For each account in label values its {@link PhaseReasonIndex}; a cell that is not 0 is a
   * series.
   */
  private final Map<Account, long[]> counts = new HashMap<>();

  private final long[] other = new long[PhaseReasonIndex.COUNT];

  /**
   * Accounts that came lately, by hash of how the log names them: it names the same few again. All
   * are forgotten when one of {@link #counts} is new, which is as rare as there are few of them.
   */
  private final Recent[] recent = new Recent[RECENT];

  /**
   * An account as the log names it.
   *
   * @param shown the same in label values
   * @param own its {@link PhaseReasonIndex}, or null if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // It is shared, so that what is counted is seen.
  private record Recent(Account account, Account shown, long[] own) {

    boolean has(int cell) {
      return own != null && own[cell] > 0;
    }
  }

  /**
   * @param maxSeries how many series each phase may have; 0 for none at all, and no others
   */
  AccountCounts(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  /** Counts {@code count} events of an account as the log names it. */
  void add(Account account, int cell, long count) {
    if (maxSeries == 0) {
      return;
    }
    Recent known = recent(account);
    long[] cells = known.has(cell) ? known.own : admit(known.shown, cell);
    cells[cell] += count;
  }

  /** Takes one of the series of a phase for something else, if there is one left. */
  boolean takeSeries(int phase) {
    if (series[phase] >= maxSeries) {
      return false;
    }
    series[phase]++;
    return true;
  }

  /** The series in which events of an account are counted, if it has one of its own. */
  Optional<AccountKey> own(Account account, int cell) {
    Recent known = recent(account);
    return known.has(cell)
        ? Optional.of(
            new AccountKey(
                PhaseReasonIndex.phase(cell), PhaseReasonIndex.reason(cell), known.shown))
        : Optional.empty();
  }

  private Recent recent(Account account) {
    int hash = account.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
    Recent known = recent[slot];
    if (known == null || !known.account.equals(account)) {
      Account shown = shown(account);
      known = new Recent(account, shown, counts.get(shown));
      recent[slot] = known;
    }
    return known;
  }

  /** Adds to {@code into} what is counted. */
  void copyTo(Map<AccountKey, Long> into) {
    counts.forEach((account, cells) -> copy(account, cells, into));
    copy(LoggedEvents.OTHER, other, into);
  }

  /** Counts these, in label values, and nothing else. */
  void restore(Map<AccountKey, Long> counted) {
    counts.clear();
    Arrays.fill(series, 0);
    Arrays.fill(other, 0);
    Arrays.fill(recent, null);
    if (maxSeries > 0) {
      counted.forEach(
          (key, count) -> {
            int cell = PhaseReasonIndex.of(key.phase(), key.reason());
            admit(key.account(), cell)[cell] += count;
          });
    }
  }

  /** Where events are counted that are no series yet: with the account's own, or all others. */
  private long[] admit(Account shown, int cell) {
    int phase = PhaseReasonIndex.phaseIndex(cell);
    if (series[phase] >= maxSeries || shown.equals(LoggedEvents.OTHER)) {
      return other;
    }
    series[phase]++;
    return counts.computeIfAbsent(
        shown,
        key -> {
          Arrays.fill(recent, null);
          return new long[PhaseReasonIndex.COUNT];
        });
  }

  private static Account shown(Account account) {
    return new Account(
        LabelText.of(account.user()), LabelText.of(account.host()), LabelText.of(account.db()));
  }

  private static void copy(Account account, long[] cells, Map<AccountKey, Long> into) {
    for (int cell = 0; cell < cells.length; cell++) {
      if (cells[cell] > 0) {
        into.put(
            new AccountKey(PhaseReasonIndex.phase(cell), PhaseReasonIndex.reason(cell), account),
            cells[cell]);
      }
    }
  }
}
