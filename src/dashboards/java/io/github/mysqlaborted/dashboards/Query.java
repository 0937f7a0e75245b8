package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.Map;

/**
 * A PromQL query of a panel.
 *
 * <p>Written short: {@code {@}} stands for the job and the instances that are chosen, {@code {#}}
 * for their hosts as node_exporter names them, and more matchers may follow either.
 *
 * @param expression PromQL with Grafana's variables
 * @param legend the name of its series, with <code>{{label}}</code> for a label's value
 * @param shape what comes back
 */
record Query(String expression, String legend, Shape shape) {
  /** What a query returns: series over the time range, one value each, or a table of values. */
  enum Shape {
    SERIES,
    VALUE,
    TABLE
  }

  Query {
    expression =
        expression
            .strip()
            .replace("{@", "{job=~\"$job\", instance=~\"$instance\"")
            .replace("{#", "{instance=~\"($host)(:[0-9]+)?\"");
  }

  static Query series(String legend, String expression) {
    return new Query(expression, legend, Shape.SERIES);
  }

  static Query value(String legend, String expression) {
    return new Query(expression, legend, Shape.VALUE);
  }

  static Query table(String expression) {
    return new Query(expression, "", Shape.TABLE);
  }

  Map<String, Object> toJson(String refId) {
    return object(
        "refId",
        refId,
        "datasource",
        Dashboard.DATA_SOURCE,
        "editorMode",
        "code",
        "expr",
        expression,
        "legendFormat",
        legend,
        "format",
        shape == Shape.TABLE ? "table" : "time_series",
        "instant",
        shape != Shape.SERIES,
        "range",
        shape == Shape.SERIES);
  }
}
