package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.WantedCodes;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogRow;
import io.github.mysqlaborted.server.table.ErrorLogRows;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of one server's {@code performance_schema.error_log} and counts what it read. A
 * look and what comes of it are two steps, so that a look may be another thread's. Not thread-safe.
 */
final class ErrorLogTableTail {

  /** A row has at most 4 KiB, most have 100 to 400 bytes. */
  static final int ROWS_AT_ONCE = 1000;

  private static final List<String> CODES = WantedCodes.all();

  private final boolean fromEnd;
  private final int rowsAtOnce;
  private final ErrorLogReader reader;
  private Optional<ErrorLogTablePosition> place = Optional.empty();
  private long readBytes;
  private long lost;
  private long lagBytes;
  private boolean readable;
  private Instant lastRead = Instant.EPOCH;

  /**
   * @param fromEnd whether the rows that are there at the first look are passed over
   * @param rowsAtOnce how many rows a look finds at most
   * @param consumer is told of each event
   */
  ErrorLogTableTail(
      boolean fromEnd, int rowsAtOnce, ZoneId zone, Clock clock, EventConsumer consumer) {
    this.fromEnd = fromEnd;
    this.rowsAtOnce = rowsAtOnce;
    this.reader = ErrorLogReader.ofRows(zone, clock, consumer);
  }

  /** The table of a server, of whose rows those are read that may matter. */
  static ErrorLogTable table(MysqlSession session) {
    return new ErrorLogTable(session, CODES);
  }

  /** Where the next look goes on. */
  Optional<ErrorLogTablePosition> place() {
    return place;
  }

  /** Looks for what follows {@code from}; changes nothing here. */
  ErrorLogTablePosition.Look look(
      Optional<ErrorLogTablePosition> from, ErrorLogStatus status, ErrorLogRows table)
      throws MysqlUnavailableException, MysqlStatementException {
    if (from.isEmpty() && fromEnd) {
      // Nothing is read; but whether it may be shows now.
      table.after(status.latest(), 1);
    }
    return from.orElseGet(() -> ErrorLogTablePosition.first(status, fromEnd))
        .look(status, table, rowsAtOnce);
  }

  /** What the server said against reading the table, and what helps. */
  static String objection(MysqlStatementException e) {
    return e.isAccessDenied()
        ? e.getMessage() + ": GRANT SELECT ON " + ErrorLogTable.NAME + " to the exporter's account"
        : e.getMessage();
  }

  /** Counts what a look found. */
  void take(ErrorLogTablePosition.Look look, ErrorLogStatus status) {
    for (ErrorLogRow row : look.rows()) {
      readBytes += row.bytes();
      reader.row(row.logged(), row.thread(), row.code(), row.data());
    }
    place = Optional.of(look.place());
    lost += look.lost();
    lagBytes = status.bytesOf(look.behind());
    readable = true;
    lastRead = status.readAt();
  }

  /** Says that the table cannot be read at present. */
  void unreadable() {
    readable = false;
  }

  boolean isReadable() {
    return readable;
  }

  LogView.Source view() {
    return new LogView.Source(
        ErrorLogTable.NAME,
        statistics(),
        reader.records(),
        reader.unrecognized(),
        readable,
        lagBytes,
        lastRead);
  }

  /** What a restart needs. */
  LogCheckpoint.ErrorTable save() {
    return new LogCheckpoint.ErrorTable(place, reader.state(), statistics());
  }

  /** Goes on where {@link #save} left. */
  void restore(LogCheckpoint.ErrorTable saved) {
    reader.restore(saved.reader());
    place = saved.position();
    readBytes = saved.statistics().readBytes();
    lost = saved.statistics().lost();
  }

  private TailStatistics statistics() {
    return new TailStatistics(readBytes, 0, 0, lost);
  }
}
