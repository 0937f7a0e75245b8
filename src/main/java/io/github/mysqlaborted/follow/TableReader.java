package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.parse.AbortListener;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.source.log.TailStatistics;
import io.github.mysqlaborted.source.mysql.ErrorLogRow;
import io.github.mysqlaborted.source.mysql.ErrorLogRows;
import io.github.mysqlaborted.source.mysql.ErrorLogStatus;
import io.github.mysqlaborted.source.mysql.ErrorLogTable;
import io.github.mysqlaborted.source.mysql.MysqlStatementException;
import io.github.mysqlaborted.source.mysql.MysqlUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Reads the rows of one server's {@code performance_schema.error_log} and counts what it read. A
 * look and what comes of it are two steps, so that a look may be another thread's. Not thread-safe.
 */
final class TableReader {

  /** A row has at most 4 KiB, most have 100 to 400 bytes. */
  static final int ROWS_AT_ONCE = 1000;

  private final boolean fromEnd;
  private final int rowsAtOnce;
  private final ErrorLogReader reader;
  private Optional<TablePlace> place = Optional.empty();
  private long readBytes;
  private long lost;
  private long lagBytes;
  private boolean readable;
  private Instant lastRead = Instant.EPOCH;

  /**
   * @param fromEnd whether the rows that are there at the first look are passed over
   * @param rowsAtOnce how many rows a look finds at most
   * @param listener is told of each event
   */
  TableReader(boolean fromEnd, int rowsAtOnce, ZoneId zone, Clock clock, AbortListener listener) {
    this.fromEnd = fromEnd;
    this.rowsAtOnce = rowsAtOnce;
    this.reader = ErrorLogReader.ofRows(zone, clock, listener);
  }

  /** Where the next look goes on. */
  Optional<TablePlace> place() {
    return place;
  }

  /** Looks for what follows {@code from}; changes nothing here. */
  TablePlace.Look look(Optional<TablePlace> from, ErrorLogStatus status, ErrorLogRows table)
      throws MysqlUnavailableException, MysqlStatementException {
    if (from.isEmpty() && fromEnd) {
      // Nothing is read; but whether it may be shows now.
      table.after(status.latest(), 1);
    }
    return from.orElseGet(() -> TablePlace.first(status, fromEnd)).look(status, table, rowsAtOnce);
  }

  /** What the server said against reading the table, and what helps. */
  static String objection(MysqlStatementException e) {
    return e.isAccessDenied()
        ? e.getMessage() + ": GRANT SELECT ON " + ErrorLogTable.NAME + " to the exporter's account"
        : e.getMessage();
  }

  /** Counts what a look found. */
  void take(TablePlace.Look look, ErrorLogStatus status) {
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
  SavedLog.OfPlace save() {
    return new SavedLog.OfPlace(place.map(TablePlace::text), reader.state(), statistics());
  }

  /**
   * Goes on where {@link #save} left.
   *
   * @throws IllegalArgumentException if it is no state of such a reader
   */
  void resume(SavedLog.OfPlace saved) {
    Optional<TablePlace> known = saved.place().map(TablePlace::parse);
    reader.restore(saved.reader());
    place = known;
    readBytes = saved.statistics().readBytes();
    lost = saved.statistics().lost();
  }

  private TailStatistics statistics() {
    return new TailStatistics(readBytes, 0, 0, lost);
  }
}
