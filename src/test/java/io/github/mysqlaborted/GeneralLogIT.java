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

/** The built exporter reads the general query log of a real server beside its error log. */
class GeneralLogIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_5", "MYSQL_5_6", "MYSQL_8_0", "MARIADB_11_4"})
  void countsAFailedLoginOnceThatBothLogsName(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      Path general = writeGeneralLog(server);
      try (ExporterProcess exporter = watch(server, general)) {
        failLoginsAndOneSession(exporter, server);
      }
      assertThat(Files.readString(server.errorLog())).contains("Access denied for user 'eve'");
      assertThat(Files.readString(general)).contains("Access denied for user 'eve'");
    }
  }

  @Test
  void countsAFailedLoginThatTheErrorLogDoesNotName() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_5_6, Verbosity.FULL)) {
      Path general = writeGeneralLog(server);
      server.execute("SET GLOBAL log_warnings = 1");
      try (ExporterProcess exporter = watch(server, general)) {
        Scrape before = exporter.scrape();
        Faults.loginAs(server, "eve".getBytes(UTF_8));
        await(exporter, DENIED, 1);
        assertThat(exporter.scrape().risenSince(before, GeneralLogIT::isCount))
            .isEqualTo(Map.of(DENIED, 1L));
      }
      assertThat(Files.readString(server.errorLog())).doesNotContain("'eve'");
    }
  }

  private static void failLoginsAndOneSession(ExporterProcess exporter, LocalServer server)
      throws IOException {
    Scrape before = exporter.scrape();
    Faults.loginAs(server, "eve".getBytes(UTF_8));
    Faults.loginAs(server, "eve".getBytes(UTF_8));
    Faults.loginAs(server, "mallory".getBytes(UTF_8));
    await(exporter, DENIED, 3);
    Faults.provoke(server, Fault.NOT_CLOSED);
    await(exporter, READ_ERROR, 1);

    assertThat(exporter.scrape().risenSince(before, GeneralLogIT::isCount))
        .isEqualTo(Map.of(DENIED, 3L, READ_ERROR, 1L));
  }

  private static boolean isCount(String series) {
    return series.startsWith(LOGGED)
        || series.startsWith("mysql_error_log_unrecognized")
        || series.startsWith("mysql_error_log_lost");
  }

  private Path writeGeneralLog(LocalServer server) {
    Path general = server.errorLog().resolveSibling("general.log").toAbsolutePath();
    server.execute("SET GLOBAL log_output = 'FILE'");
    server.execute("SET GLOBAL general_log_file = '" + general + "'");
    server.execute("SET GLOBAL general_log = 1");
    return general;
  }

  private ExporterProcess watch(LocalServer server, Path general) throws IOException {
    return ExporterProcess.watch(
        ExporterProcess.builtJar(),
        FreePort.find(),
        server,
        folder,
        "--generallog.file=" + general);
  }

  private static void await(ExporterProcess exporter, String series, int count) {
    Await.within(LIMIT, () -> exporter.scrape().value(series) >= count);
    assertThat(exporter.scrape().value(series)).isEqualTo(count);
  }
}
