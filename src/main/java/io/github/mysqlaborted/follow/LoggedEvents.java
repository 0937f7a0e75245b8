package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the events of the log: by phase and reason, by account, by hour of the day.
 *
 * <p>Memory is bounded whatever names strangers choose: each phase has its own share of account
 * series, so that names of failed logins cannot push out the accounts of real sessions. Past it all
 * go to {@link #OTHER}.
 *
 * <p>Not thread-safe; others get a {@link Snapshot}.
 */
public final class LoggedEvents {

  /** The account of all events past the cap. */
  public static final Account OTHER = new Account("other", "other", "other");

  /** A reason as said in a phase. */
  public record ReasonKey(Phase phase, Reason reason) {}

  /** An account in label values, and what was said of it. */
  public record AccountKey(Phase phase, Reason reason, Account account) {}

  /** An hour of the day, 0 to 23. */
  public record HourKey(Phase phase, int hour) {}

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
  }

  private final ZoneId zone;
  private final int maxAccountSeries;
  private final Map<ReasonKey, Long> byReason = new HashMap<>();
  private final Map<AccountKey, Long> byAccount = new LinkedHashMap<>();
  private final Map<HourKey, Long> byHour = new HashMap<>();
  private final Map<ReasonKey, Instant> lastSeen = new HashMap<>();
  private final Map<Phase, Integer> accountSeries = new EnumMap<>(Phase.class);

  /**
   * @param zone of the hours of the day
   * @param maxAccountSeries how many account series each phase may have; 0 for none at all
   */
  public LoggedEvents(ZoneId zone, int maxAccountSeries) {
    this.zone = zone;
    this.maxAccountSeries = maxAccountSeries;
  }

  /** Counts {@code count} events that are alike. */
  public void add(AbortedConnection event, long count) {
    ReasonKey reason = new ReasonKey(event.phase(), event.reason());
    byReason.merge(reason, count, Long::sum);
    byHour.merge(new HourKey(event.phase(), event.time().atZone(zone).getHour()), count, Long::sum);
    lastSeen.merge(reason, event.time(), (a, b) -> a.isAfter(b) ? a : b);
    if (maxAccountSeries > 0) {
      byAccount.merge(accountKey(event), count, Long::sum);
    }
  }

  /** The counts as they are now. */
  public Snapshot snapshot() {
    return new Snapshot(byReason, byAccount, byHour, lastSeen);
  }

  /** Goes on from the counts of an earlier run, in place of what was counted so far. */
  public void restore(Snapshot snapshot) {
    byReason.clear();
    byReason.putAll(snapshot.byReason());
    byHour.clear();
    byHour.putAll(snapshot.byHour());
    lastSeen.clear();
    lastSeen.putAll(snapshot.lastSeen());
    byAccount.clear();
    accountSeries.clear();
    if (maxAccountSeries > 0) {
      snapshot.byAccount().forEach(this::restoreAccount);
    }
  }

  private void restoreAccount(AccountKey key, long count) {
    byAccount.merge(admitted(key), count, Long::sum);
  }

  private AccountKey accountKey(AbortedConnection event) {
    Account account = event.account();
    Account shown =
        new Account(
            LabelText.of(account.user()), LabelText.of(account.host()), LabelText.of(account.db()));
    return admitted(new AccountKey(event.phase(), event.reason(), shown));
  }

  private AccountKey admitted(AccountKey key) {
    if (byAccount.containsKey(key)) {
      return key;
    }
    if (key.account().equals(OTHER)) {
      return key;
    }
    int series = accountSeries.getOrDefault(key.phase(), 0);
    if (series >= maxAccountSeries) {
      return new AccountKey(key.phase(), key.reason(), OTHER);
    }
    accountSeries.put(key.phase(), series + 1);
    return key;
  }
}
