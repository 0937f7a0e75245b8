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
 * @param detail what else the log says of it
 * @param timeout the seconds that the server gave with it
 * @param doubtful whether the record may be part of the name in the record before it, so that only
 *     the server's own counter says whether it is one of its own
 */
public record AbortedConnection(
    Instant time,
    OptionalLong connectionId,
    Phase phase,
    Reason reason,
    Account account,
    Detail detail,
    SaidTimeout timeout,
    boolean doubtful) {

  /** One of which the server gave no seconds, and that is a record of its own for sure. */
  public AbortedConnection(
      Instant time,
      OptionalLong connectionId,
      Phase phase,
      Reason reason,
      Account account,
      Detail detail) {
    this(time, connectionId, phase, reason, account, detail, SaidTimeout.NONE, false);
  }

  public AbortedConnection {
    requireNonNull(time, "time");
    requireNonNull(connectionId, "connectionId");
    requireNonNull(account, "account");
    requireNonNull(detail, "detail");
    requireNonNull(timeout, "timeout");
    if (!reason.occursIn(phase)) {
      throw new IllegalArgumentException("no " + reason + " in phase " + phase);
    }
  }
}
