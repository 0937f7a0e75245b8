package io.github.mysqlaborted.scrape;

import static io.github.mysqlaborted.scrape.Watch.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.harness.Dialect;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.SampleData.Login;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The collector against real servers. */
final class MysqlCollectorIT {
  /**
   * What a loaded machine may take on top: less than the five seconds for which a late answer is
   * waited for, which are not the caller's.
   */
  private static final Duration GRACE = Duration.ofSeconds(4);

  static List<ServerKind> allKinds() {
    return ServerKind.allHere();
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void showsTheServersOwnValuesToAnAccountWithoutPrivileges(ServerKind kind) {
    try (Server server = Server.start(kind, Verbosity.FULL, "--net-read-timeout=17");
        Watch watch = Watch.over(server, SampleData.LIMITED)) {
      Map<String, Long> before = server.globalStatus();
      try (Watch stranger = Watch.over(server, new Login("nobody", "wrong"))) {
        assertThat(stranger.scrape()).contains(failure("auth", 1.0));
      }
      Map<String, Long> status = server.globalStatus();
      Map<String, Double> samples = watch.scrape();

      assertThat(samples)
          .contains(
              entry("mysql_up{}", 1.0),
              failure("auth", 0.0),
              entry("mysql_aborted_clients_total{}", before.get("Aborted_clients") + 0.0),
              entry("mysql_aborted_connects_total{}", before.get("Aborted_connects") + 1.0),
              entry("mysql_connections_total{}", status.get("Connections") + 1.0),
              entry("mysql_timeout_seconds{net_read_timeout}", 17.0),
              entry("mysql_aborted_connections_logging_enabled{client}", 1.0),
              entry("mysql_aborted_connections_logging_enabled{connect}", 1.0),
              entry("mysql_aborted_exporter_collector_success{global_status}", 1.0),
              entry("mysql_aborted_exporter_collector_success{global_variables}", 1.0));
      assertThat(names(samples)).isEqualTo(expectedNames(server));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0", "MYSQL_5_6"})
  void readsThePerformanceSchemaWhereItMay(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.QUIET, "--performance-schema=ON");
        Watch watch = Watch.over(server, new Login("root", server.rootPassword()))) {
      Map<String, Double> samples = watch.scrape();

      assertThat(samples)
          .contains(
              entry("mysql_aborted_exporter_collector_success{host_cache}", 1.0),
              entry("mysql_host_cache_hosts{}", 0.0),
              entry("mysql_host_cache_blocked_hosts{}", 0.0),
              entry("mysql_host_cache_errors{handshake}", 0.0),
              entry("mysql_aborted_connections_logging_enabled{client}", 0.0));
      assertThat(samples)
          .contains(entry("mysql_aborted_exporter_collector_success{accounts}", 1.0))
          .hasEntrySatisfying(
              "mysql_account_connections_total{root,localhost}",
              connections -> assertThat(connections).isPositive());
      if (kind == ServerKind.MYSQL_8_0) {
        assertThat(samples)
            .contains(
                entry("mysql_aborted_exporter_collector_success{errors_summary}", 1.0),
                entry("mysql_net_errors_total{ER_CLIENT_INTERACTION_TIMEOUT}", 0.0));
        assertThat(samples.keySet().stream().filter(key -> key.startsWith("mysql_net_errors")))
            .hasSize(15);
      } else {
        assertThat(names(samples)).noneMatch(name -> name.startsWith("mysql_net_errors"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void addsNothingToWhatItMeasures(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL)) {
      // Sessions that are open now, as the one that looks on from here, keep their own.
      server.execute("SET GLOBAL wait_timeout = 1");
      long connections = server.globalStatus().get("Connections");
      try (Watch watch = Watch.over(server, SampleData.LIMITED)) {
        for (int i = 0; i < 200; i++) {
          assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
        }
        server.execute("SELECT SLEEP(2.5)");
        assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      }

      assertThat(server.globalStatus())
          .containsEntry("Connections", connections + 1)
          .containsEntry("Aborted_clients", 0L)
          .containsEntry("Aborted_connects", 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void asksTwoStatementsAScrapeWithoutPrivileges(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch watch = Watch.over(server, SampleData.LIMITED)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      long before = server.globalStatus().get("Questions");
      for (int i = 0; i < 10; i++) {
        assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      }

      // One more for the look from here.
      assertThat(server.globalStatus().get("Questions") - before).isEqualTo(21L);
    }
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void asksAtMostThreeStatementsAScrapeWithAllPrivileges(ServerKind kind) {
    try (Server server = Server.start(kind, Verbosity.FULL, "--performance-schema=ON");
        Watch watch = Watch.over(server, new Login("root", server.rootPassword()))) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      long before = server.globalStatus().get("Questions");
      for (int i = 0; i < 10; i++) {
        assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      }

      // One more for the look from here.
      assertThat(server.globalStatus().get("Questions") - before)
          .isEqualTo(server.dialect() == Dialect.MYSQL_5_5 ? 21L : 31L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void countsConnectionsOfMoreAccountsThanHaveSeries(ServerKind kind) throws SQLException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.QUIET, "--performance-schema=ON");
        Watch watch = Watch.over(server, new Login("root", server.rootPassword()))) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      for (int i = 0; i < 220; i++) {
        server.execute("CREATE USER u%d@'%%' IDENTIFIED BY 'p'".formatted(i));
        DriverManager.getConnection(
                "jdbc:mysql://%s:%d/?allowPublicKeyRetrieval=true"
                    .formatted(server.host(), server.port()),
                "u" + i,
                "p")
            .close();
      }

      Map<String, Double> samples = watch.scrape();
      assertThat(samples).containsEntry("mysql_up{}", 1.0);
      Map<String, Double> accounts = new TreeMap<>(samples);
      accounts.keySet().removeIf(key -> !key.startsWith("mysql_account_connections_total{"));
      assertThat(accounts).hasSize(201).containsKey("mysql_account_connections_total{other,other}");
      // Some are the exporter's, and some of the test's.
      assertThat(accounts.values().stream().mapToDouble(value -> value).sum())
          .isGreaterThanOrEqualTo(220);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void comesBackAfterAKillAndARestart(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch watch = Watch.over(server, SampleData.LIMITED)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      server.execute(
          "KILL "
              + server.queryValue(
                  "SELECT id FROM information_schema.processlist WHERE user = 'limited'"));
      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("other", 0.0));

      server.stop();
      Map<String, Double> down = watch.scrape();
      assertThat(down).contains(entry("mysql_up{}", 0.0), failure("refused", 1.0));
      assertThat(names(down)).containsExactlyInAnyOrder("mysql_up", "mysql_connect_failure");

      server.start();
      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("refused", 0.0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void triesAWrongPasswordOnceUntilItIsAnother(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch watch = Watch.over(server, new Login("limited", "wrong"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(watch.scrape()).contains(entry("mysql_up{}", 0.0), failure("auth", 1.0));
      }
      assertThat(server.globalStatus()).containsEntry("Aborted_connects", 1L);

      watch.reconfigure(SampleData.LIMITED);
      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("auth", 0.0));
      assertThat(server.globalStatus())
          .containsEntry("Aborted_connects", 1L)
          .containsEntry("Aborted_clients", 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void givesUpInTimeOnAServerThatSaysNothing(ServerKind kind) {
    Duration limit = Duration.ofMillis(700);
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch kept = Watch.over(server, SampleData.LIMITED);
        Watch fresh = Watch.over(server, SampleData.LIMITED)) {
      assertThat(kept.scrape()).containsEntry("mysql_up{}", 1.0);
      server.suspend();
      for (Watch watch : List.of(kept, fresh, kept)) {
        long start = System.nanoTime();
        assertThat(watch.scrape(limit)).contains(entry("mysql_up{}", 0.0), failure("timeout", 1.0));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit.plus(GRACE));
      }

      server.resume();
      assertThat(kept.scrape()).containsEntry("mysql_up{}", 1.0);
      assertThat(fresh.scrape()).containsEntry("mysql_up{}", 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void logsInOverAUnixSocket(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch watch =
            Watch.over(new ServerAddress.UnixSocket(server.socket()), SampleData.LIMITED)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      server.execute("SET GLOBAL wait_timeout = 123");
      assertThat(watch.scrape()).containsEntry("mysql_timeout_seconds{wait_timeout}", 123.0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void showsTheLargestValueThereIs(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        Watch watch = Watch.over(server, SampleData.LIMITED)) {
      server.execute("SET GLOBAL max_connect_errors = 18446744073709551615");
      double most = Double.parseDouble(server.queryValue("SELECT @@GLOBAL.max_connect_errors"));
      assertThat(watch.scrape())
          .containsEntry("mysql_max_connect_errors{}", Math.min(most, Long.MAX_VALUE));
    }
  }

  private static List<String> names(Map<String, Double> samples) {
    return samples.keySet().stream()
        .map(key -> key.replaceAll("\\{.*", ""))
        .distinct()
        .sorted()
        .toList();
  }

  /** In the order of the alphabet. */
  private static List<String> expectedNames(Server server) {
    boolean mariadb = server.dialect() == Dialect.MARIADB;
    boolean mysql8 = server.dialect() == Dialect.MYSQL_8;
    boolean mysqlx = server.globalStatus().containsKey("Mysqlx_aborted_clients");
    Map<String, Boolean> names = new TreeMap<>();
    names.put("mysql_aborted_clients_total", true);
    names.put("mysql_aborted_connections_logging_enabled", true);
    names.put("mysql_aborted_connects_preauth_total", mariadb);
    names.put("mysql_aborted_connects_total", true);
    names.put("mysql_aborted_exporter_collector_duration_seconds", true);
    names.put("mysql_aborted_exporter_collector_success", true);
    names.put("mysql_access_denied_errors_total", mariadb);
    names.put("mysql_connect_failure", true);
    names.put("mysql_connection_control_delays_total", false);
    names.put("mysql_connection_errors_total", server.dialect() != Dialect.MYSQL_5_5);
    names.put("mysql_connections_total", true);
    names.put("mysql_general_log_enabled", true);
    names.put("mysql_kills_total", true);
    names.put("mysql_locked_connects_total", mysql8);
    names.put("mysql_log_verbosity", true);
    names.put("mysql_max_allowed_packet_bytes", true);
    names.put("mysql_max_connect_errors", true);
    names.put("mysql_max_connections", true);
    names.put("mysql_max_used_connections", true);
    names.put("mysql_mysqlx_aborted_clients_total", mysqlx);
    names.put("mysql_mysqlx_connection_errors_total", mysqlx);
    names.put("mysql_ssl_accepts_total", true);
    names.put("mysql_ssl_finished_accepts_total", true);
    names.put("mysql_threads_connected", true);
    names.put("mysql_timeout_seconds", true);
    names.put("mysql_up", true);
    names.put("mysql_uptime_seconds", true);
    names.put("mysql_uptime_since_flush_status_seconds", true);
    names.put("mysql_version_info", true);
    return names.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }
}
