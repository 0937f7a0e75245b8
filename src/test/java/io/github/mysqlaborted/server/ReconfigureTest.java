package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.FakeServer;
import io.github.mysqlaborted.harness.TestTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload and the pause after failed logins, each of which the server counts. */
final class ReconfigureTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final TestTicker ticker = new TestTicker();
  private final MysqlThreads threads = new MysqlThreads();
  private FakeServer server;
  private Path ca;
  private MysqlClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        FakeServer.start(
            session -> {
              session.greet("8.0.36", "mysql_native_password");
              session.error(1045, "Access denied");
            });
    ca = Files.writeString(folder.resolve("ca.pem"), "old");
    client = new MysqlClient(settings("wrong"), threads, ticker);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    threads.close();
    server.close();
  }

  @Test
  void endsNoPauseWhenNothingChanges() {
    login();
    assertThat(server.connections()).isEqualTo(1);

    for (int i = 0; i < 1500; i++) {
      assertThat(client.reconfigure(settings("wrong"))).isFalse();
      login();
    }
    assertThat(server.connections()).isEqualTo(1);
    ticker.pass(Duration.ofSeconds(10));
    login();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void endsThePauseForAnotherPassword() {
    login();
    assertThat(client.reconfigure(settings("other"))).isTrue();
    login();
    assertThat(server.connections()).isEqualTo(2);
    assertThat(client.reconfigure(settings("other"))).isFalse();
    login();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void endsThePauseForAnotherCertificateInTheSameFile() throws IOException {
    login();
    Files.writeString(ca, "new");
    assertThat(client.reconfigure(settings("wrong"))).isTrue();
    login();
    assertThat(server.connections()).isEqualTo(2);
  }

  private void login() {
    assertThat(
            catchThrowableOfType(
                    MysqlUnavailableException.class,
                    () -> client.call(TIMEOUT, MysqlSession::version))
                .failure())
        .isEqualTo(ConnectFailure.AUTH);
  }

  private ConnectionSettings settings(String password) {
    return new ConnectionSettings(
        new ServerAddress.Tcp("127.0.0.1", server.port()),
        "exporter",
        Secret.of(password),
        new TlsSettings(SslMode.PREFERRED, Optional.of(ca), Optional.empty(), Optional.empty()));
  }
}
