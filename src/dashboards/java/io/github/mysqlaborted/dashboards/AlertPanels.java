package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Field.Mapping;

/** What the alert rules say, from the series that Prometheus keeps for each alert. */
final class AlertPanels {
  /** One page for each cause, named by its key. */
  static final String RUNBOOKS =
      "https://github.com/mysqlaborted/mysql-aborted-exporter/blob/main/docs/runbooks/";

  private AlertPanels() {}

  /** The alerts that fire, with a link to the runbook of the cause that each names. */
  static Panel firing(int width, int height) {
    return new TablePanel(
            "Alerts firing",
            "Alerts of alerts/mysql-aborted-connections.rules.yml for the chosen servers, and those"
                + " about no one server. A cause leads to its runbook.",
            width,
            height)
        .label("alertname", "Alert")
        .label(
            "cause",
            "Cause",
            Field.link("Runbook", RUNBOOKS + "${__value.raw}.md"),
            Field.width(160))
        .label(
            "severity",
            "Level",
            Field.mappings(
                new Mapping("critical", "critical", Field.RED),
                new Mapping("warning", "warning", Field.ORANGE),
                new Mapping("info", "info", "#5794f2")),
            Field.coloredText(),
            Field.width(70))
        .label("instance", "Server", Field.width(82))
        .noData("No alert is firing, or the rules of alerts/ are not loaded")
        .rankedBy(
            """
            topk(50,
              3 * %1$s
              or 2 * %2$s
              or 1 * %3$s
            )
            """
                .formatted(firing("critical"), firing("warning"), firing("info")));
  }

  private static String firing(String severity) {
    return """
        max by (alertname, cause, severity, instance) (
          ALERTS{@, alertname=~"MySQL.*", alertstate="firing", severity="%1$s"}
          or ALERTS{alertname=~"MySQL.*", alertstate="firing", severity="%1$s", instance=""})\
        """
        .formatted(severity);
  }

  /** 2 firing, 1 pending, 0 quiet, -1 the rules are not loaded. */
  static String state(String cause) {
    return """
        max(ALERTS{@, cause="%1$s", alertstate="firing"}) * 2
        or max(ALERTS{@, cause="%1$s", alertstate="pending"})
        or max(mysql_aborted:links) * 0
        or vector(-1)
        """
        .formatted(cause);
  }

  static Field[] stateFields() {
    return new Field[] {
      Field.mappings(
          new Mapping("2", "firing", Field.RED),
          new Mapping("1", "pending", Field.ORANGE),
          new Mapping("0", "quiet", Field.GREEN),
          new Mapping("-1", "rules not loaded", Field.GREY)),
      Field.unit("none")
    };
  }

  /** The same for the cells of a table, where a cause without an alert has nothing. */
  static Field[] cellFields() {
    return new Field[] {
      Field.mappings(
          new Mapping("2", "firing", Field.RED),
          new Mapping("1", "pending", Field.ORANGE),
          new Mapping(null, "quiet", Field.GREEN)),
      Field.coloredText(),
      Field.left(),
      Field.width(80)
    };
  }
}
