package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.RecordCounter.Dropped;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.ServerLine;
import java.util.List;
import java.util.Optional;

/**
 * Lines without a server's stamp. MySQL's syslog sinks write the message alone ({@code log_syslog}
 * of 5.7, {@code log_sink_syseventlog} of 8.0), under the name {@code mysqld} or {@code
 * mysqld-TAG}; other programs write to the same log, and a script of the server's package prints
 * what a client complained of.
 *
 * <p>A server that writes its aborts with a stamp as well says them twice: of such a program only
 * those with a stamp count.
 */
final class BareLines {

  private static final List<byte[]> SERVERS = List.of(Bytes.utf8("mysqld"), Bytes.utf8("mariadbd"));
  private static final byte[] DENIED = Bytes.utf8("Access denied");

  /** What {@code mysqladmin} and its like print. */
  private static final byte[] QUOTED = Bytes.utf8("error: 'Access denied");

  /** {@code ER_ACCESS_DENIED_ERROR}. */
  private static final byte[] ERROR_NUMBER = Bytes.utf8("1045");

  private static final List<byte[]> CLIENTS =
      List.of(
          Bytes.utf8("ERROR "),
          Bytes.utf8("error: "),
          Bytes.utf8("mysql: "),
          Bytes.utf8("mysqladmin: "),
          Bytes.utf8("mysqldump: "),
          Bytes.utf8("mysqlcheck: "),
          Bytes.utf8("mariadb: "),
          Bytes.utf8("mariadb-admin: "),
          Bytes.utf8("mariadb-dump: "),
          Bytes.utf8("mariadb-check: "));

  /** The program whose aborts were last seen with a stamp; 0 for none. */
  private int stamped;

  /**
   * Whether a line that has no stamp is the message of a server all the same.
   *
   * @param program what the journal says wrote it
   * @param journal whether it is an entry of the journal
   */
  boolean isBare(ServerLine line, Optional<String> program, boolean journal) {
    if (line.from >= line.to) {
      return false;
    }
    boolean named = line.hasProgram() || program.isPresent();
    return named ? isServer(line, program) : journal;
  }

  /** Why a line that bears the words and is no record is none of a server; empty if it may be. */
  Optional<Dropped> whyDropped(ServerLine line, Optional<String> program) {
    if (isOfAnotherProgram(line, program)) {
      return Optional.of(Dropped.OTHER_PROGRAM);
    }
    if (isOfAClient(line)) {
      return Optional.of(Dropped.CLIENT_OUTPUT);
    }
    return repeats(line, program) ? Optional.of(Dropped.SAID_TWICE) : Optional.empty();
  }

  private static boolean isOfAnotherProgram(ServerLine line, Optional<String> program) {
    return (line.hasProgram() || program.isPresent()) && !isServer(line, program);
  }

  /**
   * Whether the line is what a client prints when it is refused: a server names no error number.
   */
  private static boolean isOfAClient(ServerLine line) {
    int words = Bytes.indexOf(line.bytes, line.from, line.to, DENIED);
    return CLIENTS.stream().anyMatch(name -> Bytes.startsWith(line.bytes, line.from, line.to, name))
        || Bytes.indexOf(line.bytes, line.from, line.to, QUOTED) >= 0
        || (words > 0 && Bytes.indexOf(line.bytes, line.from, words, ERROR_NUMBER) >= 0);
  }

  /** Notes that this program writes aborts with a stamp. */
  void stamped(ServerLine line, Optional<String> program) {
    stamped = number(line, program);
  }

  /** Whether the program of a line without a stamp says its aborts with a stamp too. */
  boolean repeats(ServerLine line, Optional<String> program) {
    return stamped != 0 && number(line, program) == stamped;
  }

  /** The program that {@link #stamped(ServerLine, Optional)} named last, as a number. */
  int stamped() {
    return stamped;
  }

  /** Goes on from what {@link #stamped()} gave. */
  void restore(int program) {
    stamped = program;
  }

  private static boolean isServer(ServerLine line, Optional<String> program) {
    if (line.hasProgram()) {
      return isServer(line.programBytes, line.programAt, line.programTo);
    }
    byte[] name = Bytes.utf8(program.orElse(""));
    return isServer(name, 0, name.length);
  }

  private static boolean isServer(byte[] name, int from, int to) {
    for (byte[] server : SERVERS) {
      int end = from + server.length;
      if (Bytes.startsWith(name, from, to, server)
          && (end == to || name[end] == '[' || name[end] == '-')) {
        return true;
      }
    }
    return false;
  }

  /** Tells one program from another. */
  private static int number(ServerLine line, Optional<String> program) {
    return line.hasProgram() ? line.programHash() : program.map(String::hashCode).orElse(0);
  }
}
