package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Expected.Logged;
import io.github.mysqlaborted.harness.Scrape;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code mysql_aborted_connections_logged_total} as the exporter serves it.
 *
 * @param counts by {@code phase} and {@code reason} label
 */
record ServedCounts(Map<String, Long> counts) {
  private static final Pattern SERIES =
      Pattern.compile(
          "mysql_aborted_connections_logged_total\\{phase=\"(\\w+)\",reason=\"(\\w+)\",?\\}");

  static ServedCounts of(Scrape scrape) {
    Map<String, Long> counts = new HashMap<>();
    scrape
        .samples()
        .forEach(
            (series, value) -> {
              Matcher matcher = SERIES.matcher(series);
              if (matcher.matches()) {
                counts.put(matcher.group(1) + "/" + matcher.group(2), Math.round(value));
              }
            });
    return new ServedCounts(counts);
  }

  long count(String key) {
    return counts.getOrDefault(key, 0L);
  }

  static String key(Logged logged) {
    return logged.phase().label() + "/" + logged.reason().label();
  }
}
