package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
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
 * {@code mysql.general_log}: the general query log as a table, with {@code log_output=TABLE}. Needs
 * {@code SELECT} on it. No row but those of the command {@code Connect} leaves the server, so no
 * statement of anybody does.
 *
 * <p>It is a CSV table without an index: each read has the server parse all of it.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/log-destinations.html">Selecting General
 *     Query Log and Slow Query Log Output Destinations</a>
 */
public final class GeneralLogTable {

  /** Its name, as the {@code source} of what is read from it. */
  public static final String NAME = "mysql.general_log";

  /** Longer than any names and what the server says with them. */
  private static final int LONGEST_ARGUMENT = 1024;

  /** Of an answer, most of whose rows have 60 bytes. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  /** In the time zone of the session, which is UTC. */
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("''uuuu-MM-dd HH:mm:ss.SSSSSS''").withZone(ZoneOffset.UTC);

  private static final String EVENT_TIME = "CAST(UNIX_TIMESTAMP(event_time) * 1000000 AS UNSIGNED)";
  private static final String CONNECTS = " FROM " + NAME + " WHERE command_type = 'Connect'";

  private final MysqlSession session;

  public GeneralLogTable(MysqlSession session) {
    this.session = session;
  }

  /** Whether the server writes to it now. */
  public boolean isWritten() throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        "SELECT @@global.general_log AND FIND_IN_SET('TABLE', @@global.log_output) > 0",
        rows -> rows.next() && rows.getBoolean(1));
  }

  /** The latest {@code event_time} of such a row; the epoch if there is none. */
  public Instant latest() throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        "SELECT COALESCE(MAX(" + EVENT_TIME + "), 0)" + CONNECTS,
        rows -> rows.next() ? instant(rows.getLong(1)) : Instant.EPOCH);
  }

  /** The rows from a time on, in the order in which they were written, at most so many. */
  public List<GeneralLogRow> from(Instant eventTime, int limit)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        "SELECT "
            + EVENT_TIME
            + ", thread_id, LEFT(argument, "
            + LONGEST_ARGUMENT
            + ")"
            + CONNECTS
            + " AND event_time >= "
            + LITERAL.format(eventTime)
            + " LIMIT "
            + limit,
        new AnswerLimit(limit, MOST_BYTES),
        GeneralLogTable::rows);
  }

  private static List<GeneralLogRow> rows(ResultSet result) throws SQLException {
    List<GeneralLogRow> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(
          new GeneralLogRow(instant(result.getLong(1)), result.getLong(2), result.getString(3)));
    }
    return rows;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
