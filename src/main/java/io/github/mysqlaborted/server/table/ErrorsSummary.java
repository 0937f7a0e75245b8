package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code performance_schema.events_errors_summary_global_by_error} of MySQL 8.0 and later: how
 * often an error of the network or of a login was raised, whatever the error log is told to write.
 * One aborted connection can raise several. Needs SELECT on the table.
 *
 * @param raised {@code SUM_ERROR_RAISED} by {@code ERROR_NAME}
 * @see <a
 *     href="https://dev.mysql.com/doc/refman/8.4/en/performance-schema-error-summary-tables.html">
 *     Error Summary Tables</a>
 */
public record ErrorsSummary(Map<String, Long> raised) {

  /**
   * By number, since the table is indexed by it; by name all of its rows are read.
   *
   * <p>In the order of {@link #NAMES}.
   */
  private static final String NUMBERS =
      "1040,1043,1044,1045,1129,1153,1154,1155,1156,1157,1158,1159,1160,1161,4031";

  /** What the server may call them; anything else would be a series of its own making. */
  private static final Set<String> NAMES =
      Set.of(
          "ER_CON_COUNT_ERROR",
          "ER_HANDSHAKE_ERROR",
          "ER_DBACCESS_DENIED_ERROR",
          "ER_ACCESS_DENIED_ERROR",
          "ER_HOST_IS_BLOCKED",
          "ER_NET_PACKET_TOO_LARGE",
          "ER_NET_READ_ERROR_FROM_PIPE",
          "ER_NET_FCNTL_ERROR",
          "ER_NET_PACKETS_OUT_OF_ORDER",
          "ER_NET_UNCOMPRESS_ERROR",
          "ER_NET_READ_ERROR",
          "ER_NET_READ_INTERRUPTED",
          "ER_NET_ERROR_ON_WRITE",
          "ER_NET_WRITE_INTERRUPTED",
          "ER_CLIENT_INTERACTION_TIMEOUT");

  static final String STATEMENT =
      "SELECT ERROR_NAME, SUM_ERROR_RAISED"
          + " FROM performance_schema.events_errors_summary_global_by_error"
          + " WHERE ERROR_NUMBER IN ("
          + NUMBERS
          + ")";

  public ErrorsSummary {
    raised = Collections.unmodifiableMap(new LinkedHashMap<>(raised));
  }

  /** Whether the server has the table and fills it. */
  public static boolean isIn(MysqlSession session) {
    ServerVersion version = session.version();
    return !version.isMariaDb() && version.isAtLeast(8, 0, 0) && session.hasPerformanceSchema();
  }

  public static ErrorsSummary read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        STATEMENT,
        rows -> {
          Map<String, Long> raised = new TreeMap<>();
          while (rows.next()) {
            add(rows.getString(1), rows.getLong(2), raised);
          }
          return new ErrorsSummary(raised);
        });
  }

  static void add(String name, long times, Map<String, Long> raised) {
    if (NAMES.contains(name)) {
      raised.put(name, times);
    }
  }
}
