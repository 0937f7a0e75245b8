package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The built exporter with {@code --collect.sessions}, beside real servers and real clients. */
final class OpenSessionsIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String BY_ACCOUNT = "mysql_aborted_connections_by_account_total";
  private static final String IDLE = "mysql_aborted_connection_idle_seconds";
  private static final String UP = "mysql_up";

  /** More than the rows of a usual answer, with their attributes. */
  private static final int MANY = 120;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4", "MYSQL_5_6"})
  void anAbortIsShownWithItsProgramAndItsIdleTime(ServerKind kind) throws Exception {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL, "--performance-schema=ON");
        ExporterProcess exporter = watch(server)) {
      server.execute("GRANT SELECT ON performance_schema.threads TO 'exporter'@'%'");
      server.execute("GRANT SELECT ON performance_schema.session_connect_attrs TO 'exporter'@'%'");
      exporter.signal("HUP");
      assertThat(Await.within(LIMIT, () -> log(exporter).contains("configuration reloaded")))
          .isTrue();
      assertThat(exporter.scrape().value(UP)).isEqualTo(1);
      List<Connection> others = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        others.add(connect(server, "other" + i));
      }

      abortIdleSession(server, "bil\"ling");
      for (Connection other : others) {
        other.close();
      }

      assertThat(Await.within(LIMIT, () -> sum(exporter.scrape(), BY_ACCOUNT) == 1)).isTrue();
      Scrape after = exporter.scrape();
      assertThat(after.samples().keySet())
          .filteredOn(key -> key.startsWith(BY_ACCOUNT + "{") && after.value(key) > 0)
          .singleElement()
          .asString()
          .contains("user=\"root\"", "program=\"bil\\\"ling\"");
      assertThat(sum(after, IDLE + "_count")).isEqualTo(1);
      assertThat(sum(after, IDLE + "_sum")).isBetween(2.0, 60.0);
    }
  }

  /** A MariaDB without performance_schema hides sessions and says nothing. */
  @ParameterizedTest
  @CsvSource({"MYSQL_8_0, SELECT command denied", "MARIADB_11_4, the account has no PROCESS"})
  void withoutTheGrantAbortsAreCountedWithoutAProgram(ServerKind kind, String told)
      throws Exception {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        ExporterProcess exporter = watch(server)) {
      assertThat(exporter.scrape().value(UP)).isEqualTo(1);
      assertThat(
              Await.within(
                  LIMIT, () -> log(exporter).contains("--collect.sessions has no effect: " + told)))
          .isTrue();

      abortIdleSession(server, "billing");

      assertThat(Await.within(LIMIT, () -> sum(exporter.scrape(), BY_ACCOUNT) == 1)).isTrue();
      assertThat(exporter.scrape().samples().keySet())
          .filteredOn(key -> key.startsWith(BY_ACCOUNT + "{"))
          .singleElement()
          .asString()
          .contains("program=\"\"");
    }
  }

  @Test
  void aMariaDbWithoutPerformanceSchemaTellsTheIdleTime() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        ExporterProcess exporter = watch(server)) {
      // It has logged in before the grant, from which on only new logins have the privilege.
      assertThat(exporter.scrape().value(UP)).isEqualTo(1);
      server.execute("GRANT PROCESS ON *.* TO 'exporter'@'%'");
      exporter.signal("HUP");
      assertThat(Await.within(LIMIT, () -> log(exporter).contains("configuration reloaded")))
          .isTrue();
      assertThat(exporter.scrape().value(UP)).isEqualTo(1);

      abortIdleSession(server, "billing");

      assertThat(Await.within(LIMIT, () -> sum(exporter.scrape(), IDLE + "_count") == 1)).isTrue();
    }
  }

  private ExporterProcess watch(LocalServer server) throws IOException {
    return ExporterProcess.watch(
        ExporterProcess.builtJar(),
        FreePort.find(),
        server,
        folder,
        "--collect.sessions",
        "--collect.sessions.interval=1");
  }

  /** The server ends it after three seconds of silence. */
  private static void abortIdleSession(LocalServer server, String program) throws Exception {
    long before = server.globalStatus().get("Aborted_clients");
    Connection connection = connect(server, program);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION wait_timeout = 3");
    }
    assertThat(
            Await.within(LIMIT, () -> server.globalStatus().get("Aborted_clients") == before + 1))
        .isTrue();
    connection.abort(Runnable::run);
  }

  private static Connection connect(LocalServer server, String program) throws SQLException {
    String url =
        "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true&connectionAttributes=program_name:%s"
            .formatted(server.host(), server.port(), URLEncoder.encode(program, UTF_8));
    return DriverManager.getConnection(url, "root", server.rootPassword());
  }

  private static String log(ExporterProcess exporter) {
    try {
      return exporter.log();
    } catch (IOException e) {
      return "";
    }
  }

  private static double sum(Scrape scrape, String name) {
    return scrape.samples().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
