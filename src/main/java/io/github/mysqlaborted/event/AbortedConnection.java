package io.github.mysqlaborted.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One aborted connection: the event that one or more records of the server's log tell of.
 *
 * @param time when the server wrote the record
 * @param connectionId the server's id of the connection, where the record has it (5.5 and 5.6 give
 *     none for a failed login); ids start anew with each start of the server
 * @param phase whether the connection had logged in
 * @param reason what the server said; one that occurs in {@code phase}
 * @param account whom it names
 * @param transfer how far the transfer was, where a companion record of the log tells it
 * @param doubtful whether the record may be part of the name in the record before it, so that only
 *     the server's own counter says whether it is one of its own
 */
public record AbortedConnection(
    Instant time,
    OptionalLong connectionId,
    Phase phase,
    Reason reason,
    Account account,
    Transfer transfer,
    boolean doubtful) {

  /** One that is a record of its own for sure. */
  public AbortedConnection(
      Instant time,
      OptionalLong connectionId,
      Phase phase,
      Reason reason,
      Account account,
      Transfer transfer) {
    this(time, connectionId, phase, reason, account, transfer, false);
  }

  public AbortedConnection {
    requireNonNull(time, "time");
    requireNonNull(connectionId, "connectionId");
    requireNonNull(account, "account");
    requireNonNull(transfer, "transfer");
    if (!reason.occursIn(phase)) {
      throw new IllegalArgumentException("no " + reason + " in phase " + phase);
    }
  }
}
