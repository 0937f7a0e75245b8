package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.follow.ServerReport;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of a real server between scrapes that are far apart. */
class SessionSamplerIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
  void asksForConnectionsOnTheSessionOfTheScrapes(ServerKind kind) {
    TestTicker ticker = new TestTicker();
    List<ServerReport> reports = new ArrayList<>();
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = new MysqlClient(settings(server), threads, ticker)) {
      SessionSampler sampler =
          new SessionSampler(client, InstantSource.system(), ticker, reports::add);
      MysqlCollector collector =
          MysqlCollector.of(client, InstantSource.system(), ticker, Optional.empty(), sampler, 200);
      server.execute("SELECT 1");

      sampler.sample();
      assertThat(reports).as("before the first scrape").isEmpty();
      collector.scrape(TIMEOUT, Set.of("global_status", "global_variables"));
      sampler.sample();
      assertThat(reports).as("right after a scrape").hasSize(1);
      long connections = server.globalStatus().get("Connections");

      ticker.pass(SessionSampler.EVERY);
      sampler.sample();
      sampler.sample();
      assertThat(reports).as("once in fifteen seconds").hasSize(2);
      assertThat(reports.get(1).variables()).isEmpty();
      assertThat(reports.get(1).status().values().keySet())
          .containsExactlyInAnyOrder("Connections", "Uptime");
      assertThat(reports.get(1).status().value("Connections").orElseThrow()).isEqualTo(connections);

      ticker.pass(Duration.ofMinutes(5));
      sampler.sample();
      assertThat(reports).as("when no scrape comes any more").hasSize(2);
      assertThat(server.globalStatus()).containsEntry("Connections", connections);
    }
  }

  private static ConnectionSettings settings(LocalServer server) {
    return new ConnectionSettings(
        new ServerAddress.Tcp(server.host(), server.port()),
        SampleData.LIMITED.user(),
        Secret.of(SampleData.LIMITED.password()),
        TlsSettings.of(SslMode.PREFERRED));
  }
}
