package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.CutNetwork;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FarClient;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A path to a client that goes dead, and a client that was idle for too long: servers use the same
 * words for both, and what is told must differ.
 */
class DeadPathIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String BY_CAUSE = "mysql_aborted_connections_by_cause_total";
  private static final String AGES = "mysql_aborted_connection_age_seconds_count";
  private static final String LOGGED = "mysql_aborted_connections_logged_total";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = ServerKind.class,
      names = {"MYSQL_8_0", "MYSQL_5_6", "MARIADB_11_4", "MARIADB_10_11"})
  void isNotTakenForAnIdleClient(ServerKind kind) throws IOException {
    assumeTrue(CutNetwork.unavailableBecause().isEmpty());
    try (CutNetwork network = CutNetwork.create();
        LocalServer server = LocalServer.startIn(network, kind, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder)) {
      long before = server.globalStatus().get("Aborted_clients");
      timeouts(server, exporter, "4");
      try (FarClient idle = FarClient.loggedIn(network, server.port(), "SELECT 1")) {
        assertThat(idle.connectionId()).isPositive();
        awaitEvents(exporter, 1);
      }
      timeouts(server, exporter, "28800");
      forget(network, server, exporter);
      goDark(network, server, exporter);

      // Whether three seconds lie between the scrape before its login and its end.
      boolean young =
          counted(exporter.scrape(), BY_CAUSE).containsKey(cause("not_closed", "likely"));
      boolean saysWhich = kind == ServerKind.MYSQL_8_0;
      assertThat(counted(exporter.scrape(), BY_CAUSE))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  cause("idle_timeout", saysWhich ? "certain" : "likely"), 1.0,
                  cause("not_closed", young ? "likely" : "possible"), 1.0,
                  cause("dead_path", saysWhich ? "certain" : "possible"), 2.0));
      assertThat(sum(counted(exporter.scrape(), LOGGED))).isEqualTo(4);
      assertThat(counted(exporter.scrape(), AGES)).isEqualTo(byReason(exporter.scrape()));
      assertThat(server.globalStatus().get("Aborted_clients")).isEqualTo(before + 4);
    }
  }

  /** The client dies unseen, and its machine answers the server's keepalive with a reset. */
  private void forget(CutNetwork network, LocalServer server, ExporterProcess exporter)
      throws IOException {
    FarClient client = FarClient.loggedIn(network, server.port(), "SELECT 1");
    exporter.scrape();
    network.cut();
    client.close();
    network.mend();
    awaitEvents(exporter, 2);
  }

  /** The path is dead for one client that is idle, and for one that waits for its result. */
  private void goDark(CutNetwork network, LocalServer server, ExporterProcess exporter)
      throws IOException {
    try (FarClient idle = FarClient.loggedIn(network, server.port(), "SELECT 1");
        FarClient busy = FarClient.loggedIn(network, server.port(), "SELECT 1")) {
      assertThat(busy.connectionId()).isGreaterThan(idle.connectionId());
      exporter.scrape();
      busy.send("SELECT SLEEP(3)");
      assertThat(
              Await.within(
                  LIMIT,
                  () ->
                      server
                          .queryValue(
                              "SELECT COUNT(*) FROM information_schema.processlist WHERE state ="
                                  + " 'User sleep'")
                          .equals("1")))
          .isTrue();
      network.cut();
      awaitEvents(exporter, 4);
    }
  }

  private static void timeouts(LocalServer server, ExporterProcess exporter, String seconds) {
    server.execute("SET GLOBAL wait_timeout = " + seconds);
    server.execute("SET GLOBAL interactive_timeout = " + seconds);
    // One scrape to learn of it, and one to know that it was in force when the next client came.
    exporter.scrape();
    exporter.scrape();
  }

  private static void awaitEvents(ExporterProcess exporter, int events) {
    assertThat(Await.within(LIMIT, () -> sum(counted(exporter.scrape(), LOGGED)) >= events))
        .as("%s events", events)
        .isTrue();
  }

  private static Map<String, Double> counted(Scrape scrape, String metric) {
    Map<String, Double> counted = new TreeMap<>();
    scrape
        .samples()
        .forEach(
            (series, value) -> {
              if (series.startsWith(metric + "{") && value > 0) {
                counted.put(series.substring(metric.length()), value);
              }
            });
    return counted;
  }

  /** How many events there were, by the labels that ages have too. */
  private static Map<String, Double> byReason(Scrape scrape) {
    return counted(scrape, LOGGED);
  }

  private static double sum(Map<String, Double> counts) {
    return counts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String cause(String cause, String certainty) {
    return "{phase=\"client\",cause=\"%s\",certainty=\"%s\",}".formatted(cause, certainty);
  }
}
