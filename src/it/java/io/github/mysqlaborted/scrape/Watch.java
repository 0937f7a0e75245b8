package io.github.mysqlaborted.scrape;

import static java.util.Map.entry;

import io.github.mysqlaborted.check.SelfCheck;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.SampleData.Login;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A collector of one server, as the exporter has it. */
record Watch(
    MysqlThreads threads, MysqlClient client, MysqlCollector collector, ServerAddress address)
    implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  static Watch over(Server server, Login login) {
    return over(new ServerAddress.Tcp(server.host(), server.port()), login);
  }

  static Watch over(ServerAddress address, Login login) {
    return over(address, login, Ticker.system());
  }

  /**
   * @param ticker for pauses between tries
   */
  static Watch over(ServerAddress address, Login login, Ticker ticker) {
    MysqlThreads threads = new MysqlThreads();
    MysqlClient client = new MysqlClient(settings(address, login), threads, ticker);
    return new Watch(
        threads, client, new MysqlCollector(client, InstantSource.system(), ticker), address);
  }

  /**
   * @param check is told what the server says
   */
  static Watch checking(Server server, Login login, SelfCheck check) {
    ServerAddress address = new ServerAddress.Tcp(server.host(), server.port());
    Ticker ticker = Ticker.system();
    MysqlThreads threads = new MysqlThreads();
    MysqlClient client = new MysqlClient(settings(address, login), threads, ticker);
    MysqlCollector collector =
        MysqlCollector.of(
            client, InstantSource.system(), ticker, Optional.of(check), report -> {}, 200);
    return new Watch(threads, client, collector, address);
  }

  private static ConnectionSettings settings(ServerAddress address, Login login) {
    return new ConnectionSettings(
        address, login.user(), Secret.of(login.password()), TlsSettings.of(SslMode.PREFERRED));
  }

  /** Logs in otherwise from now on. */
  void reconfigure(Login login) {
    collector.reconfigure(settings(address, login));
  }

  Map<String, Double> scrape() {
    return scrape(TIMEOUT);
  }

  /** Values by name and label values. */
  Map<String, Double> scrape(Duration timeout) {
    return collector.scrape(timeout, collector.collectors()).stream()
        .flatMap(family -> family.samples.stream())
        .collect(Collectors.toMap(Watch::key, sample -> sample.value, (a, b) -> b, TreeMap::new));
  }

  private static String key(Sample sample) {
    return sample.name + "{" + String.join(",", sample.labelValues) + "}";
  }

  /** One sample of {@code mysql_connect_failure}. */
  static Map.Entry<String, Double> failure(String reason, double value) {
    return entry("mysql_connect_failure{" + reason + "}", value);
  }

  @Override
  public void close() {
    client.close();
    threads.close();
  }
}
