package io.github.mysqlaborted.server.table;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A row of {@code performance_schema.error_log}.
 *
 * @param logged {@code LOGGED}: unique, and later than that of any row before it
 * @param thread {@code THREAD_ID}: the connection's id, or 0
 * @param code {@code ERROR_CODE}, as {@code MY-010914}; may be empty
 * @param data {@code DATA}: the message or, with {@code log_sink_json}, the whole JSON object;
 *     empty where the code says that it cannot matter
 * @param bytes how long {@code DATA} is, in bytes
 */
public record ErrorLogRow(Instant logged, long thread, String code, String data, long bytes) {
  public ErrorLogRow {
    requireNonNull(logged, "logged");
    requireNonNull(code, "code");
    requireNonNull(data, "data");
  }
}
