package io.github.mysqlaborted.scrape;

import static io.github.mysqlaborted.scrape.Watch.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.FaultyNetwork;
import io.github.mysqlaborted.harness.FaultyNetwork.Mode;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the server while half of its answer is on the way. */
final class MidScrapeIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(800);

  /**
   * What a loaded machine may take on top: less than the five seconds for which a late answer is
   * waited for, which are not the caller's.
   */
  private static final Duration GRACE = Duration.ofSeconds(4);

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void asksTheRestartedServerWithinTheSameScrape(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        FaultyNetwork network = FaultyNetwork.before(server);
        Watch watch = through(network)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);

      network.become(Mode.HALF_WAY);
      CompletableFuture<Map<String, Double>> scrape =
          CompletableFuture.supplyAsync(() -> watch.scrape(LIMIT));
      assertThat(Await.within(LIMIT, network::isHolding)).isTrue();
      server.stop();
      server.start();
      network.become(Mode.SOUND);

      assertThat(scrape.join()).contains(entry("mysql_up{}", 1.0), failure("other", 0.0));
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      assertThat(network.connections()).isEqualTo(2);
      assertNothingAborted(server);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void answersInTimeWhileTheServerRestarts(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        FaultyNetwork network = FaultyNetwork.before(server);
        Watch watch = through(network)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);

      network.become(Mode.HALF_WAY);
      long start = System.nanoTime();
      assertThat(watch.scrape(SHORT)).contains(entry("mysql_up{}", 0.0), failure("timeout", 1.0));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(GRACE));
      server.stop();
      server.start();
      network.become(Mode.SOUND);

      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("timeout", 0.0));
      assertNothingAborted(server);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void logsInAnewWhenItsSessionIsKilledAndThatIsAllTheServerCounts(ServerKind kind) {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        FaultyNetwork network = FaultyNetwork.before(server);
        Watch watch = through(network)) {
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);
      Map<String, Long> before = server.globalStatus();

      network.become(Mode.HALF_WAY);
      CompletableFuture<Map<String, Double>> scrape =
          CompletableFuture.supplyAsync(() -> watch.scrape(LIMIT));
      assertThat(Await.within(LIMIT, network::isHolding)).isTrue();
      kill(server);
      network.become(Mode.SOUND);
      assertThat(scrape.join()).contains(entry("mysql_up{}", 1.0), failure("other", 0.0));

      kill(server);
      assertThat(watch.scrape()).contains(entry("mysql_up{}", 1.0), failure("other", 0.0));
      assertThat(watch.scrape()).containsEntry("mysql_up{}", 1.0);

      assertThat(server.globalStatus())
          .containsEntry("Aborted_clients", before.get("Aborted_clients") + 2)
          .containsEntry("Aborted_connects", before.get("Aborted_connects"))
          .containsEntry("Connections", before.get("Connections") + 2);
    }
  }

  private static Watch through(FaultyNetwork network) {
    return Watch.over(new ServerAddress.Tcp("127.0.0.1", network.port()), SampleData.LIMITED);
  }

  /** Kills the one session of the watch, and waits until it is gone. */
  private static void kill(LocalServer server) {
    String session = " FROM information_schema.processlist WHERE user = 'limited'";
    server.execute("KILL " + server.queryValue("SELECT id" + session));
    assertThat(
            Await.within(LIMIT, () -> server.queryValue("SELECT COUNT(*)" + session).equals("0")))
        .isTrue();
  }

  private static void assertNothingAborted(LocalServer server) {
    assertThat(server.globalStatus())
        .containsEntry("Aborted_clients", 0L)
        .containsEntry("Aborted_connects", 0L);
  }
}
