package io.github.mysqlaborted.source.mysql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
   * <p>ER_CON_COUNT_ERROR, ER_HANDSHAKE_ERROR, ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR,
   * ER_HOST_IS_BLOCKED, the nine ER_NET errors, ER_CLIENT_INTERACTION_TIMEOUT.
   */
  private static final String NUMBERS =
      "1040,1043,1044,1045,1129,1153,1154,1155,1156,1157,1158,1159,1160,1161,4031";

  private static final String STATEMENT =
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
            raised.put(rows.getString(1), rows.getLong(2));
          }
          return new ErrorsSummary(raised);
        });
  }
}
