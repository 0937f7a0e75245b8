package io.github.mysqlaborted.server;

import com.mysql.cj.jdbc.NonRegisteringDriver;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.server.connect.AnswerLimit;
import io.github.mysqlaborted.server.connect.AttemptSocketFactory;
import io.github.mysqlaborted.server.connect.ConnectAttempt;
import io.github.mysqlaborted.server.connect.Deadline;
import io.github.mysqlaborted.server.connect.DriverProperties;
import java.net.ProtocolException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A login that is kept. Not thread-safe: {@link MysqlClient} hands it to one thread at a time. */
public final class MysqlSession {

  /** Reads the rows of one result. */
  public interface RowReader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** The driver's sign for an answer whose rows are read when they are asked for. */
  private static final int STREAMED = Integer.MIN_VALUE;

  private final Connection connection;
  private final ConnectAttempt dial;
  private Deadline deadline;
  private final ServerVersion version;
  private final boolean performanceSchema;
  private final Map<List<String>, List<String>> variables = new HashMap<>();

  private MysqlSession(Connection connection, ConnectAttempt dial, Deadline deadline)
      throws MysqlUnavailableException, MysqlStatementException {
    this.connection = connection;
    this.dial = dial;
    this.deadline = deadline;
    String[] facts =
        query(
            "SELECT @@version, @@version_comment, @@global.performance_schema",
            rows -> {
              rows.next();
              return new String[] {rows.getString(1), rows.getString(2), rows.getString(3)};
            });
    this.version = ServerVersion.of(facts[0], facts[1]);
    this.performanceSchema = facts[2].equals("1");
  }

  /** Logs in, and finds out what the server is and has. */
  static MysqlSession open(ConnectionSettings settings, ConnectAttempt dial, Deadline deadline)
      throws MysqlUnavailableException {
    Connection connection = connect(settings, dial, deadline);
    try {
      return new MysqlSession(connection, dial, deadline);
    } catch (MysqlStatementException e) {
      closeQuietly(connection);
      throw new MysqlUnavailableException(ConnectFailure.OTHER, e.getMessage());
    } catch (MysqlUnavailableException | RuntimeException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static Connection connect(
      ConnectionSettings settings, ConnectAttempt dial, Deadline deadline)
      throws MysqlUnavailableException {
    // Connections are closed here; the driver's own thread that looks for forgotten ones is a cost.
    System.setProperty("com.mysql.cj.disableAbandonedConnectionCleanup", "true");
    try {
      return AttemptSocketFactory.with(
          dial,
          () ->
              new NonRegisteringDriver()
                  .connect(
                      DriverProperties.url(settings), DriverProperties.of(settings, deadline)));
    } catch (SQLException e) {
      dial.cut();
      throw unavailable(e);
    } catch (RuntimeException e) {
      dial.cut();
      throw senseless(e);
    }
  }

  public ServerVersion version() {
    return version;
  }

  /**
   * Whether the server fills the tables of {@code performance_schema}:
   * {@code @@performance_schema}.
   */
  public boolean hasPerformanceSchema() {
    return performanceSchema;
  }

  /** Which of these global variables the server has, asked once in a session. */
  public List<String> globalVariablesAmong(List<String> names)
      throws MysqlUnavailableException, MysqlStatementException {
    List<String> found = variables.get(names);
    if (found == null) {
      found =
          query(
              "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('" + String.join("','", names) + "')",
              rows -> {
                Set<String> known = new HashSet<>();
                while (rows.next()) {
                  known.add(rows.getString(1));
                }
                return names.stream().filter(known::contains).toList();
              });
      variables.put(names, found);
    }
    return found;
  }

  /** By when the statements that follow must be answered, all together. */
  void deadline(Deadline next) {
    deadline = next;
  }

  public <T> T query(String sql, RowReader<T> reader)
      throws MysqlUnavailableException, MysqlStatementException {
    return query(sql, AnswerLimit.USUAL, reader);
  }

  /** The rows are read one after the other; none is kept here. */
  public <T> T query(String sql, AnswerLimit limit, RowReader<T> reader)
      throws MysqlUnavailableException, MysqlStatementException {
    dial.limit(limit);
    try {
      connection.setNetworkTimeout(Runnable::run, deadline.remainingMillis());
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(STREAMED);
        try (ResultSet rows = statement.executeQuery()) {
          return reader.read(rows);
        }
      }
    } catch (RuntimeException e) {
      throw senseless(e);
    } catch (SQLException e) {
      // An answer that breaks off amid its rows is an error like another to the driver.
      if (isSessionLost(e) || !dial.isAtRest()) {
        throw unavailable(e);
      }
      throw new MysqlStatementException(e.getErrorCode(), firstLine(e));
    }
  }

  /** Asks for a sign of life, without a statement. */
  public void ping() throws MysqlUnavailableException {
    try {
      int seconds = (int) Duration.ofMillis(deadline.remainingMillis()).plusMillis(999).toSeconds();
      if (!connection.isValid(seconds)) {
        throw new MysqlUnavailableException(
            deadline.isOver() ? ConnectFailure.TIMEOUT : ConnectFailure.OTHER, "ping failed");
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Says COM_QUIT, without which the server counts the session as aborted. */
  void close() {
    closeQuietly(connection);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is closed for this side, whatever the server made of it.
      return;
    }
  }

  private static boolean isSessionLost(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (e.getErrorCode()) {
      // ER_SERVER_SHUTDOWN, MariaDB's ER_CONNECTION_KILLED, ER_SESSION_WAS_KILLED,
      // ER_CLIENT_INTERACTION_TIMEOUT
      case 1053, 1927, 3169, 4031 -> true;
      default -> state.startsWith("08");
    };
  }

  /** What neither the driver nor a reader of rows can make anything of. */
  private static MysqlUnavailableException senseless(RuntimeException e) {
    MysqlUnavailableException failure =
        new MysqlUnavailableException(
            ConnectFailure.OTHER, "the server's answer is malformed: " + e.getMessage());
    failure.initCause(e);
    return failure;
  }

  private static MysqlUnavailableException unavailable(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new MysqlUnavailableException(ConnectFailure.of(e), LoginHint.added(message(e, root)));
  }

  private static String message(SQLException e, Throwable root) {
    if (root instanceof ProtocolException) {
      return String.valueOf(root.getMessage());
    }
    // The driver says "Communications link failure" for whatever keeps it from the server.
    return root instanceof SQLException || firstLine(e).equals(root.getMessage())
        ? firstLine(e)
        : firstLine(e) + ": " + root.getMessage();
  }

  /** The driver adds lines of its own to the server's message. */
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(e.getClass().getSimpleName());
  }
}
