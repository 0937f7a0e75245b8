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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built exporter reads the general query log of a real server beside its error log. */
class GeneralLogIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";

  private static final String TABLE_ROWS =
      "mysql_error_log_records_total{source=\"mysql.general_log\",}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_5", "MYSQL_5_6", "MYSQL_8_0", "MARIADB_11_4"})
  void countsAFailedLoginOnceThatBothLogsName(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      Path general = writeGeneralLog(server);
      try (ExporterProcess exporter = watch(server, "--generallog.file=" + general)) {
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
      try (ExporterProcess exporter = watch(server, "--generallog.file=" + general)) {
        Scrape before = exporter.scrape();
        Faults.loginAs(server, "eve".getBytes(UTF_8));
        await(exporter, DENIED, 1);
        assertThat(exporter.scrape().risenSince(before, GeneralLogIT::isCount))
            .isEqualTo(Map.of(DENIED, 1L));
      }
      assertThat(Files.readString(server.errorLog())).doesNotContain("'eve'");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_5", "MYSQL_5_6", "MYSQL_8_0", "MARIADB_11_4"})
  void countsAFailedLoginOnceThatTheTableNamesToo(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      writeGeneralTable(server);
      Path myCnf = ExporterProcess.writeMyCnf(server, folder);
      grantGeneralTable(server);
      try (ExporterProcess exporter = start(myCnf, "--errorlog.file=" + server.errorLog())) {
        Scrape before = exporter.scrape();
        failLoginsAndOneSession(exporter, server);
        // Two rows of each failure, and one of the session.
        double rows = before.value(TABLE_ROWS) + 7;
        assertThat(Await.within(LIMIT, () -> exporter.scrape().value(TABLE_ROWS) >= rows)).isTrue();
        assertThat(exporter.scrape().risenSince(before, GeneralLogIT::isCount))
            .isEqualTo(Map.of(DENIED, 3L, READ_ERROR, 1L));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_5", "MYSQL_5_6"})
  void countsFailedLoginsThatOnlyTheTableNamesThroughACrash(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      writeGeneralTable(server);
      server.execute("SET GLOBAL log_warnings = 0");
      String state = "--state.directory=" + folder.resolve("state");
      Faults.loginAs(server, "eve".getBytes(UTF_8));
      Path myCnf = ExporterProcess.writeMyCnf(server, folder);
      grantGeneralTable(server);
      ExporterProcess first = start(myCnf, "--errorlog.source=none", state);
      await(first, DENIED, 1);
      first.kill();
      Faults.loginAs(server, "eve".getBytes(UTF_8));
      try (ExporterProcess second = start(myCnf, "--errorlog.source=none", state)) {
        await(second, DENIED, 2);
        assertThat(second.scrape().samples())
            .containsEntry("mysql_error_log_readable{source=\"mysql.general_log\",}", 1.0);
      }
    }
  }

  @Test
  void saysWhatTheTableNeeds() throws IOException {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL)) {
      writeGeneralTable(server);
      try (ExporterProcess exporter = watch(server, "--generallog.table")) {
        assertThat(
                Await.within(
                    LIMIT, () -> log(exporter).contains("GRANT SELECT ON mysql.general_log")))
            .isTrue();
        assertThat(exporter.scrape().samples())
            .containsEntry("mysql_error_log_readable{source=\"mysql.general_log\",}", 0.0);
      }
    }
  }

  private static void writeGeneralTable(LocalServer server) {
    server.execute("SET GLOBAL log_output = 'TABLE'");
    server.execute("SET GLOBAL general_log = 1");
  }

  private static void grantGeneralTable(LocalServer server) {
    server.execute("GRANT SELECT ON mysql.general_log TO 'exporter'@'%'");
  }

  private ExporterProcess start(Path myCnf, String... flags) throws IOException {
    return ExporterProcess.start(
        ExporterProcess.builtJar(),
        FreePort.find(),
        folder,
        Stream.concat(Stream.of("--config.my-cnf=" + myCnf, "--generallog.table"), Stream.of(flags))
            .toList());
  }

  private static String log(ExporterProcess exporter) {
    try {
      return exporter.log();
    } catch (IOException e) {
      return "";
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

  private ExporterProcess watch(LocalServer server, String flag) throws IOException {
    return ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder, flag);
  }

  private static void await(ExporterProcess exporter, String series, int count) {
    Await.within(LIMIT, () -> exporter.scrape().value(series) >= count);
    assertThat(exporter.scrape().value(series)).isEqualTo(count);
  }
}
