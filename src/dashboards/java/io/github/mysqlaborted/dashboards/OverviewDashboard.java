package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Field.Mapping;

import io.github.mysqlaborted.event.Phase;
import java.util.List;

/**
 * Is it happening, on which server, since when, why, and how much of it is explained.
 *
 * <p>Sessions that were lost after login stand on the left, connections that failed before it on
 * the right: two populations that are never added up. What answers the first question fits into 720
 * pixels.
 */
final class OverviewDashboard {
  private OverviewDashboard() {}

  static Dashboard dashboard() {
    Grid grid =
        new Grid()
            .add(summary(Phase.CLIENT), summary(Phase.CONNECT))
            .add(byReason(Phase.CLIENT), byReason(Phase.CONNECT))
            .add(servers(), AlertPanels.firing(10, 6))
            .add(hours(Phase.CLIENT), hours(Phase.CONNECT))
            .add(accounts(Phase.CLIENT), accounts(Phase.CONNECT))
            .add(timeouts(), reader());
    return new Dashboard(
        Dashboard.OVERVIEW,
        "MySQL aborted connections",
        "Is it happening, on which server, since when, and how much of it is explained.",
        "now-6h",
        List.of(),
        grid);
  }

  private static Panel summary(Phase phase) {
    String counter = counter(phase);
    String counted = "increase(%s{@}[$__range])".formatted(counter);
    String logged =
        "sum by (job, instance) (increase(mysql_aborted_connections_logged_total"
            + "{@, phase=\"%s\"}[$__range]))".formatted(phase.label());
    String times =
        "((increase(%s{@}[$__rate_interval]) > 0) * 0 + time())[$__range:$__interval]"
            .formatted(counter);
    return Panels.stat(
            switch (phase) {
              case CLIENT -> "After login: sessions lost";
              case CONNECT -> "Before login: connections that failed";
            },
            """
            What the server counted in `%s` over the time range, how much of all connections that \
            is, how much of it its error log names, and the first and the last time in the range.\
            """
                .formatted(variable(phase)),
            12,
            3)
        .query(
            Query.value("aborted", "round(sum(%s))".formatted(counted)),
            Field.unit("locale"),
            Field.decimals(0),
            Field.thresholds(1, 1e9))
        .query(
            Query.value(
                "of connections",
                "sum(%s) / sum(increase(mysql_connections_total{@}[$__range]))".formatted(counted)),
            Field.unit("percentunit"),
            Field.decimals(1),
            Field.thresholds(0.01, 0.1),
            Field.orElse("–"))
        .query(
            Query.value(
                "in the log",
                """
                sum(
                  (%1$s <= on (job, instance) %2$s)
                  or on (job, instance)
                  (%2$s and on (job, instance) %1$s)
                ) / sum(%2$s)
                """
                    .formatted(logged, counted)),
            Field.unit("percentunit"),
            Field.decimals(0),
            new Field("color", Json.object("mode", "continuous-RdYlGr")),
            new Field("min", 0),
            new Field("max", 1),
            Field.orElse("–"))
        .query(
            Query.value("first", "1000 * min(min_over_time(%s))".formatted(times)),
            Field.unit("dateTimeAsIsoNoDateIfToday"),
            Field.color("text"),
            Field.orElse("–"))
        .query(
            Query.value("since the last", "time() - max(max_over_time(%s))".formatted(times)),
            Field.unit("s"),
            Field.decimals(0),
            Field.color("text"),
            Field.orElse("–"))
        .noData("No server is scraped: check the exporter, and job and instance above");
  }

  private static Panel byReason(Phase phase) {
    return Panels.bars(
            switch (phase) {
              case CLIENT -> "Why, after login";
              case CONNECT -> "Why, before login";
            },
            """
            The reasons that the error log gives. Grey: counted in `%s`, and no record says why.\
            """
                .formatted(variable(phase)),
            12,
            8)
        .query(
            Query.series(
                "{{reason}}",
                """
                60 * sum by (reason) (rate(mysql_aborted_connections_logged_total\
                {@, phase="%s"}[$__rate_interval])) > 0.001
                """
                    .formatted(phase.label())))
        .query(
            Query.series(
                ReasonStyle.NOT_LOGGED,
                """
                60 * sum(clamp_min(
                  sum by (job, instance) (rate(%1$s{@}[$__rate_interval]))
                  - (
                    sum by (job, instance) (rate(mysql_aborted_connections_logged_total\
                {@, phase="%2$s"}[$__rate_interval]))
                    or sum by (job, instance) (rate(%1$s{@}[$__rate_interval])) * 0
                  ), 0)) > 0.001
                """
                    .formatted(counter(phase), phase.label())))
        .overrides(ReasonStyle.overrides(phase))
        .noData("Nothing was aborted in this time range, or no server is scraped: see Servers");
  }

  private static Panel servers() {
    return new TablePanel(
            "Servers",
            "Which server it is (the 20 with most, and those that are down), and whether its log"
                + " is read. A name leads to its causes.",
            14,
            6)
        .label(
            "instance",
            "Server",
            Field.link(
                "Why: the causes",
                "/d/%s?var-job=${__data.fields.Job}&var-instance=${__value.raw}&%s"
                    .formatted(Dashboard.CAUSES, Dashboard.CARRIED)))
        .label("job", "Job", Field.hidden())
        .value("MySQL", ServerColumns.ranked(ServerColumns.UP, 20), ServerColumns.up())
        .value("Log", ServerColumns.ranked(ServerColumns.LOG, 20), ServerColumns.log())
        .value(
            "After login",
            ServerColumns.ranked(ServerColumns.increase(Phase.CLIENT), 20),
            ServerColumns.count("#ff9830"))
        .value(
            "Before login",
            ServerColumns.ranked(ServerColumns.increase(Phase.CONNECT), 20),
            ServerColumns.count("#c4162a"))
        .value(
            "Last in log",
            ServerColumns.ranked(ServerColumns.LAST_LOGGED, 20),
            Field.unit("dateTimeFromNow"),
            Field.mappings(new Mapping("0", "never", Field.GREY)),
            Field.width(130))
        .noData("No exporter was scraped: check job and instance above, and Prometheus' targets")
        .rankedBy(ServerColumns.rank(20));
  }

