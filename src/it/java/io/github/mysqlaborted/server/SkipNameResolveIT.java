package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server with {@code skip_name_resolve} knows no {@code localhost} that comes by TCP. */
final class SkipNameResolveIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void aRefusedLoginSaysWhichAccountItWouldTake() throws Exception {
    try (LocalServer server =
            LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL, "--skip-name-resolve");
        MysqlThreads threads = new MysqlThreads();
        MysqlClient client = client(threads, server)) {
      server.execute("CREATE USER 'exporter'@'localhost' IDENTIFIED BY 'secret'");

      MysqlUnavailableException failure =
          catchThrowableOfType(
              MysqlUnavailableException.class, () -> client.call(LIMIT, MysqlSession::version));

      assertThat(failure.failure()).isEqualTo(ConnectFailure.AUTH);
      assertThat(failure)
          .hasMessage(
              "Access denied for user 'exporter'@'127.0.0.1' (using password: YES): the server"
                  + " knows this client by its address, not by a name, as with"
                  + " skip_name_resolve=ON: an account 'exporter'@'localhost' is then for the Unix"
                  + " socket only. Set socket in [client], or create the account"
                  + " 'exporter'@'127.0.0.1'");
    }
  }

  private static MysqlClient client(MysqlThreads threads, LocalServer server) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp("127.0.0.1", server.port()),
            "exporter",
            Secret.of("secret"),
            TlsSettings.of(SslMode.PREFERRED)),
        threads,
        Ticker.system());
  }
}
