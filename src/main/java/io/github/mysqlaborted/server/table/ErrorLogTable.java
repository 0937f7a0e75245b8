package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.connect.AnswerLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code performance_schema.error_log}: the error log of MySQL 8.0.22 and later, in a ring of 5 MiB
 * (sql/server_component/log_sink_perfschema.cc). Needs {@code SELECT} on the table.
 *
 * <p>A read scans the ring from its oldest row, which is the order of {@code LOGGED}; nothing sorts
 * it, and no key helps: those of the table are hashes. A full ring, 50,000 rows, takes the server
 * some 30 ms. {@code DATA} is read where the code says that it may matter.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/refman/8.4/en/performance-schema-error-log-table.html">The
 *     error_log Table</a>
 */
public final class ErrorLogTable implements ErrorLogRows {

  /** Its name, as the {@code source} of what is read from it. */
  public static final String NAME = "performance_schema.error_log";

  /**
   * Longer than any record that is wanted: its three names have 543 bytes at most, of which JSON
   * makes six times as many.
   */
  private static final int LONGEST_TEXT = 4096;

  /** In the time zone of the session, which is UTC. */
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("'TIMESTAMP'''uuuu-MM-dd HH:mm:ss.SSSSSS''")
          .withZone(ZoneOffset.UTC);

  private final MysqlSession session;
  private final String select;

  /**
   * @param codes as {@code MY-010914}, of the rows whose {@code DATA} is read
   */
  public ErrorLogTable(MysqlSession session, List<String> codes) {
    this.session = session;
    this.select =
        "SELECT CAST(UNIX_TIMESTAMP(LOGGED) * 1000000 AS UNSIGNED), THREAD_ID, ERROR_CODE,"
            + " IF(ERROR_CODE IN ('"
            + String.join("','", codes)
            + "'), LEFT(DATA, "
            + LONGEST_TEXT
            + "), ''), LENGTH(DATA) FROM "
            + NAME
            + " WHERE LOGGED > ";
  }

  /** Whether the server has the table and fills it. */
  public static boolean isIn(MysqlSession session) {
    ServerVersion version = session.version();
    return !version.isMariaDb() && version.isAtLeast(8, 0, 22) && session.hasPerformanceSchema();
  }

  @Override
  public List<ErrorLogRow> after(Instant watermark, int limit)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        select + LITERAL.format(watermark) + " LIMIT " + limit,
        AnswerLimit.ofRows(limit, LONGEST_TEXT),
        ErrorLogTable::rows);
  }

  private static List<ErrorLogRow> rows(ResultSet result) throws SQLException {
    List<ErrorLogRow> rows = new ArrayList<>();
    while (result.next()) {
      String code = result.getString(3);
      rows.add(
          new ErrorLogRow(
              instant(result.getLong(1)),
              result.getLong(2),
              code == null ? "" : code,
              result.getString(4),
              result.getLong(5)));
    }
    return rows;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public Extent extent(Instant watermark)
      throws MysqlUnavailableException, MysqlStatementException {
    String later = "LOGGED > " + LITERAL.format(watermark);
    return session.query(
        "SELECT COUNT(*), COALESCE(SUM("
            + later
            + "), 0), CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS UNSIGNED) FROM "
            + NAME,
        result -> {
          result.next();
          long all = result.getLong(1);
          long newer = result.getLong(2);
          return new Extent(all > newer, newer, instant(result.getLong(3)));
        });
  }
}
