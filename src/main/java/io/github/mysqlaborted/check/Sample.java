package io.github.mysqlaborted.check;

import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.ErrorsSummary;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the server had counted and its log had told at one moment.
 *
 * @param at by a monotonic clock
 * @param uptime {@code Uptime}
 * @param sinceFlush {@code Uptime_since_flush_status}
 * @param abortedClients {@code Aborted_clients}
 * @param abortedConnects {@code Aborted_connects}
 * @param kills {@code Com_kill}
 * @param refused connects that a record must tell of, or -1 where the server has no counter of
 *     them; see {@link #refused}
 * @param locked {@code Locked_connects}, each of which is logged too
 * @param loggedClients events of the log, of sessions that had logged in
 * @param loggedKills those of them that were killed
 * @param loggedConnects events of the log, of failed logins
 */
record Sample(
    Duration at,
    Duration uptime,
    Duration sinceFlush,
    long abortedClients,
    long abortedConnects,
    long kills,
    long refused,
    long locked,
    long loggedClients,
    long loggedKills,
    long loggedConnects) {

  /** How far the server's clock and a scrape that takes its time may put off an uptime. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  /**
   * @param events of the log, from before the server was asked: what was logged meanwhile is then
   *     not missed in a later look
   */
  static Optional<Sample> of(Duration at, Reading.Facts facts, LoggedEvents.Snapshot events) {
    return facts
        .status()
        .filter(status -> status.value("Aborted_clients").isPresent())
        .map(
            status ->
                new Sample(
                    at,
                    seconds(status, "Uptime"),
                    seconds(status, "Uptime_since_flush_status"),
                    status.value("Aborted_clients").getAsLong(),
                    status.value("Aborted_connects").orElse(0),
                    status.value("Com_kill").orElse(0),
                    refused(facts.version(), status, facts.errors()),
                    status.value("Locked_connects").orElse(0),
                    logged(events, Phase.CLIENT),
                    killed(events),
                    logged(events, Phase.CONNECT)));
  }

  private static Duration seconds(GlobalStatus status, String name) {
    return Duration.ofSeconds(status.value(name).orElse(0));
  }

  /**
   * Of {@code Aborted_connects}, only those that each version is known to log. MariaDB logs all
   * that fail before an account is found, and not a locked or expired account. MySQL from 5.7 on
   * logs bad handshakes and wrong passwords, and not a blocked host, a host that may not log in or
   * a missing TLS; only {@code events_errors_summary_global_by_error} tells them apart. Before 5.7
   * nothing does.
   *
   * <p>A denied {@code LOAD DATA INFILE} is among the errors of MySQL too: no more of them are
   * missed than {@code Aborted_connects} has.
   */
  private static long refused(
      ServerVersion version, GlobalStatus status, Optional<ErrorsSummary> errors) {
    if (version.isMariaDb()) {
      return status.value("Aborted_connects_preauth").orElse(-1);
    }
    return errors
        .filter(summary -> version.isAtLeast(5, 7, 0))
        .map(
            summary ->
                summary.raised().getOrDefault("ER_HANDSHAKE_ERROR", 0L)
                    + summary.raised().getOrDefault("ER_ACCESS_DENIED_ERROR", 0L))
        .orElse(-1L);
  }

  static long logged(LoggedEvents.Snapshot events, Phase phase) {
    return events.byReason().entrySet().stream()
        .filter(entry -> entry.getKey().phase() == phase)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static long killed(LoggedEvents.Snapshot events) {
    return events
        .byReason()
        .getOrDefault(new LoggedEvents.ReasonKey(Phase.CLIENT, Reason.KILLED), 0L);
  }

  /** Whether the server counted on since {@code earlier}: no restart, no {@code FLUSH STATUS}. */
  boolean continues(Sample earlier) {
    Duration between = at.minus(earlier.at);
    return isOlder(uptime, earlier.uptime, between)
        && isOlder(sinceFlush, earlier.sinceFlush, between)
        && abortedClients >= earlier.abortedClients
        && abortedConnects >= earlier.abortedConnects
        && kills >= earlier.kills
        && locked >= earlier.locked
        && (refused < 0 || refused >= earlier.refused);
  }

  private static boolean isOlder(Duration age, Duration before, Duration between) {
    return age.plus(SLACK).compareTo(before.plus(between)) >= 0;
  }
}
