package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.HeaderFormat;
import io.github.mysqlaborted.parse.format.ServerLine;
import io.github.mysqlaborted.parse.message.ErrorLogParser;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds back a record that ends in a stranger's text until it is certain where it ends.
 *
 * <p>Servers up to 5.7 and MariaDB write a line feed inside a name as it is, so a failed login can
 * write lines of its own. The same bytes then have two readings: several records, or one whose name
 * contains the others. As long as the name would not be longer than the server allows, this class
 * takes the one record, with one exception: two failed logins in a row, which every server has each
 * day, are two if the second can be that of the next connection; that one is doubtful then.
 * docs/how-it-counts.md, "What a name can forge", says what follows from that.
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

  /** Lines of other programs may come between; so many are waited for. */
  private static final int MOST_LINES = 256;

  /** How much a clock may be set back between two records. */
  private static final Duration BACK = Duration.ofMinutes(5);

  private final RecordNumbers numbers;
  private final List<PhysicalLine> following = new ArrayList<>();

  /** Those of them that another program wrote, between the lines of the record. */
  private final Set<PhysicalLine> foreign = new HashSet<>();

  private byte[] bytes = new byte[0];
  private int length;
  private LogLine first;
  private int envelopes;
  private int program;
  private Optional<String> writer = Optional.empty();
  private HeaderFormat format;

  /** What the first line and {@link #ended} following ones say: so far the longest reading. */
  private Message reading = Message.IRRELEVANT;

  private int ended;

  /** Whether the last of them begins a record by itself. */
  private boolean endsInRecord;

  /** The records between the first and the last that tell of an abort by themselves. */
  private boolean holdsAbort;

  /**
   * Whether the record is part of one that counts already, because its beginning was taken for the
   * end of that one. It is held for its lines, which are none of a server all the same.
   */
  private boolean counted;

  /** Whether the record may be part of the name in the one before it. */
  private boolean doubtful;

  /** Whether the record names a database before the user, as an abort's does. */
  private boolean beginsWithDb;

  PendingRecord(RecordNumbers numbers) {
    this.numbers = numbers;
  }

  boolean isEmpty() {
    return first == null;
  }

  byte[] bytes() {
    return bytes;
  }

  LogLine first() {
    return first;
  }

  /** The envelopes around each line of the record; see {@link ServerLine#envelopes}. */
  int envelopes() {
    return envelopes;
  }

  HeaderFormat format() {
    return format;
  }

  /** Whether the line is of another program than the record held. */
  boolean isForeign(PhysicalLine line, ServerLine text) {
    return text.programHash() != program || !line.program.equals(writer);
  }

  /** What the record held says, as far as its end is known; unrecognized while it has none. */
  Message reading() {
    return doubtful && reading instanceof Abort abort ? abort.asDoubtful() : reading;
  }

  boolean isComplete() {
    return reading != Message.UNRECOGNIZED;
  }

  /**
   * Begins to hold a record whose first line says {@code alone} by itself.
   *
   * @param by what wrote it, as the journal tells
   * @param isCounted whether it is part of a record that counts already
   * @param isDoubtful whether it may be part of the name in the record before
   */
  void open(
      ServerLine source,
      HeaderFormat found,
      LogLine line,
      Optional<String> by,
      Message alone,
      boolean dbFirst,
      boolean isCounted,
      boolean isDoubtful) {
    length = 0;
    writer = by;
    first = append(source.bytes, line);
    envelopes = source.envelopes;
    program = source.programHash();
    format = found;
    beginsWithDb = dbFirst;
    holdsAbort = false;
    counted = isCounted;
    doubtful = isDoubtful;
    reading = alone;
    ended = 0;
  }

  boolean isCounted() {
    return counted;
  }

  /** Keeps a line of another program, which is none of the record. */
  void keep(PhysicalLine line) {
    foreign.add(line);
    following.add(line);
  }

  /**
   * Adds a further line, after a line feed, and takes all as one record if it can be one.
   *
   * @param source holds {@code line}
   */
  void add(PhysicalLine physical, byte[] source, LogLine line, ErrorLogParser parser) {
    following.add(physical);
    bytes = ensure(length + 1);
    bytes[length++] = '\n';
    LogLine last = append(source, line);
    Message alone = last.beginsRecord() ? parse(parser, last, last) : Message.IRRELEVANT;
    boolean opensAnother =
        alone == Message.UNRECOGNIZED
            && parser.opensFailedLogin(bytes, last.messageAt(), last.to());
    Message whole = opensAnother ? Message.IRRELEVANT : parse(parser, first, last);
    boolean canBeWhole = whole instanceof Abort abort && fits(abort);
    boolean ends = canBeWhole && mayEnd(last, alone);
    physical.doubtful |= canBeWhole && !ends;
    if (ends) {
      reading = whole;
      ended = following.size();
      endsInRecord = last.beginsRecord();
      holdsAbort = false;
    } else {
      holdsAbort |= alone instanceof Abort abort && abort.text() == Text.ABORTED;
    }
  }

  private Message parse(ErrorLogParser parser, LogLine from, LogLine to) {
    return parser.parse(bytes, from.messageAt(), to.to(), from.label(), false);
  }

  /**
   * Whether {@code last} can be the end of the record held, rather than a record of its own. A line
   * that ends as a failed login ends and is none by itself was never written by a server.
   */
  private boolean mayEnd(LogLine last, Message alone) {
    boolean isFailedLogin = alone instanceof Abort abort && abort.text() == Text.DENIED;
    return !isComplete() || !isFailedLogin || holdsAbort || !mayFollow(last);
  }

  /** Whether {@code last} can be the failed login of another connection. */
  private boolean mayFollow(LogLine last) {
    return !last.time().isBefore(first.time().minus(BACK))
        && numbers.mayFollow(first.number(), last.number());
  }

  /** Whether the names of an event are no longer than the server writes them. */
  private boolean fits(Abort abort) {
    boolean cut =
        format == HeaderFormat.ISO || (format == HeaderFormat.LONG_DATE && numbers.areProcessIds());
    return fits(abort, cut);
  }

  /**
   * Whether the names of an event are no longer than a server writes them.
   *
   * @param cut whether the server is MySQL, which cuts them
   */
  static boolean fits(Abort abort, boolean cut) {
    String user = abort.account().user();
    return (cut || abort.text() == Text.ABORTED)
        ? Bytes.utf8(user).length <= LONGEST_NAME_BYTES_5_7
        : user.codePointCount(0, user.length()) <= LONGEST_NAME;
  }

  /** Whether so much is held that no line to come can belong to the record held. */
  boolean isFull() {
    int nameAt = first.messageAt();
    while (nameAt < length && bytes[nameAt] != '\'') {
      nameAt++;
    }
    boolean mayEndInDb =
        !isComplete() && (beginsWithDb || Bytes.indexOf(bytes, nameAt, length, TO_DATABASE) >= 0);
    if (mayEndInDb) {
      return length - nameAt > LONGEST_MESSAGE;
    }
    if (following.size() > MOST_LINES) {
      return true;
    }
    return format == HeaderFormat.ISO
        ? length - nameAt > LONGEST_NAME_BYTES_5_7 + SLACK
        : Bytes.characters(bytes, nameAt, length) > LONGEST_NAME + SLACK;
  }

  /** The last line that is part of the record, if it begins one by itself. */
  Optional<PhysicalLine> recordAtEnd() {
    return ended > 0 && endsInRecord ? Optional.of(following.get(ended - 1)) : Optional.empty();
  }

  /** How many of the lines that are part of the record bear the words of another one. */
  int linesWithWords(ErrorLogParser parser) {
    int lines = 0;
    for (PhysicalLine line : following.subList(0, ended)) {
      if (!foreign.contains(line) && parser.bearsWords(line.bytes, 0, line.bytes.length)) {
        lines++;
      }
    }
    return lines;
  }

  /** Holds nothing any more; returns the lines that are not part of the record. */
  List<PhysicalLine> release() {
    List<PhysicalLine> rest = new ArrayList<>();
    for (int i = 0; i < following.size(); i++) {
      if (i >= ended || foreign.contains(following.get(i))) {
        rest.add(following.get(i));
      }
    }
    following.clear();
    foreign.clear();
    first = null;
    return rest;
  }

  private LogLine append(byte[] source, LogLine line) {
    int size = line.to() - line.from();
    bytes = ensure(length + size);
    System.arraycopy(source, line.from(), bytes, length, size);
    LogLine held = line.movedBy(length - line.from());
    length += size;
    return held;
  }

  private byte[] ensure(int size) {
    return size <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(bytes.length * 2, size));
  }
}
