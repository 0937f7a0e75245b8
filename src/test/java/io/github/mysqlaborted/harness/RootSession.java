package io.github.mysqlaborted.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
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
            + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=5000";
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

  synchronized Map<String, Long> globalStatus() {
    String sql = "SHOW GLOBAL STATUS";
    Map<String, Long> status = new TreeMap<>();
    try (Statement statement = kept().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        String value = rows.getString(2);
        if (value.matches("\\d{1,18}")) {
          status.put(rows.getString(1), Long.valueOf(value));
        }
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
    return status;
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
