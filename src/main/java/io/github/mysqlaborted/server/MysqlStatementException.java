package io.github.mysqlaborted.server;

import io.github.mysqlaborted.event.LabelText;

/**
 * The server refused one statement; the session goes on. The message is the server's, made fit to
 * be shown.
 */
public final class MysqlStatementException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  MysqlStatementException(int code, String message) {
    super(LabelText.of(message, MysqlUnavailableException.LONGEST_MESSAGE));
    this.code = code;
  }

  /** Whether the account lacks a privilege, which asking again will not give it. */
  public boolean isAccessDenied() {
    return switch (code) {
      // ER_DBACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR,
      // ER_SPECIFIC_ACCESS_DENIED_ERROR
      case 1044, 1142, 1143, 1227 -> true;
      default -> false;
    };
  }
}
