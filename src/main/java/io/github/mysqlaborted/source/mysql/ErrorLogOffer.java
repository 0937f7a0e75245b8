package io.github.mysqlaborted.source.mysql;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server says that its error log is.
 *
 * @param table whether it has {@code performance_schema.error_log}, and the account may read it
 * @param tableRefused whether it has the table, and the account may not read it
 * @param logError {@code @@log_error}
 * @param dataDirectory {@code @@datadir}, to which relative names refer
 */
public record ErrorLogOffer(
    boolean table, boolean tableRefused, String logError, String dataDirectory) {

  /** Asks for it. Needs no privilege but that for the table. */
  public static ErrorLogOffer read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    boolean there = ErrorLogTable.isIn(session);
    boolean readable = there && mayReadTable(session);
    return session.query(
        "SELECT @@global.log_error, @@global.datadir",
        rows -> {
          rows.next();
          return new ErrorLogOffer(
              readable,
              there && !readable,
              Optional.ofNullable(rows.getString(1)).orElse(""),
              Optional.ofNullable(rows.getString(2)).orElse(""));
        });
  }

  private static boolean mayReadTable(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    try {
      return session.query("SELECT 1 FROM " + ErrorLogTable.NAME + " LIMIT 0", rows -> true);
    } catch (MysqlStatementException e) {
      if (e.isAccessDenied()) {
        return false;
      }
      throw e;
    }
  }

  /** The file that the server writes; empty if it writes to its standard error. */
  public Optional<Path> file() {
    if (logError.isEmpty() || logError.equals("stderr")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(dataDirectory).resolve(logError).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
