package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.ServerVersion;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The metrics of whether a server answers, why it does not, and what it is. */
final class ServerFamilies {

  private ServerFamilies() {}

  static List<MetricFamilySamples> down(ConnectFailure failure) {
    return upAndFailure(Optional.of(failure)).list();
  }

  static List<MetricFamilySamples> up() {
    return upAndFailure(Optional.empty()).list();
  }

  private static Families upAndFailure(Optional<ConnectFailure> failure) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (ConnectFailure reason : ConnectFailure.values()) {
      reasons.put(reason.label(), failure.equals(Optional.of(reason)) ? 1 : 0);
    }
    return new Families()
        .gauge(
            "mysql_up",
            "Whether the server answered this scrape",
            OptionalLong.of(failure.isPresent() ? 0 : 1))
        .gauge(
            "mysql_connect_failure",
            "Why the server did not answer this scrape (1 for the current reason)",
            "reason",
            reasons);
  }

  static List<MetricFamilySamples> version(ServerVersion version) {
    return new Families()
        .info(
            "mysql_version_info",
            "Version, version comment and flavor of the server",
            List.of("version", "version_comment", "flavor"),
            List.of(version.version(), version.comment(), version.flavor().label()))
        .list();
  }
}
