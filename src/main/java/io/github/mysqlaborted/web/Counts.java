package io.github.mysqlaborted.web;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.CauseCounts.CauseKey;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the log told, as the landing page shows it: the most frequent first. */
final class Counts {

  private static final int MOST_ACCOUNTS = 10;
  private static final int HOURS = 24;

  /** Events of one reason. */
  record ReasonRow(String reason, long events, Instant last) {}

  /** Events of one cause; without one, they are unexplained. */
  record CauseRow(Optional<Cause> cause, String certainty, long events) {

    String title() {
      return cause.map(Cause::title).orElse("Unexplained");
    }
  }

  /** Events of one account. */
  record AccountRow(Account account, long events) {

    boolean isOthers() {
      return account.equals(LoggedEvents.OTHER);
    }

    boolean hasDatabase() {
      return !isOthers() && !account.db().isEmpty();
    }

    /** {@code 'app'@'10.0.0.7'}; empty if the log names none. */
    String name() {
      return account.user().isEmpty() && account.host().isEmpty()
          ? ""
          : "'" + account.user() + "'@'" + account.host() + "'";
    }
  }

  private final LoggedEvents.Snapshot events;
  private final CauseCounts.Snapshot causes;

  Counts(LoggedEvents.Snapshot events, CauseCounts.Snapshot causes) {
    this.events = events;
    this.causes = causes;
  }

  boolean isEmpty() {
    return events.byReason().isEmpty();
  }

  long all(Phase phase) {
    return reasons(phase).stream().mapToLong(ReasonRow::events).sum();
  }

  List<ReasonRow> reasons(Phase phase) {
    return events.byReason().entrySet().stream()
        .filter(entry -> entry.getKey().phase() == phase)
        .map(
            entry ->
                new ReasonRow(
                    entry.getKey().reason().label(),
                    entry.getValue(),
                    events.lastSeen().getOrDefault(entry.getKey(), Instant.EPOCH)))
        .sorted(
            Comparator.comparingLong(ReasonRow::events).reversed().thenComparing(ReasonRow::reason))
        .toList();
  }

  List<CauseRow> causes(Phase phase) {
    return causes.byCause().entrySet().stream()
        .filter(entry -> entry.getKey().phase() == phase)
        .map(entry -> row(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(CauseRow::events).reversed().thenComparing(CauseRow::title))
        .toList();
  }

  private static CauseRow row(CauseKey key, long events) {
    return new CauseRow(
        key.cause(), key.cause().isPresent() ? key.certainty().label() : "", events);
  }

  /** Those with most events, whatever the reasons. */
  List<AccountRow> accounts(Phase phase) {
    List<AccountRow> all = allAccounts(phase);
    return all.subList(0, Math.min(MOST_ACCOUNTS, all.size()));
  }

  int furtherAccounts(Phase phase) {
    return Math.max(0, allAccounts(phase).size() - MOST_ACCOUNTS);
  }

  private List<AccountRow> allAccounts(Phase phase) {
    Map<Account, Long> sums = new HashMap<>();
    events
        .byAccount()
        .forEach(
            (key, count) -> {
              if (key.phase() == phase) {
                sums.merge(key.account(), count, Long::sum);
              }
            });
    return sums.entrySet().stream()
        .map(entry -> new AccountRow(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(AccountRow::events)
                .reversed()
                .thenComparing(AccountRow::name)
                .thenComparing(row -> row.account().db()))
        .toList();
  }

  long at(Phase phase, int hour) {
    return events.byHour().getOrDefault(new LoggedEvents.HourKey(phase, hour), 0L);
  }

  /** How high an hour is drawn; an hour without events is a line. */
  String height(Phase phase, int hour, int highest) {
    long most = at(phase, busiest(phase));
    double share = most == 0 ? 0 : (double) at(phase, hour) / most;
    return String.format(Locale.ROOT, "%.1f", 1 + share * (highest - 1));
  }

  /** The picture in words, for who does not see it. */
  String hoursInWords(Phase phase) {
    int busiest = busiest(phase);
    return Overview.title(phase)
        + " by hour of the day: most, "
        + Overview.number(at(phase, busiest))
        + ", from "
        + busiest
        + ":00 on";
  }

  private int busiest(Phase phase) {
    return IntStream.range(0, HOURS)
        .boxed()
        .max(
            Comparator.<Integer>comparingLong(hour -> at(phase, hour))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }
}
