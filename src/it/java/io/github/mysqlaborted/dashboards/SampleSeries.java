package io.github.mysqlaborted.dashboards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One series of {@code sample.txt}.
 *
 * @param metric its name
 * @param labels its labels as in the text format, without braces
 * @param start its first value; not a number: the time
 * @param perHour how much it grows
 */
record SampleSeries(String metric, String labels, double start, double perHour) {
  private static final Pattern LINE =
      Pattern.compile("([\\w:]+)(?:\\{(.*)\\})? ([\\d.]+|now) ([\\d.]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  static List<SampleSeries> read() throws IOException {
    try (InputStream file = SampleSeries.class.getResourceAsStream("sample.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(SampleSeries::parse)
          .toList();
    }
  }

  private static SampleSeries parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("sample.txt: " + line);
    }
    return new SampleSeries(
        parts.group(1),
        parts.group(2) == null ? "" : parts.group(2),
        parts.group(3).equals("now") ? Double.NaN : Double.parseDouble(parts.group(3)),
        Double.parseDouble(parts.group(4)));
  }

  Set<String> labelNames() {
    return LABEL.matcher(labels).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  boolean isOfHost() {
    return metric.startsWith("node_");
  }

  /** One line of OpenMetrics. */
  String line(String targetLabels, Instant at, Duration sinceStart) {
    double value =
        Double.isNaN(start)
            ? at.getEpochSecond()
            : Math.floor(start + perHour * sinceStart.toSeconds() / 3600);
    return String.format(
        Locale.ROOT,
        "%s{%s%s%s} %.0f %d%n",
        metric,
        targetLabels,
        labels.isEmpty() ? "" : ",",
        labels,
        value,
        at.getEpochSecond());
  }
}
