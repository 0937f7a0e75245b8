package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A panel while it is put together. Not thread-safe. */
final class Panel {
  private final String type;
  private final String title;
  private final String description;
  private final int width;
  private final int height;
  private final List<Map<String, Object>> targets = new ArrayList<>();
  private final Map<String, Object> defaults = object();
  private final Map<String, Object> custom = object();
  private final Map<String, Object> options = object();
  private final List<Map<String, Object>> overrides = new ArrayList<>();
  private final List<Map<String, Object>> transformations = new ArrayList<>();
  private final Map<String, Object> rest = object();

  /**
   * A panel that is {@code width} of Grafana's 24 columns wide and {@code height} of its 38 pixel
   * rows high.
   */
  Panel(String type, String title, String description, int width, int height) {
    this.type = type;
    this.title = title;
    this.description = description;
    this.width = width;
    this.height = height;
  }

  /** Adds a query; its fields can be shown in their own way. */
  Panel query(Query query, Field... fields) {
    String refId = String.valueOf((char) ('A' + targets.size()));
    targets.add(query.toJson(refId));
    return fields.length == 0 ? this : override("byFrameRefID", refId, fields);
  }

  /** What stands in place of an empty panel, or of a missing value. */
  Panel noData(String text) {
    defaults.put("noValue", text);
    return this;
  }

  Panel fields(Field... fields) {
    for (Field field : fields) {
      if (field.id().startsWith("custom.")) {
        custom.put(field.id().substring("custom.".length()), field.value());
      } else {
        defaults.put(field.id(), field.value());
      }
    }
    return this;
  }

  Panel custom(Object... namesAndValues) {
    custom.putAll(object(namesAndValues));
    return this;
  }

  Panel options(Object... namesAndValues) {
    options.putAll(object(namesAndValues));
    return this;
  }

  Panel override(String matcher, String match, Field... fields) {
    return overrides(
        List.of(
            object(
                "matcher",
                object("id", matcher, "options", match),
                "properties",
                Arrays.stream(fields).map(Field::toJson).toList())));
  }

  Panel overrides(List<Map<String, Object>> more) {
    overrides.addAll(more);
    return this;
  }

  Panel transformation(String id, Map<String, Object> transformationOptions) {
    transformations.add(object("id", id, "options", transformationOptions));
    return this;
  }

  /** Sets a property of the panel itself, such as its shortest step. */
  Panel with(String name, Object value) {
    rest.put(name, value);
    return this;
  }

  String lastRefId() {
    return (String) targets.get(targets.size() - 1).get("refId");
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Map<String, Object> toJson(int id, int x, int y) {
    Map<String, Object> json =
        object(
            "id",
            id,
            "type",
            type,
            "title",
            title,
            "description",
            description,
            "gridPos",
            object("h", height, "w", width, "x", x, "y", y));
    if (!targets.isEmpty()) {
      json.put("datasource", Dashboard.DATA_SOURCE);
      json.put("targets", targets);
      if (!custom.isEmpty()) {
        defaults.put("custom", custom);
      }
      json.put("fieldConfig", object("defaults", defaults, "overrides", overrides));
    }
    json.put("options", options);
    if (!transformations.isEmpty()) {
      json.put("transformations", transformations);
    }
    json.putAll(rest);
    return json;
  }
}
