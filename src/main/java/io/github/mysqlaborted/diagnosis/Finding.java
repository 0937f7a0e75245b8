package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import java.time.Instant;
import java.util.List;

/**
 * One cause, as one rule found it.
 *
 * @param events how many it explains
 * @param share of the events of its phase
 * @param accounts the most frequent ones
 * @param furtherAccounts how many more there are
 * @param evidence sentences with figures
 * @param against what would speak against it
 * @param actions what to do
 * @param wouldBeCertainWith what is missing; empty if it is certain
 * @param hours events by day of the week (Monday first) and hour of the day
 */
public record Finding(
    Cause cause,
    Phase phase,
    Certainty certainty,
    String rule,
    long events,
    double share,
    Instant first,
    Instant last,
    List<Count> accounts,
    long furtherAccounts,
    List<String> evidence,
    List<String> against,
    List<String> actions,
    List<String> wouldBeCertainWith,
    WeekHours hours) {

  /** How many events an account has. */
  public record Count(Account account, long events) {}

  public Finding {
    accounts = List.copyOf(accounts);
    evidence = List.copyOf(evidence);
    against = List.copyOf(against);
    actions = List.copyOf(actions);
    wouldBeCertainWith = List.copyOf(wouldBeCertainWith);
  }

  /** The page that says more, below {@code docs/runbooks}. */
  public String runbook() {
    return cause.key() + ".md";
  }
}
