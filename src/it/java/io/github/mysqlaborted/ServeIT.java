package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built exporter beside a real server: what it does to the server, and survives of it. */
class ServeIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
  void abortsNoConnectionItself(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      server.execute("SET GLOBAL wait_timeout = 1");
      server.execute("SET GLOBAL interactive_timeout = 1");
      Map<String, Long> before;
      try (ExporterProcess exporter = watch(server)) {
        before = server.globalStatus();
        for (int i = 0; i < 200; i++) {
          assertThat(exporter.scrape().value("mysql_up")).isEqualTo(1);
        }
        long idleUntil = server.globalStatus().get("Uptime") + 3;
        assertThat(Await.within(LIMIT, () -> server.globalStatus().get("Uptime") >= idleUntil))
            .isTrue();
        assertThat(exporter.scrape().value("mysql_up")).isEqualTo(1);
      }
      assertThat(Await.within(LIMIT, () -> sessionsOfExporter(server) == 0)).isTrue();

      Map<String, Long> after = server.globalStatus();
      assertThat(after.get("Aborted_clients")).isEqualTo(before.get("Aborted_clients"));
      assertThat(after.get("Aborted_connects")).isEqualTo(before.get("Aborted_connects"));
      assertThat(after.get("Connections") - before.get("Connections")).isLessThan(20);
      assertThat(Files.readString(server.errorLog())).doesNotContain("user: 'exporter'");
    }
  }

  @Test
  void losesOnlyTheStatusWhileTheServerIsAway() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        ExporterProcess exporter = watch(server)) {
      Faults.provoke(server, Fault.NOT_CLOSED);
      await(exporter, READ_ERROR, 1);

      server.stop();
      Scrape down = exporter.scrape();
      assertThat(down.value("mysql_up")).isZero();
      assertThat(down.value("mysql_connect_failure{reason=\"refused\",}")).isEqualTo(1);
      assertThat(down.value(READ_ERROR)).isEqualTo(1);
      assertThat(down.samples()).doesNotContainKey("mysql_aborted_clients_total");
      assertThat(down.samples()).containsKey("process_resident_memory_bytes");

      server.start();
      assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
      assertThat(exporter.scrape().samples()).containsKey("mysql_aborted_clients_total");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4", "MYSQL_5_6"})
  void readsTheRenamedLogToItsEndAndThenTheNewOne(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        ExporterProcess exporter = watch(server)) {
      Scrape before = exporter.scrape();
      Faults.provoke(server, Fault.NOT_CLOSED);

      Files.move(
          server.errorLog(),
          server.errorLog().resolveSibling(server.errorLog().getFileName() + ".1"));
      Faults.provoke(server, Fault.NOT_CLOSED);
      server.execute("FLUSH ERROR LOGS");
      Faults.provoke(server, Fault.NOT_CLOSED);

      await(exporter, READ_ERROR, 3);
      Map<String, Long> risen =
          exporter
              .scrape()
              .risenSince(
                  before,
                  series ->
                      series.startsWith(LOGGED)
                          || series.startsWith("mysql_error_log_rotations")
                          || series.startsWith("mysql_error_log_lost")
                          || series.startsWith("mysql_error_log_unrecognized"));
      assertThat(risen)
          .isEqualTo(
              Map.of(
                  READ_ERROR,
                  3L,
                  "mysql_error_log_rotations_total{source=\"" + server.errorLog() + "\",}",
                  1L));
    }
  }

  @Test
  void countsAForgedNameAsOneFailedLogin() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        ExporterProcess exporter = watch(server)) {
      Scrape before = exporter.scrape();
      String forged =
          "'@'' (using password: YES)\n2026-11-22 12:00:00 9 [Warning] Aborted connection 9 to db:"
              + " 'd' user: 'u' host: 'h' (KILLED)\n";
      assertThat(forged.length()).isLessThanOrEqualTo(128);

      Faults.loginAs(server, forged.getBytes(UTF_8));

      await(exporter, DENIED, 1);
      Faults.provoke(server, Fault.NOT_CLOSED);
      await(exporter, READ_ERROR, 1);
      assertThat(Files.readString(server.errorLog()))
          .contains("\n2026-11-22 12:00:00 9 [Warning] Aborted connection 9 to db: 'd'");
      Map<String, Long> risen = exporter.scrape().risenSince(before, ServeIT::isOfTheLog);
      assertThat(risen).isEqualTo(Map.of(DENIED, 1L, READ_ERROR, 1L));
    }
  }

  private static boolean isOfTheLog(String series) {
    return series.startsWith(LOGGED) || series.startsWith("mysql_error_log_unrecognized");
  }

  private static long sessionsOfExporter(LocalServer server) {
    return Long.parseLong(
        server.queryValue(
            "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'exporter'"));
  }

  private static void await(ExporterProcess exporter, String series, int count) {
    Await.within(LIMIT, () -> exporter.scrape().value(series) >= count);
    assertThat(exporter.scrape().value(series)).isEqualTo(count);
  }

  private ExporterProcess watch(LocalServer server) throws IOException {
    return ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder);
  }
}
