package io.github.mysqlaborted.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * A running server with the accounts and data of {@link SampleData}. It ends with {@link #close},
 * and in any case with this JVM.
 */
public interface Server extends AutoCloseable {

  ServerKind kind();

  Dialect dialect();

  Verbosity verbosity();

  /** What {@code VERSION()} says. */
  String version();

  String host();

  int port();

  /** The error log, readable here. */
  Path errorLog();

  /** The general query log, readable here. */
  Path generalLog();

  /** The password of {@code root}; empty if it has none. */
  String rootPassword();

  /** A new connection of {@code root}, which the caller closes. */
  Connection connect() throws SQLException;

  /** Runs a statement as {@code root}, on a connection that is kept. */
  void execute(String sql);

  /** The first column of the first row, as {@code root}, on a connection that is kept. */
  String queryValue(String sql);

  /** A global variable; empty if the server has none of that name. */
  Optional<String> globalVariable(String name);

  /** {@code SHOW GLOBAL STATUS}, those values that are numbers. */
  Map<String, Long> globalStatus();

  @Override
  void close();

  /** Starts a server that logs all of its aborted connections. */
  static Server start(ServerKind kind) {
    return start(kind, Verbosity.FULL);
  }

  /**
   * Starts a server. MariaDB starts without TLS; {@code --ssl} turns it on in 11.4.
   *
   * @param options further options of the server, as {@code --wait-timeout=60}; a later one wins
   */
  static Server start(ServerKind kind, Verbosity verbosity, String... options) {
    return switch (kind) {
      case CONTAINER -> ContainerServer.start(verbosity, options);
      case MARIADB_11_4, MYSQL_8_0, MYSQL_5_6, MYSQL_5_5, MARIADB_10_11 ->
          LocalServer.start(kind, verbosity, options);
    };
  }
}
