package io.github.mysqlaborted.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mixin, by Debian's jsonnet. */
class MixinIT {
  private static final Path JSONNET = Path.of("/usr/bin/jsonnet");

  @TempDir Path folder;

  @BeforeAll
  static void needsJsonnet() {
    assumeTrue(Files.isExecutable(JSONNET), "there is no " + JSONNET);
  }

  private static Object evaluate(String field, String config) throws IOException {
    String mixin = "((import 'deploy/mixin/mixin.libsonnet') { _config+:: " + config + " })";
    return RenderedChart.yaml(
            Command.run(Path.of("."), List.of(JSONNET.toString(), "-e", mixin + "." + field)))
        .get(0);
  }

  private static List<Object> groups(String config) throws IOException {
    List<Object> groups = new ArrayList<>();
    for (String field : List.of("prometheusRules", "prometheusAlerts")) {
      groups.addAll((List<?>) ((Map<?, ?>) evaluate(field, config)).get("groups"));
    }
    return groups;
  }

  /** jsonnet knows one kind of number. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new HashMap<>();
      map.forEach((key, inner) -> plain.put(key, plain(inner)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(MixinIT::plain).toList();
    }
    return value instanceof Number number ? (Object) number.doubleValue() : String.valueOf(value);
  }

  @Test
  void hasTheRulesAndDashboardsAsTheyAre() throws IOException {
    Map<?, ?> rules =
        (Map<?, ?>)
            RenderedChart.yaml(
                    Files.readString(Path.of("alerts/mysql-aborted-connections.rules.yml")))
                .get(0);
    assertThat(groups("{}")).hasSameElementsAs((List<?>) rules.get("groups"));
    Map<?, ?> dashboards = (Map<?, ?>) evaluate("grafanaDashboards", "{}");
    assertThat(dashboards).hasSize(3);
    for (Map.Entry<?, ?> dashboard : dashboards.entrySet()) {
      Path file = Path.of("grafana/dashboards", dashboard.getKey().toString());
      Object expected = plain(RenderedChart.yaml(Files.readString(file)).get(0));
      assertThat(plain(dashboard.getValue()).equals(expected)).as("%s", file).isTrue();
    }
  }

  @Test
  void isChangedByItsSettings() throws IOException {
    String config =
        """
        {
          grafanaURL: 'https://grafana.example.net',
          thresholds+: { 'mysql_aborted_threshold:events1h': { idle_timeout: 50 } },
          withoutAlerts: ['MySQLErrorLogUnreadable'],
          alertLabels: { team: 'db' },
          dashboardTags: ['databases'],
        }
        """;
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Object group : groups(config)) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    assertThat(rules)
        .anySatisfy(
            rule -> {
              assertThat(rule.get("record")).isEqualTo("mysql_aborted:links");
              assertThat(rule.get("labels").toString()).contains("https://grafana.example.net");
            })
        .anySatisfy(
            rule -> {
              assertThat(rule.get("record")).isEqualTo("mysql_aborted_threshold:events1h");
              assertThat(rule.get("expr")).isEqualTo("vector(50)");
              assertThat(rule.get("labels")).isEqualTo(Map.of("cause", "idle_timeout"));
            })
        .noneMatch(rule -> "MySQLErrorLogUnreadable".equals(rule.get("alert")))
        .filteredOn(rule -> rule.get("alert") != null)
        .isNotEmpty()
        .allMatch(rule -> "db".equals(((Map<?, ?>) rule.get("labels")).get("team")));
    assertThat(evaluate("grafanaDashboards", config).toString()).contains("databases");
  }

  @Test
  void isValidForPrometheus() throws IOException {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeTrue(Files.isExecutable(promtool), "there is no " + promtool);
    for (String field : List.of("prometheusRules", "prometheusAlerts")) {
      String yaml =
          Command.run(
              Path.of("."),
              List.of(
                  JSONNET.toString(), "-e", "(import 'deploy/mixin/mixin.libsonnet')." + field));
      Path file = Files.writeString(folder.resolve(field + ".yml"), yaml);
      assertThat(
              Command.run(folder, List.of(promtool.toString(), "check", "rules", file.toString())))
          .contains("SUCCESS");
    }
  }
}
