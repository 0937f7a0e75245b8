package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogRow;
import io.github.mysqlaborted.server.table.ErrorLogRows;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Up to where {@code performance_schema.error_log} was read.
 *
 * <p>{@code LOGGED} of the last row that was read is enough to read each row once: it is unique and
 * grows, even when the clock goes back, and the rows that a server takes over from its log file
 * when it starts have their old stamps, so they are not read again. The number of that row in the
 * life of the server tells how many of the rows behind it have expired unread.
 *
 * @param watermark {@code LOGGED} of the last row that was read, or known and passed over
 * @param number how many rows there were up to that one, since the server's start
 * @param started when the server started, to some seconds
 * @param lookedAt when the table was last looked at, to a minute
 */
record ErrorLogTablePosition(Instant watermark, long number, Instant started, Instant lookedAt) {

  /** How long a place stays as it is while nothing is logged: each change is one to be saved. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** How far two looks at one life of a server may differ in when that began. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  ErrorLogTablePosition {
    started = started.truncatedTo(ChronoUnit.SECONDS);
    lookedAt = lookedAt.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * What one look found.
   *
   * @param place where the next look goes on
   * @param rows that are new, the earliest first
   * @param lost how many rows are known to have expired unread before them
   * @param behind how many rows are there and not yet read
   */
  record Look(ErrorLogTablePosition place, List<ErrorLogRow> rows, long lost, long behind) {
    Look {
      rows = List.copyOf(rows);
    }
  }

  /** The place of the first look: before all that the server still has, or behind it. */
  static ErrorLogTablePosition first(ErrorLogStatus status, boolean fromEnd) {
    return fromEnd
        ? behindAll(status)
        : new ErrorLogTablePosition(
            Instant.EPOCH, status.expired(), status.started(), status.readAt());
  }

  private static ErrorLogTablePosition behindAll(ErrorLogStatus status) {
    return new ErrorLogTablePosition(
        status.latest(), status.total(), status.started(), status.readAt());
  }

  /**
   * Reads the rows that follow; none where the status says that there are none.
   *
   * @param status read just before
   * @param limit at most so many rows
   */
  Look look(ErrorLogStatus status, ErrorLogRows table, int limit)
      throws MysqlUnavailableException, MysqlStatementException {
    if (status.latest().equals(Instant.EPOCH)) {
      return nothing(this);
    }
    return isSameLife(status) ? goOn(status, table, limit) : goOnAnew(status, table, limit);
  }

  private boolean isSameLife(ErrorLogStatus status) {
    Duration between = Duration.between(started, status.started()).abs();
    return between.compareTo(SAME_START) <= 0 && status.total() >= number;
  }

  private Look goOn(ErrorLogStatus status, ErrorLogRows table, int limit)
      throws MysqlUnavailableException, MysqlStatementException {
    if (status.latest().isBefore(watermark)) {
      // Its latest row never gets older: another server that started in the same moment.
      return nothing(behindAll(status));
    }
    boolean isStill = status.latest().equals(watermark) && status.total() == number;
    if (isStill && status.readAt().isBefore(lookedAt.plus(KEPT))) {
      return nothing(this);
    }
    long lost = Math.max(0, status.expired() - number);
    return new ErrorLogTablePosition(watermark, number + lost, started, status.readAt())
        .read(status, table, limit, lost);
  }

  /** After a restart, {@code FLUSH STATUS} or a jump of a clock, or at another server. */
  private Look goOnAnew(ErrorLogStatus status, ErrorLogRows table, int limit)
      throws MysqlUnavailableException, MysqlStatementException {
    ErrorLogRows.Extent extent = table.extent(watermark);
    if (!status.latest().isBefore(watermark)) {
      long lost = extent.reachesBack() || status.expired() == 0 ? 0 : 1;
      return knowing(watermark, extent, status).read(status, table, limit, lost);
    }
    if (status.started().isBefore(lookedAt.minus(1, ChronoUnit.SECONDS))) {
      // Another server, or an older state of the same: it has a history that is not told from what
      // was read.
      return nothing(behindAll(status));
    }
    // Its clock went back: what it logged since its start is new, what it took over is not.
    Instant start = extent.serverTime().minus(status.uptime()).minus(1, ChronoUnit.SECONDS);
    return knowing(start, table.extent(start), status).read(status, table, limit, 0);
  }

  private static ErrorLogTablePosition knowing(
      Instant watermark, ErrorLogRows.Extent extent, ErrorLogStatus status) {
    return new ErrorLogTablePosition(
        watermark, status.total() - extent.later(), status.started(), status.readAt());
  }

  private static Look nothing(ErrorLogTablePosition place) {
    return new Look(place, List.of(), 0, 0);
  }

  private Look read(ErrorLogStatus status, ErrorLogRows table, int limit, long lost)
      throws MysqlUnavailableException, MysqlStatementException {
    List<ErrorLogRow> rows =
        watermark.isBefore(status.latest()) ? table.after(watermark, limit) : List.of();
    Instant last = rows.isEmpty() ? watermark : rows.get(rows.size() - 1).logged();
    long read = number + rows.size();
    if (last.isBefore(status.latest())) {
      ErrorLogTablePosition next = new ErrorLogTablePosition(last, read, started, status.readAt());
      return new Look(next, rows, lost, Math.max(1, status.total() - read));
    }
    // Rows may have come since the status was read.
    long later = rows.stream().filter(row -> row.logged().isAfter(status.latest())).count();
    ErrorLogTablePosition next =
        new ErrorLogTablePosition(last, status.total() + later, started, status.readAt());
    return new Look(next, rows, lost, 0);
  }
}
