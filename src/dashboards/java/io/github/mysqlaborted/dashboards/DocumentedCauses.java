package io.github.mysqlaborted.dashboards;

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
    Evidence reasons = Evidence.of(Phase.CLIENT, Reason.READ_ERROR);
    return CauseSection.ofReasons(
        "not_closed",
        "The client did not close its connection",
        "The program ended, crashed or was killed while its connection was open, without"
            + " `mysql_close()`: the server reads and finds nobody there.",
        "Find the account's program; let it close connections and its pool on exit. Nothing is"
            + " lost unless a transaction was open.",
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
    Evidence reasons = Evidence.of(Phase.CLIENT, Reason.READ_TIMEOUT, Reason.INACTIVITY);
    return CauseSection.ofReasons(
        "idle_timeout",
        "The client slept longer than a timeout",
        "A connection that nobody used for `wait_timeout` (or `interactive_timeout`) was closed by"
            + " the server. At the same hour each day it is what was left open the evening before.",
        "If the clients reconnect, leave it. Else let the pool drop idle connections sooner than"
            + " the timeout, or raise the timeout.",
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
    Evidence reasons = Evidence.of(Phase.CLIENT, Reason.WRITE_ERROR, Reason.WRITE_TIMEOUT);
    return CauseSection.ofReasons(
        "died_mid_transfer",
        "The client ended in the middle of a transfer",
        "The server was sending a result when the client went away, or when it read nothing for"
            + " `net_write_timeout`.",
        "Look for killed jobs, client-side query timeouts and results too large for the client's"
            + " memory; fetch in portions.",
        reasons,
        List.of(Fact.timeout("net_write_timeout"), Fact.timeout("net_read_timeout")),
        reasons.trend(),
        reasons.accounts());
  }

  private static CauseSection noPrivilege() {
    Evidence reasons = Evidence.of(Phase.CONNECT, Reason.ACCESS_DENIED_DB);
    return CauseSection.ofReasons(
        "no_privilege",
        "No privilege for the database",
        "The login was right, but the account may not use the database that it asked for, or there"
            + " is no such database.",
        "Correct the database name in the client's settings, or `GRANT`. Many databases tried by"
            + " one account are somebody looking around.",
        reasons,
        List.of(),
        reasons.trend(),
        reasons.accounts());
  }

  private static CauseSection wrongPassword() {
    Evidence reasons =
        Evidence.of(
            Phase.CONNECT, Reason.ACCESS_DENIED, Reason.ACCOUNT_LOCKED, Reason.PASSWORD_EXPIRED);
    return CauseSection.ofReasons(
        "wrong_password",
        "Wrong password, or no such account",
        "Logins were refused: a wrong or expired password, a locked account, a name that does not"
            + " exist.",
        "One account, steadily, is a client with an old password. Many names or a burst from"
            + " outside is guessing: close the port to that host; the general log shows who and"
            + " what.",
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
    Evidence reasons =
        Evidence.of(Phase.CONNECT, Reason.BAD_HANDSHAKE, Reason.PACKETS_OUT_OF_ORDER);
    return CauseSection.ofReasons(
        "bad_connect_packet",
        "The connection packet is not right",
        "What came first was not a MySQL login: another protocol, a scanner, a broken or very old"
            + " client, or a failed TLS handshake.",
        "Find what talks to the port (`host_cache` names addresses); correct its address or its"
            + " TLS settings.",
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
    Evidence reasons = Evidence.of(Phase.CONNECT, Reason.CONNECT_TIMEOUT);
    return CauseSection.ofReasons(
        "connect_timeout",
        "The connection packet took too long",
        "The client did not finish its login within `connect_timeout`. MariaDB does not name this:"
            + " there it is among what was closed before login.",
        "Look for an overloaded client, slow DNS, packet loss or a port scanner; raise"
            + " `connect_timeout` only for a truly slow network.",
        reasons,
        List.of(Fact.timeout("connect_timeout")),
        reasons.trend(),
        Evidence.of(Phase.CONNECT, Reason.CONNECT_TIMEOUT, Reason.UNAUTHENTICATED).accounts());
  }

  private static CauseSection packetTooLarge() {
    Evidence reasons = Evidence.of(Phase.CLIENT, Reason.PACKET_TOO_LARGE);
    return CauseSection.ofReasons(
        "packet_too_large",
        "max_allowed_packet is too small",
        "A statement or a value was larger than `max_allowed_packet`, or needed more memory than"
            + " the server may take.",
        "Send it in portions, or raise `max_allowed_packet` on the server and in the client.",
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
