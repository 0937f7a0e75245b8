package io.github.mysqlaborted.parse.message;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;

/** What a record of the error log says. */
public sealed interface Message {

  /** A record that tells nothing of aborted connections, or of one that was none. */
  Message IRRELEVANT = new Irrelevant();

  /** A record that bears the words of an aborted connection and fits no template. */
  Message UNRECOGNIZED = new Unrecognized();

  /** A record that bears the words and tells of a session that ended as it should. */
  Message NO_ABORT = new NoAbort();

  /**
   * A connection was aborted.
   *
   * @param connectionId the id that the message names, or -1
   * @param text how the record put it, for what may be said twice of one connection
   * @param detail what the text of the reason says besides
   * @param doubtful see {@link AbortedConnection#doubtful}
   */
  record Abort(
      long connectionId,
      Phase phase,
      Reason reason,
      Account account,
      Text text,
      Detail detail,
      boolean doubtful)
      implements Message {

    public Abort(long connectionId, Phase phase, Reason reason, Account account, Text text) {
      this(connectionId, phase, reason, account, text, Detail.NONE, false);
    }

    public Abort asDoubtful() {
      return new Abort(connectionId, phase, reason, account, text, detail, true);
    }

    Abort with(Detail more) {
      return new Abort(connectionId, phase, reason, account, text, more, doubtful);
    }
  }

  /** How a record of an abort is put. */
  enum Text {
    /** {@code Aborted connection N to db: ...}. */
    ABORTED,
    /** {@code Access denied for user ...}. */
    DENIED,
    /** The bare message of the error that ended a login (5.7 and later). */
    VERBATIM
  }

  /**
   * {@code Could not read packet: ... read_length: 4 errno: 104 vio_errno: 1158 length: -1}:
   * MariaDB, sql/net_serv.cc, at {@code log_warnings=4}.
   */
  record ReadFailure(long readLength, long systemError, long serverError) implements Message {}

  /** {@code Could not write packet: ... errno: 104 vio_errno: 1160 length: 82}: likewise. */
  record WriteFailure(long systemError) implements Message {}

  /** {@code [ERROR] mariadbd: Got packets out of order}: likewise, the error of the session. */
  record SessionError(Reason reason) implements Message {}

  /**
   * MySQL closes a session because nothing came from it: MY-013730 and MY-015123 of
   * sql-common/net_serv.cc, before the abort's record.
   */
  record TimeoutApplied(SaidTimeout seconds) implements Message {}

  /**
   * {@code IO-layer timeout before wait_timeout was reached.}: MY-013935 of sql-common/net_serv.cc
   * (8.4.2 and later), before the abort's record.
   */
  record TimeoutOfNetwork() implements Message {}

  /**
   * {@code Start binlog_dump to source_thread_id(12) replica_server(2), pos(binlog.000004, 4)}:
   * sql/rpl_source.cc of MySQL (MY-010462) and sql/sql_repl.cc of MariaDB. From here on the session
   * is a replica's, or that of a program that reads changes.
   *
   * @param connectionId the id that the message names, or -1
   */
  record BinlogDumpStarted(long connectionId) implements Message {}

  /**
   * {@code Stop asynchronous binlog_dump to replica (server_id: 2)}: plugin/semisync of MySQL and
   * sql/semisync_master.cc of MariaDB, before the abort's record.
   */
  record BinlogDumpStopped() implements Message {}

  /**
   * {@code IP address '10.0.0.7' could not be resolved: Temporary failure in name resolution}:
   * sql/hostname.cc (MY-010055 and MY-010056), before the server greets the client. Of a name
   * server that says that there is no such name, nothing is said here: that takes no time.
   */
  record LookupTimedOut() implements Message {}

  /** See {@link #IRRELEVANT}. */
  record Irrelevant() implements Message {}

  /** See {@link #UNRECOGNIZED}. */
  record Unrecognized() implements Message {}

  /** See {@link #NO_ABORT}. */
  record NoAbort() implements Message {}

  /**
   * The server starts: connection ids begin anew, and another version may go on with the file.
   *
   * @param first whether it is the first record of a server, or says that it is ready
   * @param mariaDb whether the record names MariaDB
   */
  record ServerStart(boolean first, boolean mariaDb) implements Message {}
}
