package io.github.mysqlaborted.server.table;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A row {@code Connect} of {@code mysql.general_log}: a login, or that it was denied.
 *
 * @param eventTime {@code event_time}; whole seconds in MySQL 5.5
 * @param thread {@code thread_id}: the connection's id
 * @param argument {@code argument}, its beginning
 */
public record GeneralLogRow(Instant eventTime, long thread, String argument) {
  public GeneralLogRow {
    requireNonNull(eventTime, "eventTime");
    requireNonNull(argument, "argument");
  }
}
