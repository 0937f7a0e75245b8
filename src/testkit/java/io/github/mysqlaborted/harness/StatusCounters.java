package io.github.mysqlaborted.harness;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The status counters that an aborted connection can move. */
final class StatusCounters {
  private static final Set<String> WATCHED =
      Set.of(
          "Aborted_clients",
          "Aborted_connects",
          "Aborted_connects_preauth",
          "Access_denied_errors",
          "Locked_connects",
          "Ssl_accepts",
          "Ssl_finished_accepts");

  private static final String CONNECTION_ERRORS = "Connection_errors_";

  private StatusCounters() {}

  static Map<String, Long> read(Server server) {
    Map<String, Long> counters = new TreeMap<>(server.globalStatus());
    counters
        .keySet()
        .removeIf(name -> !WATCHED.contains(name) && !name.startsWith(CONNECTION_ERRORS));
    return counters;
  }

  /** By how much those that differ do. */
  static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> difference = new TreeMap<>();
    after.forEach(
        (name, value) -> {
          long delta = value - before.getOrDefault(name, 0L);
          if (delta != 0) {
            difference.put(name, delta);
          }
        });
    return difference;
  }
}
