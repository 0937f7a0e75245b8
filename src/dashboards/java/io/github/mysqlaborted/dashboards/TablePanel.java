package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.List;
import java.util.Map;

/**
 * A table whose rows are told apart by labels and whose further columns are the values of a query
 * each. Not thread-safe.
 */
final class TablePanel {
  private final Panel panel;
  private final Map<String, Object> names = object();
  private final Map<String, Object> order = object();
  private final Map<String, Object> hidden = object("Time", true);

  TablePanel(String title, String description, int width, int height) {
    this.panel =
        new Panel("table", title, description, width, height)
            .options("showHeader", true, "cellHeight", "sm", "footer", object("show", false))
            .fields(Field.mappings())
            .custom("align", "auto", "filterable", false, "minWidth", 60)
            .transformation("merge", object());
  }

  /** A column of the values of a label that every query keeps. */
  TablePanel label(String label, String header, Field... fields) {
    return column(label, header, fields);
  }

  /** A column of the values of a query. */
  TablePanel value(String header, String expression, Field... fields) {
    panel.query(Query.table(expression));
    String refId = panel.lastRefId();
    if (refId.equals("A")) {
      names.put("Value", header);
    }
    return column("Value #" + refId, header, fields);
  }

  /**
   * Finishes the table, with the rows in the order of a query that has no column, largest first.
   */
  Panel rankedBy(String expression) {
    panel.query(Query.table(expression));
    String refId = panel.lastRefId();
    // Grafana names the values of a table's only query without its letter.
    for (String rank :
        refId.equals("A") ? List.of("Value", "Value #A") : List.of("Value #" + refId)) {
      hidden.put(rank, true);
      panel.transformation("sortBy", object("sort", List.of(object("field", rank, "desc", true))));
    }
    return organized();
  }

  TablePanel noData(String text) {
    panel.noData(text);
    return this;
  }

  /** Finishes the table, with the rows in the order of a column, largest first. */
  Panel sortedBy(String header) {
    return organized().options("sortBy", List.of(object("displayName", header, "desc", true)));
  }

  private Panel organized() {
    return panel.transformation(
        "organize", object("excludeByName", hidden, "indexByName", order, "renameByName", names));
  }

  private TablePanel column(String field, String header, Field... fields) {
    names.put(field, header);
    order.put(field, order.size());
    if (fields.length > 0) {
      panel.override("byName", header, fields);
    }
    return this;
  }
}
