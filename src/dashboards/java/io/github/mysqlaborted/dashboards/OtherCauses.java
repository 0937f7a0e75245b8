package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.dashboards.CauseSection.Fact;
import io.github.mysqlaborted.event.Phase;
import java.util.List;

/** What the manual does not list, and what must not be taken for one of its causes. */
final class OtherCauses {
  private static final String UNEXPLAINED =
      """
      sum by (phase) (instance_phase:mysql_aborted_connections_unexplained:increase1h{@})\
      """;

  private static final String LOOKUP_ERRORS =
      "mysql_host_cache_errors{@, error=~\"(addrinfo|nameinfo)_(transient|permanent)|fcrdns\"}";

  private OtherCauses() {}

  static List<CauseSection> sections() {
    return List.of(
        killed(),
        tooManyConnections(),
        hostBlocked(),
        healthCheck(),
        notLogged(),
        deadPath(),
        ofOneEvent(Cause.MIDDLEBOX_IDLE),
        ofOneEvent(Cause.SLOW_CONSUMER, Fact.timeout("net_write_timeout")),
        ofOneEvent(Cause.REPLICA_GONE),
        tlsFailed(),
        ofOneEvent(Cause.AUTH_PLUGIN),
        dns());
  }

  private static CauseSection deadPath() {
    return ofOneEvent(
        Cause.DEAD_PATH,
        Fact.of(
            "certain",
            """
            round(sum(increase(mysql_aborted_connections_by_cause_total\
            {@, cause="dead_path", certainty="certain"}[$__range])))\
            """,
            Field.unit("locale"),
            Field.color("text")),
        Fact.timeout("wait_timeout"));
  }

  /** A cause that the exporter counts by the evidence of each event. */
  private static CauseSection ofOneEvent(Cause cause, Fact... facts) {
    Evidence reasons = Evidence.of(cause);
    return CauseSection.ofReasons(
        cause, reasons, List.of(facts), certainties(cause), accounts(reasons));
  }

  /** Accounts of these reasons, which other causes have too. */
  private static Panel accounts(Evidence reasons) {
    return reasons.accounts("Who had these reasons");
  }

  private static Panel certainties(Cause cause) {
    return Panels.bars(
            "How sure",
            "Connections that point to this cause over time, by how sure that is.",
            Evidence.WIDTH,
            Evidence.HEIGHT)
        .query(
            Query.series(
                "{{certainty}}",
                """
                60 * sum by (certainty) (rate(mysql_aborted_connections_by_cause_total\
                {@, cause="%s"}[$__rate_interval])) > 0.001
                """
                    .formatted(cause.key())))
        .override("byName", "certain", Field.color("#c4162a"))
        .override("byName", "likely", Field.color("#ff9830"))
        .override("byName", "possible", Field.color("#5794f2"))
        .noData("Nothing pointed to this cause in this time range");
  }

  private static CauseSection tlsFailed() {
    return new CauseSection(
        Cause.TLS_FAILED,
        """
        round(sum(increase(mysql_ssl_accepts_total{@}[$__range])) \
        - sum(increase(mysql_ssl_finished_accepts_total{@}[$__range])))\
        """,
        "in this range",
        List.of(),
        List.of(
            Panels.lines(
                    "TLS handshakes",
                    "Begun and finished, per minute; between the two are those that failed.",
                    2 * Evidence.WIDTH,
                    Evidence.HEIGHT)
                .query(
                    Query.series(
                        "begun", "60 * sum(rate(mysql_ssl_accepts_total{@}[$__rate_interval]))"),
                    Field.color("#ff9830"))
                .query(
                    Query.series(
                        "finished",
                        "60 * sum(rate(mysql_ssl_finished_accepts_total{@}[$__rate_interval]))"),
                    Field.color("#5794f2"))
                .noData("The server gives no TLS counters")));
  }

  private static CauseSection dns() {
    return new CauseSection(
        Cause.DNS,
        "sum(" + LOOKUP_ERRORS + ")",
        "in the host cache",
        List.of(Fact.timeout("connect_timeout")),
        List.of(
            Panels.lines(
                    "Lookups that failed",
                    "Errors of reverse lookups that the host cache remembers; rows expire, so it"
                        + " can fall.",
                    2 * Evidence.WIDTH,
                    Evidence.HEIGHT)
                .query(Query.series("{{error}}", "sum by (error) (" + LOOKUP_ERRORS + ") > 0"))
                .noData("The host cache holds no such error, or may not be read")));
  }

  private static CauseSection killed() {
    Evidence reasons = Evidence.of(Cause.KILLED);
    return CauseSection.ofReasons(
        Cause.KILLED,
        reasons,
        List.of(),
        reasons.trend(),
        Panels.lines(
                "Killed, by the counters",
                "What the counter has beyond a complete log in the last hour, as far as there were"
                    + " KILL statements. On MySQL, killed sessions are here.",
                Evidence.WIDTH,
                Evidence.HEIGHT)
            .custom("axisLabel", "in the last hour")
            .query(
                Query.series(
                    "killed, not in the log",
                    "sum(instance_phase:mysql_aborted_connections_killed:increase1h{@})"),
                Field.color(Field.GREY))
            .query(
                Query.series("KILL statements", "round(sum(increase(mysql_kills_total{@}[1h])))"),
                Field.color("#5794f2"))
            .noData(
                "The recording rules of alerts/ are not loaded, or have run for under an hour"));
  }

