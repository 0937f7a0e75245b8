package io.github.mysqlaborted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExpositionServer;
import io.github.mysqlaborted.harness.PrometheusProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration for both exporters of one server, in a real Prometheus. */
final class BesideMysqldExporterIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String SHARED =
      """
      mysql_up 0
      mysql_version_info{version="8.4.0"} 1
      """;

  @TempDir private Path folder;

  @Test
  void anAlertOnMysqlUpComesOnce() throws Exception {
    try (ExpositionServer ours = ExpositionServer.start(() -> SHARED + "mysql_kills_total 1\n");
        ExpositionServer theirs =
            ExpositionServer.start(() -> SHARED + "mysql_global_status_uptime 5\n");
        PrometheusProcess prometheus =
            PrometheusProcess.start(
                folder,
                Files.readString(Path.of("deploy/prometheus/beside-mysqld-exporter.yml"))
                    .replace("scrape_interval: 15s", "scrape_interval: 1s")
                    .replace("scrape_timeout: 10s", "scrape_timeout: 1s")
                    .replace("db1.example.net:10104", ours.target())
                    .replace("db1.example.net:9104", theirs.target()))) {
      assertThat(has(prometheus, "mysql_kills_total and on (instance) mysql_global_status_uptime"))
          .isTrue();

      assertThat(has(prometheus, "count(mysql_up == 0) == 1")).isTrue();
      assertThat(has(prometheus, "count(mysql_version_info{job=\"mysql-aborted\"}) == 1")).isTrue();
      assertThat(has(prometheus, "count(up == 1) == 2")).isTrue();
    }
  }

  private static boolean has(PrometheusProcess prometheus, String expression) {
    return Await.within(LIMIT, () -> prometheus.query(expression).contains("\"value\""));
  }
}
