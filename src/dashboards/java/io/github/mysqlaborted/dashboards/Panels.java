package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import java.util.List;

/** The kinds of panel that the dashboards use, each looking the same wherever it stands. */
final class Panels {
  private Panels() {}

  /** Numbers side by side, each with its name below. */
  static Panel stat(String title, String description, int width, int height) {
    return new Panel("stat", title, description, width, height)
        .options(
            "reduceOptions",
            object("calcs", List.of("lastNotNull"), "fields", "", "values", false),
            "orientation",
            "auto",
            "textMode",
            "value_and_name",
            "wideLayout",
            false,
            "colorMode",
            "value",
            "graphMode",
            "none",
            "justifyMode",
            "center",
            "text",
            object("titleSize", 13, "valueSize", 24))
        .fields(
            Field.unit("short"),
            new Field("color", object("mode", "thresholds")),
            new Field(
                "thresholds",
                object(
                    "mode", "absolute", "steps", List.of(object("color", "text", "value", null)))));
  }

  /** Stacked bars of events per minute. */
  static Panel bars(String title, String description, int width, int height) {
    return lines(title, description, width, height)
        .custom(
            "drawStyle",
            "bars",
            "fillOpacity",
            85,
            "lineWidth",
            0,
            "stacking",
            object("mode", "normal", "group", "A"),
            "axisLabel",
            "aborted per minute")
        .with("maxDataPoints", 120);
  }

  /** Lines over time. */
  static Panel lines(String title, String description, int width, int height) {
    return new Panel("timeseries", title, description, width, height)
        .fields(
            Field.unit("short"),
            new Field("min", 0),
            new Field("color", object("mode", "palette-classic")))
        .custom("drawStyle", "line", "fillOpacity", 10, "lineWidth", 2, "showPoints", "never")
        .options(
            "legend",
            object("displayMode", "list", "placement", "bottom", "showLegend", true),
            "tooltip",
            object("mode", "multi", "sort", "desc", "hideZeros", true));
  }

  /** One bar per hour of the day. */
  static Panel hourBars(String title, String description, int width, int height) {
    return new Panel("barchart", title, description, width, height)
        .fields(Field.unit("short"), Field.decimals(0), new Field("min", 0), Field.color("#5794f2"))
        .custom("fillOpacity", 80, "lineWidth", 0)
        .options(
            "xField",
            "hour",
            "legend",
            object("displayMode", "list", "placement", "bottom", "showLegend", false),
            "showValue",
            "never",
            "xTickLabelSpacing",
            100,
            "tooltip",
            object("mode", "single"))
        // The hours between two ticks have no text, and are not "no data".
        .override("byName", "hour", Field.orElse(" "))
        .transformation("organize", object("excludeByName", object("Time", true)))
        .transformation("sortBy", object("sort", List.of(object("field", "hour"))));
  }

  /** Hours of the day from top to bottom, days from left to right; darker means more. */
  static Panel hourHeatmap(String title, String description, int width, int height, String scheme) {
    return new Panel("heatmap", title, description, width, height)
        .with("interval", "1d")
        .with("timeFrom", "14d")
        .fields(Field.unit("short"))
        .options(
            "calculate",
            false,
            "cellGap",
            1,
            "cellValues",
            object("unit", "short", "decimals", 0),
            "color",
            object(
                "mode",
                "scheme",
                "scheme",
                scheme,
                "steps",
                64,
                "scale",
                "exponential",
                "exponent",
                0.5,
                "reverse",
                false,
                "fill",
                "dark-orange"),
            "filterValues",
            object("le", 0.5),
            "legend",
            object("show", true),
            "rowsFrame",
            object("layout", "auto"),
            "showValue",
            "never",
            "tooltip",
            object("mode", "single", "showColorScale", false, "yHistogram", false),
            "yAxis",
            object("axisPlacement", "left", "axisLabel", "hour", "reverse", true, "unit", "short"));
  }

  /** Text with links. */
  static Panel text(String title, String description, String markdown, int width, int height) {
    return new Panel("text", title, description, width, height)
        .options("mode", "markdown", "content", markdown);
  }
}
