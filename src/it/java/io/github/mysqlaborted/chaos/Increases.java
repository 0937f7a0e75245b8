package io.github.mysqlaborted.chaos;

import io.github.mysqlaborted.harness.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the increases of each counter of the log as Prometheus does: a value below the one before
 * is a counter that began anew. Not thread-safe.
 */
final class Increases {
  private final Map<String, Double> before = new TreeMap<>();
  private final Map<String, Long> increases = new TreeMap<>();
  private final List<String> decreases = new ArrayList<>();

  void take(Scrape scrape) {
    if (!scrape.isServed()) {
      return;
    }
    scrape.samples().forEach(this::take);
  }

  private void take(String series, double value) {
    if (!series.startsWith("mysql_aborted_connections_logged_total")
        && !series.startsWith("mysql_aborted_connections_by_account_total")) {
      return;
    }
    double last = before.getOrDefault(series, 0.0);
    if (value < last) {
      decreases.add(series + " from " + last + " to " + value);
    }
    long increase = Math.round(value < last ? value : value - last);
    if (increase > 0) {
      increases.merge(series, increase, Long::sum);
    }
    before.put(series, value);
  }

  /** Sum of the increases by series, of those that had any. */
  Map<String, Long> increases() {
    return new TreeMap<>(increases);
  }

  /** In words; there should be none. */
  List<String> decreases() {
    return List.copyOf(decreases);
  }
}
