package io.github.mysqlaborted.parse.message;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.BinlogDumpStarted;
import io.github.mysqlaborted.parse.message.Message.BinlogDumpStopped;
import io.github.mysqlaborted.parse.message.Message.LookupTimedOut;
import io.github.mysqlaborted.parse.message.Message.ReadFailure;
import io.github.mysqlaborted.parse.message.Message.ServerStart;
import io.github.mysqlaborted.parse.message.Message.SessionError;
import io.github.mysqlaborted.parse.message.Message.Text;
import io.github.mysqlaborted.parse.message.Message.WriteFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * Messages about a session that are no abort record themselves: MariaDB's companions of one, the
 * server's start, sessions that a shutdown ends, and the few texts with neither user nor host.
 */
final class SessionParser {

  private static final byte[] READ = Bytes.utf8("Could not read packet: ");
  private static final byte[] WRITE = Bytes.utf8("Could not write packet: ");
  private static final byte[] READ_LENGTH = Bytes.utf8(" read_length: ");
  private static final byte[] SYSTEM_ERROR = Bytes.utf8(" errno: ");
  private static final byte[] SERVER_ERROR = Bytes.utf8(" vio_errno: ");
  private static final byte[] START_DUMP = Bytes.utf8("Start binlog_dump to ");

  /** What stands before the connection's id, which MySQL 5.5 and MariaDB do not name. */
  private static final List<byte[]> DUMP_THREADS =
      Stream.of("source_thread_id(", "master_thread_id(").map(Bytes::utf8).toList();

  private static final byte[] STOP_DUMP = Bytes.utf8("Stop asynchronous binlog_dump to ");
  private static final byte[] STOP_SEMISYNC_DUMP = Bytes.utf8("Stop semi-sync binlog_dump to ");
  private static final byte[] TOO_MANY = Bytes.utf8("Too many connections");
  private static final byte[] READY = Bytes.utf8(": ready for connections");
  private static final byte[] STARTING = Bytes.utf8("starting as process");
  private static final byte[] STARTING_MARIADB = Bytes.utf8("Starting MariaDB ");
  private static final byte[] MARIADB = Bytes.utf8("MariaDB");
  private static final byte[] MARIADBD = Bytes.utf8("mariadbd");
  private static final byte[] FORCING = Bytes.utf8(": Forcing close of thread ");
  private static final byte[] FORCED_USER = Bytes.utf8("  user: '");
  private static final byte[] PLUGIN = Bytes.utf8("Plugin '");
  private static final byte[] NOT_LOADED = Bytes.utf8("' is not loaded");

  private static final byte[] ADDRESS = Bytes.utf8("IP address '");
  private static final byte[] NAME = Bytes.utf8("Host name '");

  private static final byte[] NOT_RESOLVED = Bytes.utf8("' could not be resolved: ");

  /** {@code EAI_AGAIN} of glibc, of musl, and of Windows. */
  private static final List<byte[]> TEMPORARY =
      Stream.of(
              "Temporary failure in name resolution",
              "Try again",
              "This is usually a temporary error during hostname resolution")
          .map(Bytes::utf8)
          .toList();

  private static final byte[] USER = Bytes.utf8("User '");
  private static final byte[] EXCEEDED = Bytes.utf8("' has exceeded the '");

  /** Beginnings of the errors that end a login (share/errmsg-utf8.txt of 5.7). */
  private static final List<byte[]> LOGIN_ERRORS =
      Stream.of(
              "Access denied trying to change to user ",
              "Access denied; you need ",
              "Malformed communication packet",
              "Out of memory",
              "Out of resources",
              "The server is currently in offline mode",
              "Unknown character set: ",
              "Unknown collation: ",
              "Unknown database '",
              "Unknown error")
          .map(Bytes::utf8)
          .toList();

  /** Beginnings of those that say what is wrong with the way to authenticate. */
  private static final List<byte[]> PLUGIN_ERRORS =
      Stream.of(
              "Authentication plugin '",
              "Client does not support authentication protocol requested by server",
              "Unable to load authentication plugin ")
          .map(Bytes::utf8)
          .toList();

  private static final int LONGEST_PROGRAM = 256;

  private final ReasonTexts reasons;

  SessionParser(ReasonTexts reasons) {
    this.reasons = reasons;
  }

