package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FaultClient;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The greeting of a server tells the id of the connection, so a client can write into its name the
 * record of a failed login that has the next id. Byte for byte these are two failed logins; the
 * server's counter says that they are one.
 */
class ForgedPairIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int FORGED = 50;
  private static final int REAL = 300;
  private static final String DENIED =
      "mysql_aborted_connections_logged_total{phase=\"connect\",reason=\"access_denied\",}";

  @TempDir Path folder;

  @Test
  void countsNoFailedLoginThatTheServerDidNotCount() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.start(
                ExporterProcess.builtJar(),
                FreePort.find(),
                folder,
                List.of(
                    "--config.my-cnf=" + ExporterProcess.writeMyCnf(server, folder),
                    "--errorlog.file=" + server.errorLog(),
                    "--errorlog.time-zone=UTC"))) {
      assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
      exporter.scrape();

      for (int i = 1; i <= FORGED; i++) {
        forge(server);
        awaitCount(exporter, i);
      }
      for (int i = 0; i < REAL; i++) {
        fail(server, "root");
      }
      awaitCount(exporter, FORGED + REAL);
      fail(server, "root");
      awaitCount(exporter, FORGED + REAL + 1);

      Scrape last = exporter.scrape();
      assertThat(last.value(DENIED)).isEqualTo(last.value("mysql_aborted_connects_total"));
      assertThat(
              last.value(
                  "mysql_error_log_unrecognized_records_total{source=\""
                      + server.errorLog()
                      + "\",}"))
          .isZero();
    }
  }

  private static void awaitCount(ExporterProcess exporter, int expected) {
    assertThat(Await.within(LIMIT, () -> exporter.scrape().value(DENIED) >= expected))
        .as(() -> expected + " of " + exporter.scrape())
        .isTrue();
    assertThat(exporter.scrape().value(DENIED)).isEqualTo(expected);
  }

  private static void forge(LocalServer server) throws IOException {
    try (FaultClient client = FaultClient.connect(server)) {
      String stamp =
          LocalDateTime.now(ZoneOffset.UTC)
              .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
      String name =
          "x'@'h' (using password: YES)\n%s %d [Warning] Access denied for user 'root"
              .formatted(stamp, client.connectionId() + 1);
      assertThat(client.login(name.getBytes(UTF_8), "wrong", "").isOk()).isFalse();
    }
  }

  private static void fail(LocalServer server, String name) throws IOException {
    try (FaultClient client = FaultClient.connect(server)) {
      assertThat(client.login(name.getBytes(UTF_8), "wrong", "").isOk()).isFalse();
    }
  }
}
