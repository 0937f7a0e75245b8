package io.github.mysqlaborted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.MonitoringTool;
import io.github.mysqlaborted.harness.PrometheusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of Prometheus for many servers. */
final class FleetConfigurationIT {
  private static final Path FILES = Path.of("deploy", "prometheus").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fleet.yml", "fleet-sharded.yml"})
  void promtoolFindsNoFault(String file) throws IOException {
    assertThat(MonitoringTool.PROMTOOL.run(FILES, "check", "config", file)).contains("SUCCESS");
  }

  @Test
  void prometheusProbesTheTargetsOfTheFileWithTheirLogins() throws Exception {
    try (Fleet fleet = Fleet.start(ExporterProcess.builtJar(), folder)) {
      List<Fleet.Target> targets = List.of(fleet.alive(0), fleet.alive(1));
      Files.writeString(
          folder.resolve("mysql-targets.yml"),
          Files.readString(FILES.resolve("mysql-targets.yml"))
              .replace("    - db2.example.net:3306\n", "")
              .replace("team: shop", "team: shop\n    __param_auth_module: s0")
              .replace("module: billing", "module: s1")
              .replace("db1.example.net:3306", targets.get(0).address())
              .replace("db3.example.net:3306", targets.get(1).address()));
      String configuration =
          Files.readString(FILES.resolve("fleet.yml"))
              .replace("interval: 15s", "interval: 1s")
              .replace("timeout: 10s", "timeout: 1s")
              .replace("exporter.example.net:10104", fleet.exporter().address().getAuthority());

      try (PrometheusProcess prometheus = PrometheusProcess.start(folder, configuration)) {
        for (Fleet.Target target : targets) {
          String series =
              "mysql_up{instance=\"%s\",job=\"mysql-aborted\",team=\"%s\"} == 1"
                  .formatted(target.address(), target.module().equals("s0") ? "shop" : "billing");
          assertThat(Await.within(LIMIT, () -> prometheus.query(series).contains("\"value\"")))
              .as(series)
              .isTrue();
        }
        String exporters = "process_start_time_seconds{job=\"mysql-aborted-exporter\"}";
        assertThat(Await.within(LIMIT, () -> prometheus.query(exporters).contains("\"value\"")))
            .isTrue();
      }
    }
  }
}
