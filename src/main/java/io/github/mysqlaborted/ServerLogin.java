package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.server.connect.TlsLayer;
import java.util.ArrayList;
import java.util.List;
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

  /** Logs what is allowed and hardly meant. */
  static void warn(ExporterConfig config, Optional<ConnectionSettings> settings) {
    hints(config, settings).forEach(LOG::warn);
  }

  /** What is allowed and hardly meant, one line each. */
  static List<String> hints(ExporterConfig config, Optional<ConnectionSettings> settings) {
    List<String> hints = new ArrayList<>();
    try {
      hints.addAll(
          config.mysqld().isPresent()
              ? config.mysqld().get().hints()
              : config.probe().allow().allowsNone() ? List.of() : config.probe().logins().hints());
    } catch (ConfigException e) {
      LOG.debug("the option file has just become illegible", e);
    }
    settings.flatMap(ServerLogin::hint).ifPresent(hints::add);
    return hints;
  }

  /** What is hardly meant of TLS. */
  static Optional<String> hint(ConnectionSettings settings) {
    TlsSettings tls = settings.tls();
    return tls.ca().isPresent() && !tls.mode().verifies()
        ? Optional.of(
            "ssl-ca has no effect: ssl-mode="
                + tls.mode()
                + " does not verify the server's certificate; use VERIFY_CA or VERIFY_IDENTITY")
        : Optional.empty();
  }
}
