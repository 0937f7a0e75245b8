package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.FaultyNetwork;
import io.github.mysqlaborted.harness.FaultyNetwork.Mode;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.server.MysqlClient.SessionCall;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.time.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a server that cannot be asked, and how soon, with all that can be in the way. */
final class ConnectFaultsIT {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** For who will not be answered. */
  private static final Duration SHORT = Duration.ofMillis(800);

  /**
   * What a loaded machine may take on top: less than the five seconds for which a late answer is
   * waited for, which are not the caller's.
   */
  private static final Duration GRACE = Duration.ofSeconds(4);

  private static LocalServer server;
  private FaultyNetwork network;

  @BeforeAll
  static void start() {
    server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void openNetwork() {
    network = FaultyNetwork.before(server);
  }

  @AfterEach
  void closeNetwork() {
    network.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"SOUND", "SLOW"})
  void getsThroughANetworkThatIsOnlySlow(Mode mode) throws Exception {
    network.become(mode);
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      assertThat(client.call(LONG, MysqlSession::version).isMariaDb()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"DRIPPING, TIMEOUT", "SILENT, TIMEOUT", "CUT, OTHER", "RESET, OTHER"})
  void saysWhyItCannotLogIn(Mode mode, ConnectFailure expected) throws Exception {
    network.become(mode);
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      assertThat(failure(client, timeoutFor(expected))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"DRIPPING, TIMEOUT", "SILENT, TIMEOUT", "CUT, OTHER", "RESET, OTHER"})
  void saysWhyAKeptSessionDoesNotAnswer(Mode mode, ConnectFailure expected) throws Exception {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      client.call(LONG, ConnectFaultsIT::uptime);
      network.become(mode);
      assertThat(failure(client, timeoutFor(expected))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DRIPPING", "SILENT"})
  void holdsUpNoLaterCall(Mode mode) throws Exception {
    network.become(mode);
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      assertThat(failure(client)).isEqualTo(ConnectFailure.TIMEOUT);
      network.become(Mode.SOUND);
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
      assertThat(network.connections()).isEqualTo(2);
    }
  }

  @Test
  void asksASilentServerOnceMoreAndThenPauses() throws Exception {
    TestTicker ticker = new TestTicker();
    network.become(Mode.SILENT);
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port(), ticker)) {
      assertThat(failure(client)).isEqualTo(ConnectFailure.TIMEOUT);
      // Each of the next two waits until the try before it is given up.
      for (int i = 0; i < 2; i++) {
        assertThat(failure(client, LONG)).isEqualTo(ConnectFailure.TIMEOUT);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(failure(client)).isEqualTo(ConnectFailure.TIMEOUT);
      }
      assertThat(network.connections()).isEqualTo(2);

      network.become(Mode.SOUND);
      ticker.pass(Duration.ofSeconds(10));
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
      assertThat(network.connections()).isEqualTo(3);
    }
  }

  @Test
  void keepsASessionWhoseAnswerIsLate() throws Exception {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      client.call(LONG, ConnectFaultsIT::uptime);
      long aborted = server.globalStatus().get("Aborted_clients");
      assertThat(failure(client, SHORT, ConnectFaultsIT::sleepTwoSeconds))
          .isEqualTo(ConnectFailure.TIMEOUT);
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
      assertThat(network.connections()).isEqualTo(1);
      assertThat(server.globalStatus()).containsEntry("Aborted_clients", aborted);
    }
  }

  @Test
  void doesNotWaitForEverForALateAnswer() throws Exception {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      client.call(LONG, ConnectFaultsIT::uptime);
      network.become(Mode.SILENT);
      assertThat(failure(client)).isEqualTo(ConnectFailure.TIMEOUT);
      network.become(Mode.SOUND);
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
      assertThat(network.connections()).isEqualTo(2);
    }
  }

  @Test
  void replacesASessionThatBrokeBetweenTwoCalls() throws Exception {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", network.port())) {
      client.call(LONG, ConnectFaultsIT::uptime);
      server.execute(
          "KILL "
              + server.queryValue(
                  "SELECT id FROM information_schema.processlist WHERE user = 'limited'"));
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
      assertThat(network.connections()).isEqualTo(2);
    }
  }

  @Test
  void saysThatNothingListens() {
    int port = network.port();
    network.close();
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", port)) {
      assertThat(failure(client, LONG)).isEqualTo(ConnectFailure.REFUSED);
    }
  }

  @Test
  void saysThatTheNameHasNoAddress() {
    MysqlThreads threads =
        new MysqlThreads(
            host -> {
              throw new UnknownHostException(host);
            });
    try (threads;
        MysqlClient client = client(threads, "nowhere", network.port())) {
      assertThat(failure(client, LONG)).isEqualTo(ConnectFailure.DNS);
    }
  }

  @Test
  void doesNotWaitForANameServerThatHangs() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    MysqlThreads threads =
        new MysqlThreads(
            host -> {
              try {
                answer.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
    try (threads;
        MysqlClient client = client(threads, "slow", network.port())) {
      assertThat(failure(client)).isEqualTo(ConnectFailure.DNS);
      assertThat(failure(client)).isEqualTo(ConnectFailure.DNS);
      answer.countDown();
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
    }
  }

  @Test
  void triesTheNextAddressOfAName() throws Exception {
    InetAddress silent = InetAddress.getByName("127.0.0.9");
    MysqlThreads threads =
        new MysqlThreads(host -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()});
    try (threads;
        MysqlClient client = client(threads, "two", server.port())) {
      assertThat(client.call(LONG, ConnectFaultsIT::uptime)).isNotNegative();
    }
  }

  @Test
  void saysThatMaxConnectionsIsReached() throws Exception {
    server.execute("SET GLOBAL max_connections = 10");
    List<Connection> others = new ArrayList<>();
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, "127.0.0.1", server.port())) {
      // The session that looks on from here is the first; one more is kept for administrators.
      for (int i = 0; i < 10; i++) {
        others.add(server.connect());
      }
      assertThat(failure(client, LONG)).isEqualTo(ConnectFailure.TOO_MANY_CONNECTIONS);
      long refused = server.globalStatus().get("Connection_errors_max_connections");
      assertThat(failure(client, LONG)).isEqualTo(ConnectFailure.TOO_MANY_CONNECTIONS);
      assertThat(server.globalStatus()).containsEntry("Connection_errors_max_connections", refused);
    } finally {
      for (Connection other : others) {
        other.close();
      }
      server.execute("SET GLOBAL max_connections = 151");
    }
  }

  private static MysqlClient client(MysqlThreads threads, String host, int port) {
    return client(threads, host, port, Ticker.system());
  }

  private static MysqlClient client(MysqlThreads threads, String host, int port, Ticker ticker) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp(host, port),
            SampleData.LIMITED.user(),
            Secret.of(SampleData.LIMITED.password()),
            TlsSettings.of(SslMode.PREFERRED)),
        threads,
        ticker);
  }

  private static Duration timeoutFor(ConnectFailure expected) {
    return expected == ConnectFailure.TIMEOUT ? SHORT : LONG;
  }

  /** Why a call fails that may not take long; it does not. */
  private static ConnectFailure failure(MysqlClient client) {
    return failure(client, SHORT);
  }

  private static ConnectFailure failure(MysqlClient client, Duration timeout) {
    return failure(client, timeout, ConnectFaultsIT::uptime);
  }

  private static ConnectFailure failure(
      MysqlClient client, Duration timeout, SessionCall<Long> call) {
    long start = System.nanoTime();
    MysqlUnavailableException failure =
        catchThrowableOfType(MysqlUnavailableException.class, () -> client.call(timeout, call));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.plus(GRACE));
    return failure.failure();
  }

  private static long sleepTwoSeconds(MysqlSession session) throws MysqlUnavailableException {
    try {
      return session.query("SELECT SLEEP(2)", rows -> rows.next() ? rows.getLong(1) : -1);
    } catch (MysqlStatementException e) {
      throw new AssertionError(e);
    }
  }

  private static long uptime(MysqlSession session) throws MysqlUnavailableException {
    try {
      return GlobalStatus.read(session).value("Uptime").orElseThrow();
    } catch (MysqlStatementException e) {
      throw new AssertionError(e);
    }
  }
}
