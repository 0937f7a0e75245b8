package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built exporter finds the error log of a real server by itself. */
class DiscoveredLogIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String READ_ERROR =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4", "MYSQL_5_6", "MYSQL_5_5"})
  void followsWhatTheServerOffers(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.start(
                ExporterProcess.builtJar(),
                FreePort.find(),
                folder,
                List.of("--config.my-cnf=" + ExporterProcess.writeMyCnf(server, folder)))) {
      String source =
          kind == ServerKind.MYSQL_8_0
              ? "performance_schema.error_log"
              : server.errorLog().toRealPath().toString();
      Faults.provoke(server, Fault.NOT_CLOSED);

      Await.within(LIMIT, () -> exporter.scrape().value(READ_ERROR) >= 1);
      assertThat(exporter.scrape().value(READ_ERROR)).isEqualTo(1);
      assertThat(exporter.scrape().samples().keySet())
          .filteredOn(series -> series.startsWith("mysql_error_log_readable"))
          .containsExactly("mysql_error_log_readable{source=\"" + source + "\",}");
      assertThat(exporter.log()).containsOnlyOnce("reading the error log ");
    }
  }
}
