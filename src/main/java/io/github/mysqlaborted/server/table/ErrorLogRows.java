package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import java.time.Instant;
import java.util.List;

/** The rows of {@code performance_schema.error_log}, as far as the server still has them. */
public interface ErrorLogRows {

  /**
   * What the ring holds on the two sides of a row.
   *
   * @param reachesBack whether it holds that row, or an earlier one
   * @param later how many later ones it holds
   * @param serverTime the server's clock
   */
  record Extent(boolean reachesBack, long later, Instant serverTime) {}

  /**
   * The rows that follow, the earliest first.
   *
   * @param watermark {@code LOGGED} of the last row that is known
   * @param limit at most so many
   */
  List<ErrorLogRow> after(Instant watermark, int limit)
      throws MysqlUnavailableException, MysqlStatementException;

  /** How the ring lies to a row. */
  Extent extent(Instant watermark) throws MysqlUnavailableException, MysqlStatementException;
}
