package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.Message.Abort;
import io.github.mysqlaborted.parse.Message.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds back a record that ends in a stranger's text until it is certain where it ends.
 *
 * <p>Servers up to 5.7 and MariaDB write a line feed inside a name as it is, so a failed login can
 * write lines of its own. The same bytes then have two readings: several records, or one whose name
 * contains the others. This class takes the second wherever the name would not be longer than the
 * server allows, but for failed logins in a row, which look like this every day: a line without a
 * stamp that ends as such a record ends closes the earliest one held; a line with a stamp does so
 * when the one held has no end of its own, or when an abort stands between the two, or when its
 * stamp goes back by minutes. So a name never adds an event of another kind than the failed login
 * that it is, and one of that kind only when its bytes are exactly those of two failures in a row.
 *
 * <p>What it costs: a failed login just before one with a line feed in its name, all within 128
 * characters, is taken as a part of that name, unless the log came to rest between the two.
 */
final class PendingRecord {

  /** {@code USERNAME_CHAR_LENGTH} of MariaDB, which writes names whole. */
  private static final int LONGEST_NAME = 128;

  /** {@code %-.48s} of the message in MySQL. */
  private static final int LONGEST_NAME_BYTES_5_7 = 48;

  /**
   * Of a message, in all servers that write line feeds (sql/log.cc, {@code MAX_LOG_BUFFER_SIZE}).
   */
  private static final int LONGEST_MESSAGE = 1024;

  private static final byte[] TO_DATABASE = Bytes.utf8("' to database '");

  /** What stands before the name and holds a quotation mark itself, as {@code l'utilisateur: '}. */
  private static final int SLACK = 16;

  /** How much a clock may be set back between two records. */
  private static final Duration BACK = Duration.ofMinutes(5);

  private final List<LogLine> lines = new ArrayList<>();
  private byte[] bytes = new byte[0];
  private byte[] other = new byte[0];
  private int length;

  /** What the first {@link #ended} lines say together: so far the longest reading. */
  private Message reading = Message.IRRELEVANT;

  private int ended;

  /** Whether the record names a database before the user, as an abort's does. */
  private boolean beginsWithDb;

  boolean isEmpty() {
    return lines.isEmpty();
  }

  byte[] bytes() {
    return bytes;
  }

  LogLine first() {
    return lines.get(0);
  }

  /** What the record held says, as far as its end is known; unrecognized while it has none. */
  Message reading() {
    return reading;
  }

  boolean isComplete() {
    return reading != Message.UNRECOGNIZED;
  }

  /** Begins to hold a record whose first line says {@code alone} by itself. */
  void open(byte[] source, LogLine line, Message alone, boolean dbFirst) {
    clear();
    beginsWithDb = dbFirst;
    add(source, line);
    reading = alone;
    ended = 1;
  }

  /** Holds a further line, after a line feed; returns it as it stands in {@link #bytes}. */
  LogLine add(byte[] source, LogLine line) {
    int size = line.to() - line.from();
    if (length + size + 1 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size + 1));
    }
    if (length > 0) {
      bytes[length++] = '\n';
    }
    System.arraycopy(source, line.from(), bytes, length, size);
    LogLine held = line.movedBy(length - line.from());
    length += size;
    lines.add(held);
    return held;
  }

  /** Whether the last line can be the end of the record held. */
  boolean mayEnd(LogLine last, ErrorLogParser parser) {
    if (!last.beginsRecord() || !isComplete()) {
      return true;
    }
    return parser.opensName(bytes, last.messageAt(), last.to())
        && (last.time().isBefore(first().time().minus(BACK)) || holdsAbort(parser));
  }

  private boolean holdsAbort(ErrorLogParser parser) {
    for (LogLine line : lines.subList(ended, lines.size() - 1)) {
      if (line.beginsRecord()
          && parser.parse(bytes, line.messageAt(), line.to(), line.label(), false)
              instanceof Abort abort
          && abort.text() == Text.ABORTED) {
        return true;
      }
    }
    return false;
  }

  /** Takes all lines held as one record. It may yet go on: the name may hold this end too. */
  void endsHere(Abort whole) {
    reading = whole;
    ended = lines.size();
  }

  /** Whether the names of an event are no longer than the server writes them. */
  static boolean fits(Abort abort, HeaderFormat style) {
    String user = abort.account().user();
    if (abort.text() == Text.ABORTED || style == HeaderFormat.ISO) {
      return Bytes.utf8(user).length <= LONGEST_NAME_BYTES_5_7;
    }
    return user.codePointCount(0, user.length()) <= LONGEST_NAME;
  }

  /** Whether so much is held that no line to come can belong to the record held. */
  boolean isFull(HeaderFormat style) {
    int nameAt = first().messageAt();
    while (nameAt < length && bytes[nameAt] != '\'') {
      nameAt++;
    }
    boolean mayEndInDb =
        !isComplete() && (beginsWithDb || Bytes.indexOf(bytes, nameAt, length, TO_DATABASE) >= 0);
    if (mayEndInDb) {
      return length - nameAt > LONGEST_MESSAGE;
    }
    return style == HeaderFormat.ISO
        ? length - nameAt > LONGEST_NAME_BYTES_5_7 + SLACK
        : Bytes.characters(bytes, nameAt, length) > LONGEST_NAME + SLACK;
  }

  void clear() {
    lines.clear();
    length = 0;
    reading = Message.IRRELEVANT;
    ended = 0;
  }

  /** Holds nothing any more; returns the lines behind the record, as they stand in the bytes. */
  List<LogLine> takeRest() {
    List<LogLine> rest = List.copyOf(lines.subList(ended, lines.size()));
    clear();
    return rest;
  }

  /**
   * Gives the bytes away and goes on with others, so that what is read again can be held. They are
   * this object's again when they are asked for the next time.
   */
  byte[] takeBytes() {
    byte[] taken = bytes;
    bytes = other;
    other = taken;
    return taken;
  }
}
