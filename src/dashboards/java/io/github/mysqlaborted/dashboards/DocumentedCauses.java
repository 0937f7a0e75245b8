package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.dashboards.CauseSection.Fact;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.List;

/**
 * The causes that the MySQL manual lists and the log can name, in its order.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/communication-errors.html">Communication
 *     Errors and Aborted Connections</a>
 */
final class DocumentedCauses {
  private DocumentedCauses() {}

  static List<CauseSection> sections() {
    return List.of(
        notClosed(),
        idleTimeout(),
        diedMidTransfer(),
        noPrivilege(),
        wrongPassword(),
        badConnectPacket(),
        connectTimeout(),
        packetTooLarge());
  }

  private static CauseSection notClosed() {
    Evidence reasons = Evidence.of(Cause.NOT_CLOSED);
    return CauseSection.ofReasons(
        Cause.NOT_CLOSED,
        reasons,
        List.of(
            Fact.of(
                "of connections",
                "sum(increase(%s[$__range])) / sum(increase(mysql_connections_total{@}[$__range]))"
                    .formatted(reasons.logged()),
                Field.unit("percentunit"),
                Field.decimals(1),
                Field.color("text"))),
        reasons.trend(),
        reasons.accounts());
  }

  private static CauseSection idleTimeout() {
    Evidence reasons = Evidence.of(Cause.IDLE_TIMEOUT);
    return CauseSection.ofReasons(
        Cause.IDLE_TIMEOUT,
        reasons,
        List.of(Fact.timeout("wait_timeout"), Fact.timeout("interactive_timeout")),
        Panels.hourBars(
                "At which hour of the day",
                "All that was aborted after login in the time range, by the hour in the exporter's"
                    + " time zone.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .query(
                Query.table(
                    """
                    round(sum by (hour) (increase(mysql_aborted_connections_by_hour_total\
                    {@, phase="client"}[$__range])))
                    """))
            .noData("The log named nothing in this time range"),
        reasons.accounts());
  }

  private static CauseSection diedMidTransfer() {
    Evidence reasons = Evidence.of(Cause.DIED_MID_TRANSFER);
    return CauseSection.ofReasons(
        Cause.DIED_MID_TRANSFER,
        reasons,
        List.of(Fact.timeout("net_write_timeout"), Fact.timeout("net_read_timeout")),
        reasons.trend(),
        reasons.accounts());
  }

  private static CauseSection noPrivilege() {
    Evidence reasons = Evidence.of(Cause.NO_PRIVILEGE);
    return CauseSection.ofReasons(
        Cause.NO_PRIVILEGE, reasons, List.of(), reasons.trend(), reasons.accounts());
  }

  private static CauseSection wrongPassword() {
    Evidence reasons = Evidence.of(Cause.WRONG_PASSWORD);
    return CauseSection.ofReasons(
        Cause.WRONG_PASSWORD,
        reasons,
        List.of(
            distinct("names tried", "user", reasons),
            distinct("from hosts", "host", reasons),
            Fact.of(
                "general log",
                "max(mysql_general_log_enabled{@})",
                Field.mappings(
                    new Field.Mapping("0", "off", "text"),
                    new Field.Mapping("1", "on", Field.GREEN)),
                Field.color("text"))),
        reasons.trend(),
        reasons.accounts());
  }

  private static Fact distinct(String name, String label, Evidence reasons) {
    return Fact.of(
        name,
        """
        count(count by (%s) (increase(mysql_aborted_connections_by_account_total\
        {@, phase="%s", reason=~"%s"}[$__range]) >= 0.5))
        """
            .formatted(label, reasons.phase().label(), reasons.reasons()),
        Field.color("text"));
  }

  private static CauseSection badConnectPacket() {
    Evidence reasons = Evidence.of(Cause.BAD_CONNECT_PACKET);
    return CauseSection.ofReasons(
        Cause.BAD_CONNECT_PACKET,
        reasons,
        List.of(),
        reasons.trend(),
        Panels.lines(
                "Handshakes that failed otherwise",
                "TLS handshakes begun and not finished, per minute, and handshake errors that the"
                    + " host cache remembers.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .query(
                Query.series(
                    "failed TLS handshakes per minute",
                    """
                    60 * clamp_min(
                      sum(rate(mysql_ssl_accepts_total{@}[$__rate_interval]))
                      - sum(rate(mysql_ssl_finished_accepts_total{@}[$__rate_interval])), 0)
                    """))
            .query(
                Query.series(
                    "handshake errors in the host cache",
                    "sum(mysql_host_cache_errors{@, error=\"handshake\"})"))
            .noData("The server gives neither TLS counters nor a host cache"));
  }

  private static CauseSection connectTimeout() {
    Evidence reasons = Evidence.of(Cause.CONNECT_TIMEOUT);
    return CauseSection.ofReasons(
        Cause.CONNECT_TIMEOUT,
        reasons,
        List.of(Fact.timeout("connect_timeout")),
        reasons.trend(),
        Evidence.of(Phase.CONNECT, Reason.CONNECT_TIMEOUT, Reason.UNAUTHENTICATED).accounts());
  }

  private static CauseSection packetTooLarge() {
    Evidence reasons = Evidence.of(Cause.PACKET_TOO_LARGE);
    return CauseSection.ofReasons(
        Cause.PACKET_TOO_LARGE,
        reasons,
        List.of(
            Fact.of(
                "max_allowed_packet",
                "min(mysql_max_allowed_packet_bytes{@})",
                Field.unit("bytes"),
                Field.color("text"))),
        reasons.trend(),
        reasons.accounts());
  }
}
