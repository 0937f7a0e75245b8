package io.github.mysqlaborted.alerts;

import static io.github.mysqlaborted.alerts.AlertFiles.PROMETHEUS_RULE;
import static io.github.mysqlaborted.alerts.AlertFiles.RULES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The rule file as a {@code PrometheusRule} of the Prometheus Operator: the same text, indented
 * under {@code spec}.
 */
final class PrometheusRule {
  private static final String HEAD =
      """
      # Made from alerts/mysql-aborted-connections.rules.yml; docs/alerts.md says how. Change that file.
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata:
        name: mysql-aborted-connections
        labels:
          app.kubernetes.io/name: mysql-aborted-exporter
          # The labels that a Prometheus object selects rules by are the site's: often release or role.
      spec:
      """;

  private PrometheusRule() {}

  static String of(Path rules) throws IOException {
    return Files.readString(rules)
        .lines()
        .map(line -> line.isEmpty() ? "" : "  " + line)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  static void write() throws IOException {
    Files.createDirectories(PROMETHEUS_RULE.getParent());
    Files.writeString(PROMETHEUS_RULE, of(RULES));
  }
}
