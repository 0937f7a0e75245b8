package io.github.mysqlaborted.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of this part are; Maven runs tests in the folder of the {@code pom.xml}. */
final class AlertFiles {
  static final Path ALERTS = Path.of("alerts").toAbsolutePath();
  static final Path RULES = ALERTS.resolve("mysql-aborted-connections.rules.yml");
  static final Path ALERTMANAGER = ALERTS.resolve("alertmanager.yml");
  static final Path RUNBOOKS = Path.of("docs", "runbooks").toAbsolutePath();
  static final Path PROMETHEUS_RULE =
      Path.of("deploy", "prometheus-operator", "mysql-aborted-connections.prometheusrule.yaml")
          .toAbsolutePath();

  private static final Path CAUSES_DASHBOARD =
      Path.of("grafana", "dashboards", "mysql-aborted-causes.json");

  private AlertFiles() {}

  static List<Rule> rules() {
    return Yaml.maps(Yaml.read(RULES), "groups").stream()
        .flatMap(group -> Yaml.maps(group, "rules").stream())
        .map(Rule::of)
        .toList();
  }

  static List<Rule> alerts() {
    return rules().stream().filter(Rule::isAlert).toList();
  }

  /** The promtool tests. */
  static List<Path> tests() {
    try (Stream<Path> files = Files.list(ALERTS.resolve("tests"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The causes that have a section on the dashboard of causes, in its order. */
  static List<String> sections() {
    return Yaml.maps(Yaml.read(CAUSES_DASHBOARD), "panels").stream()
        .filter(panel -> Yaml.text(panel, "type").equals("row"))
        .map(panel -> Yaml.text(panel, "title").replaceFirst("(?s).*\\((\\w+)\\)$", "$1"))
        .toList();
  }
}
