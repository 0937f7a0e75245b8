package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A dashboard as Grafana reads it.
 *
 * @param uid part of its address; alerts and links hold on to it
 * @param range how far back it looks at first, such as {@code now-6h}
 * @param variables those that it has besides data source, job and instance
 */
record Dashboard(
    String uid,
    String title,
    String description,
    String range,
    List<Map<String, Object>> variables,
    Grid grid) {

  static final Map<String, Object> DATA_SOURCE =
      object("type", "prometheus", "uid", "${datasource}");

  /** Carried by links between the dashboards, beside the time range. */
  static final String CARRIED = "${datasource:queryparam}&${__url_time_range}";

  static final String OVERVIEW = "mysql-aborted-overview";
  static final String CAUSES = "mysql-aborted-causes";
  static final String FLEET = "mysql-aborted-fleet";

  /** Written for Grafana 10; newer ones migrate it when they load it. */
  private static final int SCHEMA_VERSION = 38;

  static Map<String, Object> queryVariable(String name, String label, String query) {
    return object(
        "name",
        name,
        "label",
        label,
        "type",
        "query",
        "datasource",
        DATA_SOURCE,
        "query",
        query,
        "definition",
        query,
        "regex",
        "",
        "multi",
        true,
        "includeAll",
        true,
        "allValue",
        ".+",
        "current",
        object("selected", true, "text", List.of("All"), "value", List.of("$__all")),
        "refresh",
        2,
        "sort",
        1,
        "hide",
        0);
  }

  Map<String, Object> toJson() {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(
        object(
            "name",
            "datasource",
            "label",
            "Data source",
            "type",
            "datasource",
            "query",
            "prometheus",
            "regex",
            "",
            "multi",
            false,
            "includeAll",
            false,
            "current",
            object(),
            "refresh",
            1,
            "hide",
            0));
    all.add(queryVariable("job", "Job", "label_values(mysql_up, job)"));
    all.add(
        queryVariable("instance", "Instance", "label_values(mysql_up{job=~\"$job\"}, instance)"));
    all.addAll(variables);
    return object(
        "uid",
        uid,
        "title",
        title,
        "description",
        description,
        "tags",
        List.of("mysql", "mysql-aborted"),
        "schemaVersion",
        SCHEMA_VERSION,
        "version",
        1,
        "editable",
        false,
        "graphTooltip",
        1,
        "refresh",
        "1m",
        "time",
        object("from", range, "to", "now"),
        "timezone",
        "",
        "annotations",
        object("list", annotations()),
        "links",
        links(),
        "templating",
        object("list", all),
        "panels",
        grid.panels());
  }

  private List<Map<String, Object>> links() {
    List<Map<String, Object>> links = new ArrayList<>();
    link(links, OVERVIEW, "Overview");
    link(links, CAUSES, "Causes");
    link(links, FLEET, "Fleet");
    return links;
  }

  private void link(List<Map<String, Object>> links, String target, String name) {
    if (!target.equals(uid)) {
      links.add(
          object(
              "type",
              "link",
              "title",
              name,
              "icon",
              "dashboard",
              "url",
              "/d/" + target,
              "includeVars",
              true,
              "keepTime",
              true,
              "targetBlank",
              false));
    }
  }

  private static List<Map<String, Object>> annotations() {
    return List.of(
        annotation(
            "Server restarts",
            "red",
            "mysql_uptime_seconds{@} * 1000 < $__interval_ms",
            "{{instance}} started"),
        annotation(
            "FLUSH STATUS",
            "purple",
            "mysql_uptime_since_flush_status_seconds{@} * 1000 < $__interval_ms"
                + " unless mysql_uptime_seconds{@} * 1000 < $__interval_ms",
            "{{instance}}: FLUSH STATUS"));
  }

  private static Map<String, Object> annotation(
      String name, String color, String expression, String title) {
    Query query = Query.series("", expression);
    return object(
        "name",
        name,
        "datasource",
        DATA_SOURCE,
        "enable",
        true,
        "hide",
        true,
        "iconColor",
        color,
        "expr",
        query.expression(),
        "step",
        "60s",
        "titleFormat",
        title,
        "textFormat",
        "",
        "tagKeys",
        "");
  }
}
