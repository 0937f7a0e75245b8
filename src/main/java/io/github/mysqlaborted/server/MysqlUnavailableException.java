package io.github.mysqlaborted.server;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.event.LabelText;

/**
 * The server cannot be asked, or its session broke. The message is one line and has no secret, and
 * is fit to be shown.
 */
public final class MysqlUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A server's message may be hostile; the clients show no longer ones either. */
  static final int LONGEST_MESSAGE = 512;

  private final ConnectFailure failure;

  MysqlUnavailableException(ConnectFailure failure, String message) {
    super(LabelText.of(String.valueOf(message), LONGEST_MESSAGE));
    this.failure = requireNonNull(failure, "failure");
  }

  /** The same failure, to be thrown from elsewhere: an exception is not thrown twice. */
  MysqlUnavailableException again() {
    return new MysqlUnavailableException(failure, getMessage());
  }

  public ConnectFailure failure() {
    return failure;
  }
}
