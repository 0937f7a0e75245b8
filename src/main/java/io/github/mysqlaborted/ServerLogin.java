package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.server.connect.TlsLayer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to log in to the watched server, read and checked as far as that goes without it. */
final class ServerLogin {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLogin.class);

  private static final ServerAddress.Tcp ANY_SERVER =
      new ServerAddress.Tcp("localhost", ServerAddress.DEFAULT_PORT);

  private ServerLogin() {}

  /**
   * The settings as they are now; empty if only logs are read or others probed. The logins of
   * {@code /probe} are checked as well, for none of them has to be used yet.
   *
   * @throws ConfigException if a file is missing or holds what cannot be honoured
   */
  static Optional<ConnectionSettings> load(ExporterConfig config) throws ConfigException {
    if (!config.probe().allow().allowsNone()) {
      checkModules(config.probe().logins());
    }
    if (config.mysqld().isEmpty()) {
      return Optional.empty();
    }
    ConnectionSettings settings = config.mysqld().get().load();
    TlsLayer.check(settings.tls());
    return Optional.of(settings);
  }

  private static void checkModules(MysqldConfig logins) throws ConfigException {
    for (String module : logins.modules()) {
      TlsLayer.check(logins.load(ANY_SERVER, Optional.of(module)).tls());
    }
  }

  /** Tells what is allowed and hardly meant, as the MySQL clients do. */
  static void warn(ConnectionSettings settings) {
    TlsSettings tls = settings.tls();
    if (tls.ca().isPresent() && !tls.mode().verifies()) {
      LOG.warn(
          "ssl-ca has no effect: ssl-mode={} does not verify the server's"
              + " certificate; use VERIFY_CA or VERIFY_IDENTITY",
          tls.mode());
    }
  }
}
