package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts panels from left to right into Grafana's 24 columns, line by line. Not thread-safe. */
final class Grid {
  private static final int COLUMNS = 24;

  private final List<Map<String, Object>> panels = new ArrayList<>();
  private int nextId = 1;
  private int x;
  private int y;
  private int lineHeight;

  Grid add(Panel... more) {
    for (Panel panel : more) {
      if (x + panel.width() > COLUMNS) {
        newLine();
      }
      panels.add(panel.toJson(nextId++, x, y));
      x += panel.width();
      lineHeight = Math.max(lineHeight, panel.height());
    }
    return this;
  }

  /** A heading over all columns. Its id, and that of the panels behind it, count on from id. */
  Grid row(int id, String title) {
    newLine();
    nextId = id;
    panels.add(
        object(
            "id",
            nextId++,
            "type",
            "row",
            "title",
            title,
            "collapsed",
            false,
            "gridPos",
            object("h", 1, "w", COLUMNS, "x", 0, "y", y),
            "panels",
            List.of()));
    y++;
    return this;
  }

  List<Map<String, Object>> panels() {
    return panels;
  }

  private void newLine() {
    y += lineHeight;
    x = 0;
    lineHeight = 0;
  }
}
