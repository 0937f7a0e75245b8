package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.LoggedReasons;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --errorlog.source=table} through crashes of the exporter and restarts of the server. */
final class TableSourceIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";
  private static final String READABLE =
      "mysql_error_log_readable{source=\"performance_schema.error_log\",}";

  private static final String RECORDS = series("records_total");

  @TempDir private Path folder;

  @Test
  void countsEachEventOnceThroughCrashesAndRestarts() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL)) {
      Path myCnf = ExporterProcess.writeMyCnf(server, folder);
      Faults.provoke(server, Fault.NOT_CLOSED);
      ExporterProcess first = start(myCnf);
      awaitCounts(first, server, Map.of(READ_ERROR, 1.0));

      Faults.provoke(server, Fault.WRONG_PASSWORD);
      awaitCounts(first, server, Map.of(READ_ERROR, 1.0, DENIED, 1.0));
      first.kill();
      Faults.provoke(server, Fault.WRONG_PASSWORD);
      // The killed exporter's session is one more that was not closed.
      Map<String, Double> after = Map.of(READ_ERROR, 2.0, DENIED, 2.0);
      try (ExporterProcess second = start(myCnf)) {
        awaitCounts(second, server, after);
        Map<String, Double> before = counts(second.scrape());

        server.stop();
        assertThat(Await.within(LIMIT, () -> second.scrape().value(READABLE) == 0)).isTrue();
        assertThat(counts(second.scrape())).isEqualTo(before);
        server.start();
        Faults.provoke(server, Fault.NOT_CLOSED);
        awaitCounts(second, server, Map.of(READ_ERROR, 3.0, DENIED, 2.0));
        Await.within(LIMIT, () -> second.scrape().value(RECORDS) == rows(server));
        assertThat(second.scrape().samples())
            .containsEntry(READABLE, 1.0)
            .containsEntry(series("lost_records_total"), 0.0)
            .containsEntry(series("unrecognized_records_total"), 0.0)
            .containsEntry(RECORDS, rows(server));
      }
    }
  }

  @Test
  void saysThatAServerHasNoSuchTable() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        ExporterProcess exporter = start(ExporterProcess.writeMyCnf(server, folder))) {
      String complaint =
          "cannot read performance_schema.error_log of "
              + server.host()
              + ":"
              + server.port()
              + ": the server has no such table (it requires MySQL 8.0.22); set"
              + " --errorlog.file";
      assertThat(Await.within(LIMIT, () -> log(exporter).contains(complaint))).isTrue();
      assertThat(exporter.scrape().samples())
          .containsEntry("mysql_up", 1.0)
          .containsEntry(READABLE, 0.0);
    }
  }

  /** Without a file, auto means the table where there is one. */
  @Test
  void findsTheTableByItself() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        ExporterProcess exporter = start(ExporterProcess.writeMyCnf(server, folder), "auto")) {
      Faults.provoke(server, Fault.NOT_CLOSED);
      awaitCounts(exporter, server, Map.of(READ_ERROR, 1.0));
      assertThat(exporter.scrape().samples()).containsEntry(READABLE, 1.0);
    }
  }

  private ExporterProcess start(Path myCnf) throws IOException {
    return start(myCnf, "table");
  }

  private ExporterProcess start(Path myCnf, String source) throws IOException {
    return ExporterProcess.start(
        ExporterProcess.builtJar(),
        FreePort.find(),
        folder,
        List.of(
            "--config.my-cnf=" + myCnf,
            "--errorlog.source=" + source,
            "--state.directory=" + folder.resolve("state")));
  }

  private static String log(ExporterProcess exporter) {
    try {
      return exporter.log();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Waits until all is counted that the log file tells, and no more. Where a machine is too slow
   * for the exporter's own login, that is an event too, so what was provoked is the least there is.
   */
  private static void awaitCounts(
      ExporterProcess exporter, Server server, Map<String, Double> provoked) {
    Await.within(LIMIT, () -> counts(exporter.scrape()).equals(LoggedReasons.in(server)));
    Map<String, Double> counts = counts(exporter.scrape());
    assertThat(counts).isEqualTo(LoggedReasons.in(server));
    provoked.forEach(
        (series, least) ->
            assertThat(counts)
                .hasEntrySatisfying(series, n -> assertThat(n).isGreaterThanOrEqualTo(least)));
  }

  /** The reasons that were counted at all. */
  private static Map<String, Double> counts(Scrape scrape) {
    Map<String, Double> counts = new TreeMap<>();
    scrape
        .samples()
        .forEach(
            (series, value) -> {
              if (series.startsWith(LOGGED) && value > 0) {
                counts.put(series, value);
              }
            });
    return counts;
  }

  private static double rows(Server server) {
    return Double.parseDouble(
        server.queryValue("SELECT COUNT(*) FROM performance_schema.error_log"));
  }

  private static String series(String name) {
    return "mysql_error_log_" + name + "{source=\"performance_schema.error_log\",}";
  }
}
