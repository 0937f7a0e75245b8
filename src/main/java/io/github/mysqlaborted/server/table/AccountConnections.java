package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.connect.AnswerLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many connections each account has made: {@code performance_schema.accounts} of MySQL 5.6 and
 * MariaDB 10.0 and later, which needs SELECT on the table; or, of a MariaDB without {@code
 * performance_schema}, {@code information_schema.USER_STATISTICS}, which is empty unless {@code
 * userstat} is on and the account has PROCESS, and knows no hosts.
 *
 * @param total connections since the server started or the table was truncated
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/performance-schema-accounts-table.html">The
 *     accounts Table</a>
 * @see <a
 *     href="https://mariadb.com/docs/server/reference/system-tables/information-schema/information-schema-tables/information-schema-user_statistics-table">
 *     USER_STATISTICS</a>
 */
public record AccountConnections(Map<UserAtHost, Long> total) {

  /**
   * An account in the server's words.
   *
   * @param host empty if the server does not tell it
   */
  public record UserAtHost(String user, String host) {}

  /** No server has so many accounts; strangers cannot make any. */
  private static final int MOST_ROWS = 10_000;

  /** With a few rows more, for what is read beside it. */
  static final AnswerLimit LIMIT = new AnswerLimit(MOST_ROWS + 100, 4 << 20);

  /** Users are NULL for the server's own threads. */
  static final String STATEMENT =
      "SELECT USER, HOST, TOTAL_CONNECTIONS FROM performance_schema.accounts"
          + " WHERE USER IS NOT NULL LIMIT "
          + MOST_ROWS;

  private static final String USERSTAT =
      "SELECT USER, '', TOTAL_CONNECTIONS FROM information_schema.USER_STATISTICS LIMIT "
          + MOST_ROWS;

  public AccountConnections {
    total = Collections.unmodifiableMap(new LinkedHashMap<>(total));
  }

  /** Whether the server has one of the tables. */
  public static boolean isIn(MysqlSession session) {
    return hasAccounts(session) || session.version().isMariaDb();
  }

  private static boolean hasAccounts(MysqlSession session) {
    ServerVersion version = session.version();
    boolean hasTable =
        version.isMariaDb() ? version.isAtLeast(10, 0, 0) : version.isAtLeast(5, 6, 0);
    return hasTable && session.hasPerformanceSchema();
  }

  public static AccountConnections read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        hasAccounts(session) ? STATEMENT : USERSTAT,
        LIMIT,
        rows -> {
          Map<UserAtHost, Long> total = new LinkedHashMap<>();
          while (rows.next()) {
            add(rows, total);
          }
          return new AccountConnections(total);
        });
  }

  /** Adds the account in a row. */
  static void add(ResultSet row, Map<UserAtHost, Long> total) throws SQLException {
    total.merge(new UserAtHost(row.getString(1), row.getString(2)), row.getLong(3), Long::sum);
  }
}
