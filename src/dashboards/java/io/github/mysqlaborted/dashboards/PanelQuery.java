package io.github.mysqlaborted.dashboards;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in a dashboard's file: of a panel, an annotation or a variable.
 *
 * @param place where it stands, for messages
 * @param expression PromQL with Grafana's variables; of a variable, the series that it looks at
 * @param kind what asks
 * @param step the panel's own shortest step, or zero
 */
record PanelQuery(String place, String expression, Kind kind, Duration step) {
  /** An instant query, a query over the time range, or a look-up of a label's values. */
  enum Kind {
    INSTANT,
    RANGE,
    LABEL_VALUES
  }

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  /** Every query of every dashboard. */
  static List<PanelQuery> all() throws IOException {
    List<PanelQuery> queries = new ArrayList<>();
    for (JsonValue dashboard : DashboardFiles.read()) {
      queries.addAll(of(dashboard));
    }
    return queries;
  }

  static List<PanelQuery> of(JsonValue dashboard) {
    List<PanelQuery> queries = new ArrayList<>();
    for (JsonValue panel : dashboard.get("panels").elements()) {
      Duration step =
          panel.get("interval").text().equals("1d") ? Duration.ofDays(1) : Duration.ZERO;
      for (JsonValue target : panel.get("targets").elements()) {
        queries.add(
            new PanelQuery(
                "%s: %s, %s"
                    .formatted(
                        dashboard.path(), panel.get("title").text(), target.get("refId").text()),
                target.get("expr").text(),
                target.get("instant").isTrue() ? Kind.INSTANT : Kind.RANGE,
                step));
      }
    }
    for (JsonValue annotation : dashboard.get("annotations").get("list").elements()) {
      queries.add(
          new PanelQuery(
              dashboard.path() + ": annotation " + annotation.get("name").text(),
              annotation.get("expr").text(),
              Kind.RANGE,
              Duration.ZERO));
    }
    for (JsonValue variable : dashboard.get("templating").get("list").elements()) {
      Matcher labelValues = LABEL_VALUES.matcher(variable.get("query").text());
      if (labelValues.matches()) {
        queries.add(
            new PanelQuery(
                dashboard.path() + ": variable " + variable.get("name").text(),
                labelValues.group(1),
                Kind.LABEL_VALUES,
                Duration.ZERO));
      }
    }
    return queries;
  }
}
