package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Field.Mapping;

import io.github.mysqlaborted.event.Phase;
import java.util.List;

/**
 * Many servers, worst first. No panel asks for more than 50 series, and what goes over all servers
 * reads the recorded rates of the last hour.
 */
final class FleetDashboard {
  private static final int MOST = 50;

  private FleetDashboard() {}

  static Dashboard dashboard() {
    Grid grid =
        new Grid()
            .add(summary())
            .add(servers())
            .add(overTime(Phase.CLIENT), overTime(Phase.CONNECT))
            .add(worst(), versions());
    return new Dashboard(
        Dashboard.FLEET,
        "MySQL aborted connections: fleet",
        "Many servers, one row each, worst first.",
        "now-24h",
        List.of(),
        grid);
  }

  private static Panel summary() {
    return Panels.stat(
            "The fleet",
            "Servers seen in the last hour, those among them that need a look, and what was aborted"
                + " in the last hour on all of them.",
            24,
            3)
        .query(Query.value("servers", "count(%s)".formatted(ServerColumns.UP)), Field.color("text"))
        .query(
            Query.value(
                "down or not scraped", "count((%s) < 1) or vector(0)".formatted(ServerColumns.UP)),
            Field.thresholds(1, 1))
        .query(
            Query.value(
                "whose log is not read",
                "count((%s) < 2) or vector(0)".formatted(ServerColumns.LOG)),
            Field.thresholds(1, 1e9))
        .query(
            Query.value(
                "with an alert",
                """
                count(count by (job, instance) (\
                ALERTS{@, alertname=~"MySQL.*", alertstate="firing"})) or vector(0)
                """),
            Field.thresholds(1, 1e9))
        .query(
            aborted(Phase.CLIENT, "lost after login"),
            Field.unit("locale"),
            Field.decimals(0),
            Field.color("text"))
        .query(
            aborted(Phase.CONNECT, "failed before login"),
            Field.unit("locale"),
            Field.decimals(0),
            Field.color("text"))
        .noData("No exporter was scraped in the last hour");
  }

  private static Query aborted(Phase phase, String name) {
    return Query.value(
        name,
        """
        round(sum(instance_phase:mysql_aborted_connections_counted:increase1h{@, phase="%s"}))
        """
            .formatted(phase.label()));
  }

  private static Panel servers() {
    return new TablePanel(
            "Servers, worst first",
            "All in the last hour: what was aborted, its share of all connections, and how much of it"
                + " is explained. The 50 servers with most, and those that are down. A name leads to"
                + " the server's overview.",
            24,
            15)
        .label(
            "instance",
            "Server",
            Field.link(
                "Overview",
                "/d/%s?var-job=${__data.fields.Job}&var-instance=${__value.raw}&%s"
                    .formatted(Dashboard.OVERVIEW, Dashboard.CARRIED)))
        .label("job", "Job", Field.hidden())
        .value("MySQL", ServerColumns.ranked(ServerColumns.UP, MOST), ServerColumns.up())
        .value("Log", ServerColumns.ranked(ServerColumns.LOG, MOST), ServerColumns.log())
        .value("After login", counted(Phase.CLIENT), ServerColumns.count("#ff9830"))
        .value("… share", ratio("counted", Phase.CLIENT), share())
        .value("… explained", ratio("explained", Phase.CLIENT), explained())
        .value("Before login", counted(Phase.CONNECT), ServerColumns.count("#c4162a"))
        .value("… share ", ratio("counted", Phase.CONNECT), share())
        .value("… explained ", ratio("explained", Phase.CONNECT), explained())
        .value(
            "Last in log",
            ServerColumns.ranked(ServerColumns.LAST_LOGGED, MOST),
            Field.unit("dateTimeFromNow"),
            Field.mappings(new Mapping("0", "never", Field.GREY)))
        .noData("No exporter was scraped in the last hour")
        .rankedBy(ServerColumns.rank(MOST));
  }

  private static String counted(Phase phase) {
    return ServerColumns.ranked(
        """
        round(sum by (job, instance) (\
        instance_phase:mysql_aborted_connections_counted:increase1h{@, phase="%s"}))\
        """
            .formatted(phase.label()),
        MOST);
  }

  private static String ratio(String what, Phase phase) {
    return ServerColumns.ranked(
        "max by (job, instance) (instance_phase:mysql_aborted_connections_%s:ratio1h{@, phase=\"%s\"})"
            .formatted(what, phase.label()),
        MOST);
  }

  private static Field[] share() {
    return new Field[] {
      Field.unit("percentunit"), Field.decimals(1), Field.thresholds(0.01, 0.1), Field.coloredText()
    };
  }

  private static Field[] explained() {
    return new Field[] {Field.unit("percentunit"), Field.decimals(0)};
  }

  private static Panel overTime(Phase phase) {
    return Panels.bars(
            switch (phase) {
              case CLIENT -> "Why, after login, all servers";
              case CONNECT -> "Why, before login, all servers";
            },
            "The reasons that the logs give, over all chosen servers.",
            12,
            8)
        .query(
            Query.series(
                "{{reason}}",
                """
                60 * sum by (reason) (\
                rate(mysql_aborted_connections_logged_total{@, phase="%s"}[$__rate_interval])) > 0.001
                """
                    .formatted(phase.label())))
        .overrides(ReasonStyle.overrides(phase))
        .noData("Nothing in the logs in this time range, or the rules of alerts/ are not loaded");
  }

  private static Panel worst() {
    return Panels.lines(
            "The ten worst servers",
            "The servers that had most aborted in the last hour, before and after login apart.",
            16,
            8)
        .custom("axisLabel", "aborted in the last hour")
        .query(worstOf(Phase.CLIENT, "{{instance}} after login"))
        .query(worstOf(Phase.CONNECT, "{{instance}} before login"))
        .noData("Nothing was aborted, or the rules of alerts/ are not loaded");
  }

  private static Query worstOf(Phase phase, String legend) {
    String counted =
        "max by (job, instance) (instance_phase:mysql_aborted_connections_counted:increase1h"
            + "{@, phase=\"%s\"}%s)";
    return Query.series(
        legend,
        "%s and topk(10, %s > 0)"
            .formatted(
                counted.formatted(phase.label(), ""),
                counted.formatted(phase.label(), " @ end()")));
  }

  private static Panel versions() {
    return new TablePanel(
            "Versions",
            "What runs where. From MySQL 8.0.24 on an idle session ends as inactivity, before it as"
                + " a read timeout.",
            8,
            8)
        .label("flavor", "Server")
        .label("version", "Version")
        .value(
            "Servers",
            "topk(20, count by (flavor, version) (mysql_version_info{@}))",
            ServerColumns.count("#5794f2"))
        .noData("No server answered")
        .sortedBy("Servers");
  }
}
