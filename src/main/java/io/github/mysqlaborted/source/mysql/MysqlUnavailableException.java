package io.github.mysqlaborted.source.mysql;

import static java.util.Objects.requireNonNull;

/** The server cannot be asked, or its session broke. The message is one line and has no secret. */
public final class MysqlUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ConnectFailure failure;

  MysqlUnavailableException(ConnectFailure failure, String message) {
    super(message);
    this.failure = requireNonNull(failure, "failure");
  }

  public ConnectFailure failure() {
    return failure;
  }
}