  private static Panel hours(Phase phase) {
    return Panels.hourHeatmap(
            switch (phase) {
              case CLIENT -> "Hours of the day, after login";
              case CONNECT -> "Hours of the day, before login";
            },
            "Two weeks, a column a day, by the hour in the exporter's time zone. A line from left"
                + " to right is a nightly pattern: connections opened in the evening and cut"
                + " wait_timeout later, or a job.",
            12,
            9,
            switch (phase) {
              case CLIENT -> "Oranges";
              case CONNECT -> "Reds";
            })
        .query(
            Query.series(
                "{{hour}}",
                """
                sum by (hour) (increase(mysql_aborted_connections_by_hour_total\
                {@, phase="%s"}[1d] offset -1d))
                """
                    .formatted(phase.label())))
        .noData("The log named no aborted connection in two weeks");
  }

  private static Panel accounts(Phase phase) {
    return new TablePanel(
            switch (phase) {
              case CLIENT -> "Accounts that lost most, after login";
              case CONNECT -> "Accounts that failed most, before login";
            },
            "The ten with most over the time range, as the log names them. Before a login anybody"
                + " can give any name; MySQL names none for a connection that said nothing.",
            12,
            9)
        .label("user", "User")
        .label("host", "From")
        .label("db", "Database")
        .label("reason", "Reason", ReasonStyle.mappings(), Field.coloredText(), Field.width(215))
        .value(
            "Aborted",
            """
            round(topk(10, sum by (user, host, db, reason) (increase(\
            mysql_aborted_connections_by_account_total{@, phase="%s"}[$__range])) >= 0.5))
            """
                .formatted(phase.label()),
            ServerColumns.count(phase == Phase.CLIENT ? "#ff9830" : "#c4162a"))
        .noData("The log named no account in this time range")
        .sortedBy("Aborted");
  }

  private static Panel timeouts() {
    return new TablePanel(
            "Timeouts in force, and what they ended",
            "Lowest and highest value among the chosen servers, and how many connections the"
                + " reasons that depend on it ended in the time range.",
            12,
            9)
        .label("variable", "Variable", Field.width(180))
        .value("Lowest", "min by (variable) (mysql_timeout_seconds{@})", seconds())
        .value("Highest", "max by (variable) (mysql_timeout_seconds{@})", seconds())
        .value(
            "Ended",
            endedBy("client", "read_timeout|inactivity", "wait_timeout")
                + " or "
                + endedBy("client", "write_timeout", "net_write_timeout")
                + " or "
                + endedBy("connect", "connect_timeout", "connect_timeout"),
            ServerColumns.count("#5794f2"))
        .label("reasons", "By reasons")
        .noData("No server answered: the settings are not known")
        .sortedBy("Ended");
  }

  private static String endedBy(String phase, String reasons, String variable) {
    return """
        label_replace(label_replace(round(sum(increase(mysql_aborted_connections_logged_total\
        {@, phase="%s", reason=~"%s"}[$__range]))), "variable", "%s", "", ""), \
        "reasons", "%s", "", "")\
        """
        .formatted(phase, reasons, variable, reasons.replace("|", ", "));
  }

  private static Panel reader() {
    return new TablePanel(
            "Reading of the logs",
            "Each log that is read: what it gave in the time range, what was missed for sure, and"
                + " how far behind the reader is.",
            12,
            9)
        .label("instance", "Server", Field.width(100))
        .label("source", "Log")
        .value(
            "Records",
            logRows("increase(mysql_error_log_records_total{@}[$__range])"),
            ServerColumns.plainCount(80))
        .value(
            "Lost",
            logRows("increase(mysql_error_log_lost_records_total{@}[$__range])"),
            ServerColumns.plainCount(60))
        .value(
            "Behind", logRows("mysql_error_log_lag_bytes{@}"), Field.unit("bytes"), Field.width(80))
        .value(
            "Last read",
            "1000 * " + logRows("mysql_error_log_last_read_timestamp_seconds{@}"),
            Field.unit("dateTimeFromNow"),
            Field.width(135))
        .noData("No log is read: give --errorlog.file, or see the exporter's own log")
        .sortedBy("Behind");
  }

  private static String logRows(String expression) {
    return "round(topk(20, max by (instance, source) (%s)))".formatted(expression);
  }

  private static Field[] seconds() {
    return new Field[] {
      Field.unit("s"), Field.mappings(new Mapping("0", "off", Field.GREY)), Field.width(85)
    };
  }

  private static String counter(Phase phase) {
    return switch (phase) {
      case CLIENT -> "mysql_aborted_clients_total";
      case CONNECT -> "mysql_aborted_connects_total";
    };
  }

  private static String variable(Phase phase) {
    return switch (phase) {
      case CLIENT -> "Aborted_clients";
      case CONNECT -> "Aborted_connects";
    };
  }
}
