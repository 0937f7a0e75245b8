package io.github.mysqlaborted.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The connection on which a server is looked at and told what to do. Safe for many threads. */
final class RootSession implements AutoCloseable {
  private final String url;
  private final String password;
  private Connection kept;

  RootSession(String host, int port, String password) {
    this.url =
        "jdbc:mysql://"
            + host
            + ":"
            + port
            + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=60000";
    this.password = password;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "root", password);
  }

  synchronized void execute(String sql) {
    try (Statement statement = kept().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  synchronized String queryValue(String sql) {
    try (Statement statement = kept().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  Map<String, Long> globalStatus() {
    Map<String, Long> status = new TreeMap<>();
    show("SHOW GLOBAL STATUS")
        .forEach(
            (name, value) -> {
              if (value.matches("\\d{1,18}")) {
                status.put(name, Long.valueOf(value));
              }
            });
    return status;
  }

  Optional<String> globalVariable(String name) {
    return Optional.ofNullable(show("SHOW GLOBAL VARIABLES LIKE '" + name + "'").get(name));
  }

  private synchronized Map<String, String> show(String sql) {
    Map<String, String> shown = new TreeMap<>();
    try (Statement statement = kept().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        shown.put(rows.getString(1), rows.getString(2));
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
    return shown;
  }

  private Connection kept() throws SQLException {
    if (kept == null) {
      kept = connect();
    }
    return kept;
  }

  private static IllegalStateException failed(String sql, SQLException e) {
    return new IllegalStateException(sql + ": " + e.getMessage(), e);
  }

  /** Says goodbye to the server, if it is there; the next use connects anew. */
  @Override
  public synchronized void close() {
    Connection closing = kept;
    kept = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (SQLException e) {
        // The server is gone, and the connection with it.
        return;
      }
    }
  }
}
