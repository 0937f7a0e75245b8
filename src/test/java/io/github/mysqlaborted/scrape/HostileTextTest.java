package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.event.HiddenCharacters;
import io.github.mysqlaborted.harness.FakeServer;
import io.github.mysqlaborted.harness.FakeSession;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server whose every text is meant to break what shows it. */
final class HostileTextTest {
  private static final String HOSTILE =
      "8.0.36 \u001b[2J\u202e\u3164\u034f\r\n\"},evil=\"1\"" + "x".repeat(20_000);

  @Test
  void becomesNoLabelButThoseThatAreAskedFor() throws Exception {
    try (FakeServer server = FakeServer.start(HostileTextTest::talk);
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(server, threads)) {
      MysqlCollector collector =
          new MysqlCollector(client, InstantSource.system(), Ticker.system());
      List<MetricFamilySamples> families =
          collector.scrape(Duration.ofSeconds(30), collector.collectors());

      assertThat(of("mysql_up", families)).singleElement().extracting(s -> s.value).isEqualTo(1.0);
      assertThat(of("mysql_aborted_clients_total", families))
          .singleElement()
          .extracting(sample -> sample.value)
          .isEqualTo(7.0);
      assertThat(of("mysql_net_errors_total", families))
          .singleElement()
          .extracting(sample -> sample.labelValues)
          .isEqualTo(List.of("ER_NET_READ_ERROR"));
      assertThat(of("mysql_connection_errors_total", families))
          .singleElement()
          .extracting(sample -> sample.labelValues)
          .isEqualTo(List.of("accept"));
      assertThat(families)
          .flatExtracting(family -> family.samples)
          .flatExtracting(sample -> sample.labelValues)
          .allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(128))
          .allSatisfy(value -> assertThat(value.codePoints()).noneMatch(HiddenCharacters::contain));
    }
  }

  private static void talk(FakeSession session) throws IOException {
    session.letIn(HOSTILE.substring(0, 2000));
    while (true) {
      String sql = session.statement(HOSTILE.replace("\r\n", ""), HOSTILE);
      if (sql.startsWith("SHOW GLOBAL STATUS")) {
        session.rows(
            List.of(HOSTILE.substring(0, 1000), "Value"),
            List.of(
                List.of(HOSTILE, "1"),
                List.of("Connection_errors_" + HOSTILE, "1"),
                List.of("Connection_errors_accept", "2"),
                List.of("Aborted_clients", "7")));
      } else if (sql.contains("events_errors_summary")) {
        session.rows(
            List.of("n", "v"), List.of(List.of("ER_NET_READ_ERROR", "3"), List.of(HOSTILE, "4")));
      } else {
        session.error(1142, HOSTILE);
      }
    }
  }

  private static List<MetricFamilySamples.Sample> of(
      String name, List<MetricFamilySamples> families) {
    List<MetricFamilySamples.Sample> found = new ArrayList<>();
    families.forEach(
        family ->
            family.samples.stream().filter(sample -> sample.name.equals(name)).forEach(found::add));
    return found;
  }

  private static MysqlClient client(FakeServer server, MysqlThreads threads) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp("127.0.0.1", server.port()),
            "exporter",
            Secret.EMPTY,
            TlsSettings.of(SslMode.PREFERRED)),
        threads,
        Ticker.system());
  }
}
