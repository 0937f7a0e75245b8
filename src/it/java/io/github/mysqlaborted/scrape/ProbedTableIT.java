package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ProbeAllow;
import io.github.mysqlaborted.config.ProbeConfig;
import io.github.mysqlaborted.follow.ProbedTable;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.HandshakeFlood;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.LoggedReasons;
import io.github.mysqlaborted.harness.MonitoringAccount;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reasons that {@code /probe} shows, as a real server's table tells them. */
final class ProbedTableIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String SOURCE = "{source=\"performance_schema.error_log\",}";

  /** One of each kind of record, and quick. */
  private static final Set<Fault> FAULTS =
      EnumSet.of(
          Fault.NOT_CLOSED,
          Fault.IDLE_TIMEOUT,
          Fault.WRITE_ERROR,
          Fault.GONE_BEFORE_ERROR,
          Fault.PACKET_TOO_LARGE,
          Fault.INIT_CONNECT_FAILED,
          Fault.NO_PRIVILEGE,
          Fault.WRONG_PASSWORD,
          Fault.LOCKED,
          Fault.EXPIRED,
          Fault.JUNK_HANDSHAKE,
          Fault.SHORT_HANDSHAKE,
          Fault.TCP_PROBE,
          Fault.CLEAN,
          Fault.KILLED);

  @TempDir private Path folder;

  private final MysqlThreads threads = new MysqlThreads();

  @Test
  void saysThatTheServerIsSetToBeSilent() throws Exception {
    String problem = "mysql_aborted_exporter_log_problem{problem=\"%s\",}";
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.QUIET);
        Probe probe = probe(server)) {
      assertThat(probe.ask())
          .containsEntry(problem.formatted("verbosity"), 1.0)
          .containsEntry(problem.formatted("silent"), 0.0)
          .containsEntry("mysql_kills_total", 0.0);
      assertThat(probe.targets().findings()).containsOnlyKeys(probe.address());

      server.execute("SET GLOBAL log_error_verbosity = 3");
      assertThat(probe.ask()).containsEntry(problem.formatted("verbosity"), 0.0);
      assertThat(probe.targets().findings()).isEmpty();
    }
  }

  @Test
  void saysNothingOfALogThatTheServerDoesNotHave() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.QUIET);
        Probe probe = probe(server)) {
      assertThat(probe.ask().keySet())
          .contains("mysql_kills_total")
          .noneMatch(series -> series.startsWith("mysql_aborted_exporter_log_problem"));
      assertThat(probe.targets().findings()).isEmpty();
    }
  }

  /** Then starts the server anew, which takes the rows over from its log. */
  @ParameterizedTest
  @ValueSource(strings = {"log_sink_internal", "log_sink_json"})
  void countsWhatTheLogFileTellsAndNothingTwice(String sink) throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        Probe probe = probe(server)) {
      if (sink.equals("log_sink_json")) {
        server.execute("INSTALL COMPONENT 'file://component_log_sink_json'");
        server.execute(
            "SET PERSIST log_error_services = 'log_filter_internal; log_sink_json;"
                + " log_sink_internal'");
      }
      FAULTS.forEach(fault -> Faults.provoke(server, fault));

      Map<String, Double> first = probe.ask();
      assertThat(logged(first)).isEqualTo(LoggedReasons.in(server)).hasSize(13);
      assertThat(first)
          .containsEntry("mysql_error_log_readable" + SOURCE, 1.0)
          .containsEntry("mysql_error_log_lost_records_total" + SOURCE, 0.0)
          .containsEntry("mysql_error_log_unrecognized_records_total" + SOURCE, 0.0)
          .containsEntry("mysql_error_log_lag_bytes" + SOURCE, 0.0);
      assertThat(first.get("mysql_error_log_records_total" + SOURCE)).isEqualTo(rows(server));
      assertThat(logged(probe.ask())).isEqualTo(logged(first));

      server.stop();
      assertThat(probe.ask())
          .containsEntry("mysql_up", 0.0)
          .containsEntry("mysql_error_log_readable" + SOURCE, 0.0)
          .containsAllEntriesOf(logged(first));
      server.start();
      assertThat(rows(server)).isGreaterThan(first.get("mysql_error_log_records_total" + SOURCE));
      Map<String, Double> again = probe.ask();
      assertThat(again).containsEntry("mysql_error_log_readable" + SOURCE, 1.0);
      assertThat(logged(again)).isEqualTo(LoggedReasons.in(server));
      Map<String, Double> after = new TreeMap<>(logged(again));
      // The server may have had to cut the probe's own session when it shut down.
      after.remove(LOGGED + "{phase=\"client\",reason=\"server_shutdown\",}");
      assertThat(after).isEqualTo(logged(first));
      assertThat(again.get("mysql_error_log_records_total" + SOURCE)).isEqualTo(rows(server));

      Faults.provoke(server, Fault.NOT_CLOSED);
      after.putAll(logged(again));
      after.merge(LOGGED + "{phase=\"client\",reason=\"read_error\",}", 1.0, Double::sum);
      assertThat(logged(probe.ask())).isEqualTo(after);
    }
  }

  @Test
  void countsRowsThatMadeWayUnreadAsLost() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        Probe probe = probe(server)) {
      // As JSON, a row is three times as long, and the ring is full sooner.
      server.execute("INSTALL COMPONENT 'file://component_log_sink_json'");
      server.execute("SET GLOBAL log_error_services = 'log_filter_internal; log_sink_json'");
      Map<String, Double> first = probe.ask();
      // Not Aborted_connects: threads of 8.0 add to it without a lock, and one in thousands is
      // lost.
      long provoked = 0;
      while (expired(server) < 2 * first.get("mysql_error_log_records_total" + SOURCE)) {
        HandshakeFlood.probe(server, 1000);
        provoked += 1000;
      }

      Map<String, Double> last = probe.ask();
      for (int i = 0; i < 100 && last.get("mysql_error_log_lag_bytes" + SOURCE) > 0; i++) {
        last = probe.ask();
      }
      double lost = last.get("mysql_error_log_lost_records_total" + SOURCE);
      assertThat(lost).isPositive();
      assertThat(last.get(LOGGED + "{phase=\"connect\",reason=\"read_error\",}"))
          .isEqualTo(provoked - lost);
      assertThat(last.get("mysql_error_log_records_total" + SOURCE) + lost)
          .isEqualTo(expired(server) + rows(server));
      assertThat(last).containsEntry("mysql_error_log_lag_bytes" + SOURCE, 0.0);
    }
  }

  @Test
  void asksThreeStatementsAndNoRowWhereNothingIsNew() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        Probe probe = probe(server)) {
      probe.ask();
      long before = server.globalStatus().get("Questions");
      for (int i = 0; i < 10; i++) {
        assertThat(probe.ask()).containsEntry("mysql_up", 1.0);
      }

      // One more for the look from here.
      assertThat(server.globalStatus().get("Questions") - before).isEqualTo(31L);
    }
  }

  @Test
  void isNotReadableWithoutTheGrant() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        Probe probe = probe(server)) {
      server.execute("REVOKE SELECT ON performance_schema.error_log FROM 'exporter'@'%'");
      Faults.provoke(server, Fault.NOT_CLOSED);

      Map<String, Double> samples = probe.ask();
      assertThat(samples)
          .containsEntry("mysql_up", 1.0)
          .containsEntry("mysql_error_log_readable" + SOURCE, 0.0)
          .containsEntry("mysql_error_log_last_read_timestamp_seconds" + SOURCE, 0.0);
      assertThat(logged(samples)).isEmpty();
      long before = server.globalStatus().get("Questions");
      probe.ask();
      // The table is not asked for again: two statements and the one from here; it would be four.
      assertThat(server.globalStatus().get("Questions") - before).isEqualTo(4L);

      server.execute("GRANT SELECT ON performance_schema.error_log TO 'exporter'@'%'");
      probe.targets().reconfigure();
      assertThat(logged(probe.ask()))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(LOGGED + "{phase=\"client\",reason=\"read_error\",}", 1.0));
    }
  }

  @Test
  void beginsAtTheEndIfItIsToldTo() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        Probe probe = probe(server, true)) {
      Faults.provoke(server, Fault.NOT_CLOSED);
      assertThat(logged(probe.ask())).isEmpty();
      Faults.provoke(server, Fault.WRONG_PASSWORD);

      Map<String, Double> samples = probe.ask();
      assertThat(logged(samples))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(LOGGED + "{phase=\"connect\",reason=\"access_denied\",}", 1.0));
      assertThat(samples).containsEntry("mysql_error_log_records_total" + SOURCE, 1.0);
    }
  }

  @Test
  void showsNoReasonsOfAServerWithoutTheTable() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
        Probe probe = probe(server)) {
      assertThat(probe.ask())
          .containsEntry("mysql_up", 1.0)
          .allSatisfy(
              (series, value) ->
                  assertThat(series)
                      .doesNotStartWith("mysql_error_log")
                      .doesNotStartWith("mysql_aborted_connections_by")
                      .doesNotStartWith(LOGGED));
    }
  }

  private record Probe(ProbeTargets targets, String address, MysqlThreads threads)
      implements AutoCloseable {

    /** Values by name and label values. */
    Map<String, Double> ask() {
      ProbeResult answer = targets.probe(address, Optional.empty(), TIMEOUT, Set.of());
      Map<String, Double> values = new TreeMap<>();
      ((ProbeResult.Asked) answer)
          .families().stream()
              .flatMap(family -> family.samples.stream())
              .forEach(sample -> values.put(series(sample), sample.value));
      return values;
    }

    private static String series(Sample sample) {
      StringBuilder labels = new StringBuilder();
      for (int i = 0; i < sample.labelNames.size(); i++) {
        labels.append(sample.labelNames.get(i) + "=\"" + sample.labelValues.get(i) + "\",");
      }
      return sample.name + (labels.isEmpty() ? "" : "{" + labels + "}");
    }

    @Override
    public void close() {
      targets.close();
      threads.close();
    }
  }

  private Probe probe(LocalServer server) throws Exception {
    return probe(server, false);
  }

  private Probe probe(LocalServer server, boolean fromEnd) throws Exception {
    MonitoringAccount account = MonitoringAccount.create(server);
    Path myCnf =
        Files.writeString(
            folder.resolve("my.cnf"),
            "[client]\nuser=" + account.user() + "\npassword=" + account.password() + "\n");
    String address = server.host() + ":" + server.port();
    MysqldConfig logins =
        new MysqldConfig(
            Optional.of(myCnf),
            folder,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    ProbeTargets targets =
        new ProbeTargets(
            new ProbeConfig(ProbeAllow.parse(List.of(address)), logins, 10),
            Set.of("global_status", "global_variables", "errors_summary", "host_cache", "accounts"),
            threads,
            InstantSource.system(),
            Ticker.system(),
            target ->
                Optional.of(
                    new ProbedTable(
                        target, fromEnd, ZoneOffset.UTC, 200, Clock.systemUTC(), Ticker.system())),
            200);
    return new Probe(targets, address, threads);
  }

  private static double rows(LocalServer server) {
    return Double.parseDouble(
        server.queryValue("SELECT COUNT(*) FROM performance_schema.error_log"));
  }

  private static long expired(LocalServer server) {
    return server.globalStatus().get("Error_log_expired_events");
  }

  /** The reasons that were counted at all. */
  private static Map<String, Double> logged(Map<String, Double> samples) {
    Map<String, Double> logged = new TreeMap<>();
    samples.forEach(
        (series, value) -> {
          if (series.startsWith(LOGGED) && value > 0) {
            logged.put(series, value);
          }
        });
    return logged;
  }
}