  private static CauseSection tooManyConnections() {
    return new CauseSection(
        Cause.TOO_MANY_CONNECTIONS,
        """
        round(sum(increase(mysql_connection_errors_total{@, error="max_connections"}[$__range])))\
        """,
        "refused",
        List.of(
            Fact.of(
                "of max in use",
                "max(mysql_threads_connected{@} / mysql_max_connections{@})",
                Field.unit("percentunit"),
                Field.decimals(0),
                Field.thresholds(0.8, 0.95))),
        List.of(
            Panels.lines(
                    "Connections in use",
                    "The fullest of the chosen servers: connections now and the most since its"
                        + " start, as a share of max_connections.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .fields(Field.unit("percentunit"))
                .query(
                    Query.series(
                        "now", "max(mysql_threads_connected{@} / mysql_max_connections{@})"))
                .query(
                    Query.series(
                        "most since start",
                        "max(mysql_max_used_connections{@} / mysql_max_connections{@})"))
                .noData("No server answered"),
            Panels.bars(
                    "Connections refused",
                    "Connection_errors_max_connections. The log of MySQL does not name them.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .custom("axisLabel", "refused per minute")
                .query(
                    Query.series(
                        "too_many_connections",
                        """
                        60 * sum(rate(mysql_connection_errors_total\
                        {@, error="max_connections"}[$__rate_interval])) > 0.001
                        """))
                .overrides(ReasonStyle.overrides(Phase.CONNECT))
                .noData("None was refused in this time range")));
  }

  private static CauseSection hostBlocked() {
    return new CauseSection(
        Cause.HOST_BLOCKED,
        "sum(mysql_host_cache_blocked_hosts{@})",
        "hosts blocked now",
        List.of(
            Fact.of(
                "max_connect_errors",
                "min(mysql_max_connect_errors{@})",
                Field.unit("locale"),
                Field.color("text"))),
        List.of(
            Panels.lines(
                    "Blocked hosts",
                    "Hosts that the host cache holds as blocked.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .query(
                    Query.series("blocked hosts", "sum(mysql_host_cache_blocked_hosts{@})"),
                    Field.color("#ad0317"))
                .noData("No host cache: skip_name_resolve is on, or SELECT on it is not granted"),
            Panels.lines(
                    "Errors in the host cache",
                    "What the hosts in the cache did wrong so far, by kind; rows expire, so it can"
                        + " fall.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .query(
                    Query.series(
                        "{{error}}", "topk(10, sum by (error) (mysql_host_cache_errors{@}) > 0)"))
                .noData("The host cache holds no error")));
  }

  private static CauseSection healthCheck() {
    Evidence reasons = Evidence.of(Cause.HEALTH_CHECK);
    return CauseSection.ofReasons(
        Cause.HEALTH_CHECK, reasons, List.of(), reasons.trend(), reasons.accounts());
  }

  private static CauseSection notLogged() {
    return new CauseSection(
        Cause.NOT_LOGGED,
        "round(sum(%s))".formatted(UNEXPLAINED),
        "in the last hour",
        List.of(
            Fact.of(
                "servers that log it",
                "sum(min by (job, instance) (mysql_aborted_connections_logging_enabled{@}))",
                Field.color("text")),
            Fact.of(
                "servers", "count(count by (job, instance) (mysql_up{@}))", Field.color("text"))),
        List.of(
            Panels.lines(
                    "Not in the log",
                    "What the counters have beyond the log, and beyond killed sessions, in the last"
                        + " hour.",
                    Evidence.WIDTH,
                    Evidence.HEIGHT)
                .custom("axisLabel", "in the last hour")
                .query(Query.series("{{phase}}", UNEXPLAINED))
                .override("byName", "client", Field.name("after login"), Field.color("#ff9830"))
                .override("byName", "connect", Field.name("before login"), Field.color("#c4162a"))
                .noData(
                    "The recording rules of alerts/ are not loaded, or have run for under an hour"),
            whyNot()));
  }

  private static Panel whyNot() {
    return new TablePanel(
            "Why not",
            "The 20 servers with most beyond the log: what each writes, and whether it is read.",
            Evidence.WIDTH,
            Evidence.HEIGHT)
        .label("instance", "Server")
        .label("job", "Job", Field.hidden())
        .value("Log", ServerColumns.ranked(ServerColumns.LOG, 20), ServerColumns.log())
        .value(
            "Not in log",
            ServerColumns.ranked(
                """
                round(sum by (job, instance) (\
                instance_phase:mysql_aborted_connections_unexplained:increase1h{@}))\
                """,
                20),
            Field.unit("locale"),
            Field.width(90))
        .noData("No server was scraped")
        .sortedBy("Not in log");
  }
}
