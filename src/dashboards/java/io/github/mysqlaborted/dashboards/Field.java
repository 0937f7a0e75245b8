package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One property of how a field (a series, a value, a table's column) is shown.
 *
 * @param id Grafana's name of the property
 * @param value its value, as JSON
 */
record Field(String id, Object value) {
  static final String GREEN = "green";
  static final String ORANGE = "orange";
  static final String RED = "red";
  static final String GREY = "#8e8e8e";

  static Field unit(String unit) {
    return new Field("unit", unit);
  }

  static Field decimals(int decimals) {
    return new Field("decimals", decimals);
  }

  static Field name(String displayName) {
    return new Field("displayName", displayName);
  }

  static Field width(int pixels) {
    return new Field("custom.width", pixels);
  }

  static Field hidden() {
    return new Field("custom.hidden", true);
  }

  static Field color(String color) {
    return new Field("color", object("mode", "fixed", "fixedColor", color));
  }

  /** Colours the text of a table's cells by mapping or threshold. */
  static Field coloredText() {
    return new Field("custom.cellOptions", object("type", "color-text"));
  }

  /** Draws a bar beside the numbers of a table's column. */
  static Field bar() {
    return new Field(
        "custom.cellOptions", object("type", "gauge", "mode", "basic", "valueDisplayMode", "text"));
  }

  /** Lets a column's own smallest and largest value bound its bars. */
  static Field ownRange() {
    return new Field("fieldMinMax", true);
  }

  static Field left() {
    return new Field("custom.align", "left");
  }

  /** A number at or above which the next color holds; green below the first. */
  static Field thresholds(double orange, double red) {
    return new Field(
        "thresholds",
        object(
            "mode",
            "absolute",
            "steps",
            List.of(
                object("color", GREEN, "value", null),
                object("color", ORANGE, "value", orange),
                object("color", RED, "value", red))));
  }

  /** What stands in place of this one value when it is missing. */
  static Field orElse(String text) {
    return new Field("noValue", text);
  }

  static Field link(String title, String url) {
    return new Field("links", List.of(object("title", title, "url", url)));
  }

  /** Texts and colours for values; what is missing shows as a dash unless they say otherwise. */
  static Field mappings(Mapping... mappings) {
    List<Object> all = new ArrayList<>();
    for (Mapping mapping : mappings) {
      all.add(mapping.toJson());
    }
    all.add(new Mapping(null, "–", GREY).toJson());
    all.add(
        object(
            "type",
            "special",
            "options",
            object("match", "empty", "result", object("text", "–", "color", GREY))));
    return new Field("mappings", all);
  }

  Map<String, Object> toJson() {
    return object("id", id, "value", value);
  }

  /**
   * A text and colour for a value.
   *
   * @param value the value as text, or {@code null} for nothing and not-a-number
   */
  record Mapping(String value, String text, String color) {
    Map<String, Object> toJson() {
      Map<String, Object> result = object("text", text, "color", color, "index", 0);
      return value == null
          ? object("type", "special", "options", object("match", "null+nan", "result", result))
          : object("type", "value", "options", object(value, result));
    }
  }
}
