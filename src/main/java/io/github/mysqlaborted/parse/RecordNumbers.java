package io.github.mysqlaborted.parse;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.parse.message.Message.ServerStart;

/**
 * What the number behind a stamp without a zone is. MariaDB writes the connection's id there (10.1
 * and 10.2: an address), MySQL 5.6 the process id, and 0 until it knows it (sql/log.cc); the log
 * does not say which. It is told from the records since the server's start: a process has one
 * number, and says it first when it starts; connections have several.
 */
public final class RecordNumbers {

  enum Meaning {
    /** Not known yet. */
    UNKNOWN,
    /** The id of the connection whose thread writes. */
    CONNECTION,
    /** The id of the server's process. */
    PROCESS
  }

  /** All of it, for a restart. */
  record State(Meaning meaning, long last, int repeats) {
    State {
      requireNonNull(meaning, "meaning");
    }
  }

  /** Connection ids that a server gives out between two records, at most, for one of a burst. */
  private static final long LONGEST_STEP = 64;

  /** Records that a connection writes in a row without another one writing, at most. */
  private static final int MOST_OF_A_CONNECTION = 3;

  /** From here on a number is an address in memory. */
  private static final long ADDRESSES = 1L << 32;

  private Meaning meaning = Meaning.UNKNOWN;

  /** The last number that was not 0; 0 before there was one. */
  private long last;

  /** How many records in a row have had it. */
  private int repeats;

  /**
   * A server starts: another one may go on with the log.
   *
   * @param number of the record that says so, which no connection's thread writes
   */
  void serverStarts(ServerStart start, long number) {
    // MySQL 5.6 has said its process id by the time that it is ready.
    if (start.first() || meaning == Meaning.CONNECTION) {
      forget();
    }
    if (start.mariaDb()) {
      mariaDb();
    } else if (number > 0 && number < ADDRESSES) {
      meaning = Meaning.PROCESS;
    }
  }

  private void forget() {
    meaning = Meaning.UNKNOWN;
    last = 0;
    repeats = 0;
  }

  /** Says that MariaDB writes here: it alone says certain things. */
  void mariaDb() {
    meaning = Meaning.CONNECTION;
  }

  /** Takes the number of a record. */
  void note(long number) {
    if (number > 0 && number < ADDRESSES) {
      repeats = number == last ? Math.min(repeats + 1, MOST_OF_A_CONNECTION + 1) : 0;
      if (meaning != Meaning.CONNECTION && last > 0 && last != number) {
        meaning = Meaning.CONNECTION;
      } else if (meaning == Meaning.UNKNOWN && repeats > MOST_OF_A_CONNECTION) {
        meaning = Meaning.PROCESS;
      }
      last = number;
    }
  }

  /** The id of the connection whose thread wrote a record with this number, or -1. */
  long connection(long number) {
    return meaning == Meaning.CONNECTION && number < ADDRESSES ? number : -1;
  }

  /** The same for a record that accompanies an abort's, where a wrong id does no harm. */
  long companion(long number) {
    return meaning != Meaning.PROCESS && number < ADDRESSES ? number : -1;
  }

  boolean areProcessIds() {
    return meaning == Meaning.PROCESS;
  }

  /**
   * Whether a record with this number can tell of the abort of connection {@code id}. To be asked
   * before {@link #note} is told of the number.
   */
  boolean agree(long number, long id) {
    if (number <= 0 || number >= ADDRESSES || number == id || meaning == Meaning.PROCESS) {
      return true;
    }
    if (meaning == Meaning.CONNECTION && number != last) {
      return false;
    }
    // Two records of one number, of which one tells of another connection: a process id, and
    // another server than the one that was seen to start.
    meaning = Meaning.PROCESS;
    return true;
  }

  /** Whether a record with {@code next} can be that of another connection than the one before. */
  boolean mayFollow(long number, long next) {
    if (meaning == Meaning.PROCESS || number < 0 || next < 0 || number >= ADDRESSES) {
      return true;
    }
    return next > number && next - number <= LONGEST_STEP;
  }

  State state() {
    return new State(meaning, last, repeats);
  }

  void restore(State state) {
    meaning = state.meaning();
    last = state.last();
    repeats = state.repeats();
  }
}
