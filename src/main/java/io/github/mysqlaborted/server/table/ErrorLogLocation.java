package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
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
 * @param processIdFile {@code @@pid_file}
 * @param hostname {@code @@hostname}
 */
public record ErrorLogLocation(
    boolean table,
    boolean tableRefused,
    String logError,
    String dataDirectory,
    String processIdFile,
    String hostname) {

  /** Of a server that tells nothing. */
  public static final ErrorLogLocation NONE = new ErrorLogLocation(false, false, "", "", "", "");

  /** What the kernel takes for a path. */
  private static final int LONGEST_NAME = 4096;

  /** Asks for it. Needs no privilege but that for the table. */
  public static ErrorLogLocation read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    boolean there = ErrorLogTable.isIn(session);
    boolean readable = there && mayReadTable(session);
    return session.query(
        "SELECT @@global.log_error, @@global.datadir, @@global.pid_file, @@hostname",
        rows -> {
          rows.next();
          return new ErrorLogLocation(
              readable,
              there && !readable,
              Optional.ofNullable(rows.getString(1)).orElse(""),
              Optional.ofNullable(rows.getString(2)).orElse(""),
              Optional.ofNullable(rows.getString(3)).orElse(""),
              Optional.ofNullable(rows.getString(4)).orElse(""));
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

  /**
   * The file that the server writes; empty if it writes to its standard error, or if it names what
   * cannot be shown as it is: the name becomes a label.
   */
  public Optional<Path> file() {
    if (logError.isEmpty() || logError.equals("stderr") || !isShown(logError + dataDirectory)) {
      return Optional.empty();
    }
    return inDataDirectory(logError);
  }

  /** The file in which the server's process id stands. */
  public Optional<Path> pidFile() {
    return processIdFile.isEmpty() ? Optional.empty() : inDataDirectory(processIdFile);
  }

  private Optional<Path> inDataDirectory(String name) {
    try {
      return Optional.of(Path.of(dataDirectory).resolve(name).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isShown(String name) {
    return LabelText.of(name, LONGEST_NAME).equals(name);
  }
}
