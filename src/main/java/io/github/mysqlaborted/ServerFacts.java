package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogLocation;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server says once, for a report.
 *
 * @param log the file to which it writes its error log, if that is on this machine
 */
record ServerFacts(String version, GlobalVariables variables, Optional<Path> log) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Asks it, and logs out.
   *
   * @throws ConfigException if it does not answer
   */
  static ServerFacts ask(MysqldConfig config) throws ConfigException {
    ConnectionSettings settings = config.load();
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = new MysqlClient(settings, threads, Ticker.system())) {
      Optional<ServerFacts> facts =
          client.call(TIMEOUT, session -> facts(session, client.isOnThisMachine()));
      return facts.orElseThrow(
          () -> new ConfigException("the server does not show its settings to this account"));
    } catch (MysqlUnavailableException e) {
      throw new ConfigException(
          "the server at "
              + settings.address()
              + " does not answer ("
              + e.failure().label()
              + "): "
              + e.getMessage());
    }
  }

  private static Optional<ServerFacts> facts(MysqlSession session, boolean isHere)
      throws MysqlUnavailableException {
    try {
      ErrorLogLocation location = ErrorLogLocation.read(session);
      return Optional.of(
          new ServerFacts(
              session.version().version(),
              GlobalVariables.read(session),
              isHere ? location.file() : Optional.empty()));
    } catch (MysqlStatementException e) {
      return Optional.empty();
    }
  }
}