  Message parse(byte[] line, int from, int to, byte label) {
    if (Bytes.startsWith(line, from, to, READ)) {
      return new ReadFailure(
          value(line, from, to, READ_LENGTH),
          value(line, from, to, SYSTEM_ERROR),
          value(line, from, to, SERVER_ERROR));
    }
    if (Bytes.startsWith(line, from, to, WRITE)) {
      return new WriteFailure(value(line, from, to, SYSTEM_ERROR));
    }
    if (Bytes.startsWith(line, from, to, START_DUMP)) {
      return dumpStarted(line, from + START_DUMP.length, to);
    }
    if (Bytes.startsWith(line, from, to, STOP_DUMP)
        || Bytes.startsWith(line, from, to, STOP_SEMISYNC_DUMP)) {
      return new BinlogDumpStopped();
    }
    if (Bytes.startsWith(line, from, to, ADDRESS) || Bytes.startsWith(line, from, to, NAME)) {
      return lookup(line, from, to);
    }
    if (Bytes.equal(line, from, to, TOO_MANY)) {
      return new Abort(
          -1, Phase.CONNECT, Reason.TOO_MANY_CONNECTIONS, Account.UNKNOWN, Text.VERBATIM);
    }
    int limit = Math.min(to, from + LONGEST_PROGRAM);
    if (label == 'E') {
      return sessionError(line, from, to, limit);
    }
    boolean starts =
        Bytes.startsWith(line, from, to, STARTING_MARIADB)
            || Bytes.indexOf(line, from, limit, STARTING) >= 0;
    if (starts || Bytes.indexOf(line, from, limit, READY) >= 0) {
      boolean mariaDb =
          Bytes.indexOf(line, from, limit, MARIADB) >= 0
              || Bytes.indexOf(line, from, limit, MARIADBD) >= 0;
      return new ServerStart(starts, mariaDb);
    }
    int forcing = Bytes.indexOf(line, from, limit, FORCING);
    return forcing < 0 ? Message.IRRELEVANT : forcedClose(line, forcing + FORCING.length, to);
  }

  private static Message dumpStarted(byte[] line, int from, int to) {
    for (byte[] name : DUMP_THREADS) {
      if (Bytes.startsWith(line, from, to, name)) {
        int idFrom = from + name.length;
        return new BinlogDumpStarted(Bytes.number(line, idFrom, Bytes.digitsEnd(line, idFrom, to)));
      }
    }
    return new BinlogDumpStarted(-1);
  }

  private static Message lookup(byte[] line, int from, int to) {
    int at = Bytes.indexOf(line, from, to, NOT_RESOLVED);
    int why = at + NOT_RESOLVED.length;
    return at >= 0 && TEMPORARY.stream().anyMatch(text -> Bytes.startsWith(line, why, to, text))
        ? new LookupTimedOut()
        : Message.IRRELEVANT;
  }

  /** {@code mariadbd: Got packets out of order}: {@code my_message_sql} of sql/mysqld.cc. */
  private Message sessionError(byte[] line, int from, int to, int limit) {
    int colon = Bytes.indexOf(line, from, limit, ':');
    if (colon < 0 || colon + 2 >= to || line[colon + 1] != ' ') {
      return Message.IRRELEVANT;
    }
    return reasons
        .find(line, colon + 2, to)
        .<Message>map(SessionError::new)
        .orElse(Message.IRRELEVANT);
  }

  /**
   * {@code mysqld: Forcing close of thread 5 user: 'app'}: {@code close_connections} of
   * sql/mysqld.cc, which ends a session that a shutdown could not; no abort record follows.
   */
  private static Message forcedClose(byte[] line, int idFrom, int to) {
    int idTo = Bytes.digitsEnd(line, idFrom, to);
    long id = Bytes.number(line, idFrom, idTo);
    int userFrom = idTo + FORCED_USER.length;
    int userTo = Bytes.lastIndexOf(line, Math.min(userFrom, to), to, Bytes.utf8("'"));
    if (id < 0 || !Bytes.startsWith(line, idTo, to, FORCED_USER) || userTo < userFrom) {
      return Message.IRRELEVANT;
    }
    Account account = new Account(Bytes.decode(line, userFrom, userTo), "", "");
    return new Abort(id, Phase.CLIENT, Reason.SERVER_SHUTDOWN, account, Text.ABORTED);
  }

  /** Whether 5.7 writes this message, of no known reason, when a login fails with it. */
  static boolean endsLogin(byte[] line, int from, int to) {
    return isAboutPlugin(line, from, to)
        || (Bytes.startsWith(line, from, to, USER) && Bytes.indexOf(line, from, to, EXCEEDED) >= 0)
        || LOGIN_ERRORS.stream().anyMatch(text -> Bytes.startsWith(line, from, to, text));
  }

  /** Whether it says that an authentication plugin is missing or that the client cannot do it. */
  static boolean isAboutPlugin(byte[] line, int from, int to) {
    return (Bytes.startsWith(line, from, to, PLUGIN) && Bytes.endsWith(line, from, to, NOT_LOADED))
        || PLUGIN_ERRORS.stream().anyMatch(text -> Bytes.startsWith(line, from, to, text));
  }

  private static long value(byte[] line, int from, int to, byte[] key) {
    int at = Bytes.indexOf(line, from, to, key);
    return at < 0
        ? -1
        : Bytes.number(line, at + key.length, Bytes.digitsEnd(line, at + key.length, to));
  }
}
