package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.log.EntryConsumer;
import io.github.mysqlaborted.parse.RecordCounter.Dropped;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.ControlCharacters;
import io.github.mysqlaborted.parse.format.HeaderFormat;
import io.github.mysqlaborted.parse.format.LineDetector;
import io.github.mysqlaborted.parse.format.LineTimes;
import io.github.mysqlaborted.parse.format.ServerLine;
import io.github.mysqlaborted.parse.format.StampClock;
import io.github.mysqlaborted.parse.format.StyleOrder;
import io.github.mysqlaborted.parse.join.EventJoiner;
import io.github.mysqlaborted.parse.message.ErrorLogParser;
import io.github.mysqlaborted.parse.message.Message;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of an error log, in whatever form they are, and tells of each aborted connection
 * once.
 *
 * <p>Each line is decided by its own evidence (see {@link LineDetector}): a record with a server's
 * stamp is a record, whatever the lines before it looked like. Only inside a record that may go on,
 * because a name may have a line feed, it has to look like that record (see {@link PendingRecord}).
 * Not thread-safe.
 */
public final class ErrorLogReader implements EntryConsumer {

  /** A server writes a record at once: after so many polls no end of it comes any more. */
  private static final int MOST_RESTS = 20;

  /** Few accounts of a server are named in the rows of a moment. */
  private static final int ACCOUNTS_OF_ROWS = 16;

  private final LineDetector found = new LineDetector();
  private final ErrorLogParser parser;
  private final RecordNumbers numbers = new RecordNumbers();
  private final StyleOrder order = new StyleOrder();
  private final BareLines bareLines = new BareLines();
  private final PendingRecord pending = new PendingRecord(numbers);
  private final LineTimes times;
  private final EventJoiner joiner;
  private final RecordCounter counter;
  private final NamedRecords named;

  /** What wrote the entry of the journal that is being read. */
  private Optional<String> program = Optional.empty();

  /** Whether a collector cut the last line of the server, so that the next goes on with it. */
  private boolean cut;

  /** Whether the line that is being read may be part of the name in the record before it. */
  private boolean doubtful;

  /** How often the log has come to rest since the last line. */
  private int rests;

  /** The line that {@link #classify} looked at last, so that {@link #line} need not again. */
  private byte[] looked;

  private int lookedAt;
  private int lookedTo;

  /**
   * @param zone of stamps that have none
   * @param clock tells the year of syslog's stamps
   * @param consumer is told of each event
   */
  public ErrorLogReader(ZoneId zone, Clock clock, EventConsumer consumer) {
    this(new ErrorLogParser(), zone, clock, consumer);
  }

  private ErrorLogReader(ErrorLogParser parser, ZoneId zone, Clock clock, EventConsumer consumer) {
    this.parser = parser;
    StampClock stamps = new StampClock(zone, clock);
    times = new LineTimes(stamps);
    joiner = new EventJoiner(consumer);
    counter = new RecordCounter(numbers, joiner, new UnrecognizedLines(System::nanoTime));
    named = new NamedRecords(parser, stamps, counter);
  }

  /**
   * A reader that is given only rows, see {@link #row}; it takes little memory.
   *
   * @param consumer is told of each event
   */
  public static ErrorLogReader ofRows(ZoneId zone, Clock clock, EventConsumer consumer) {
    return new ErrorLogReader(new ErrorLogParser(ACCOUNTS_OF_ROWS), zone, clock, consumer);
  }

  /** How many records were read, of any content. */
  public long records() {
    return counter.records();
  }

  /**
   * How many lines bear the words of an abort or of a failed login and were neither counted, nor
   * joined with a counted one, nor dropped for a reason that docs/how-it-counts.md names; also
   * records longer than the reader takes, and lines that are no text.
   */
  public long unrecognized() {
    return counter.unrecognized();
  }

  /** How many lines bear the words and were dropped for a reason, or joined with a counted one. */
  long droppedOrJoined() {
    return counter.dropped() + joiner.joined();
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    rests = 0;
    if (!pending.isEmpty()) {
      return LineKind.WANTED;
    }
    looked = null;
    boolean continues = cut;
    boolean begins = found.detect(buffer, from, to);
    if (!begins && bareLines.isBare(found.line, program, times.given() != null)) {
      found.bare();
      begins = true;
    }
    cut = (begins || continues) && found.line.cut;
    if (continues) {
      return LineKind.CONTINUATION;
    }
    looked = buffer;
    lookedAt = from;
    lookedTo = to;
    if (!begins) {
      return bearsWords(found.line) || ControlCharacters.areIn(buffer, from, to)
          ? LineKind.WANTED
          : LineKind.CONTINUATION;
    }
    if (mayMatter()) {
      return LineKind.WANTED;
    }
    if (found.format() == HeaderFormat.LONG_DATE) {
      numbers.note(found.header.number(found.line.bytes));
    }
    counter.passed();
    return LineKind.RECORD;
  }

  private boolean mayMatter() {
    // What a plug-in or a patched server writes has the code 0.
    return found.header.code > 0
        ? ErrorLogParser.mayMatter(found.header.code)
        : parser.mayMatter(found.line.bytes, found.header.messageAt, found.line.to);
  }

  private boolean bearsWords(ServerLine line) {
    return parser.bearsWords(line.bytes, line.from, line.to);
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    if (!pending.isEmpty()) {
      hold(
          new PhysicalLine(
              Arrays.copyOfRange(buffer, from, to), offset, truncated, times.given(), program));
      return;
    }
    boolean known = looked == buffer && lookedAt == from && lookedTo == to;
    if (!known && classify(buffer, from, to) != LineKind.WANTED) {
      return;
    }
    looked = null;
    if (found.format() == null) {
      withoutRecord();
    } else if (found.format() == HeaderFormat.JSON) {
      named.json(Bytes.decode(found.line.bytes, found.line.from, found.line.to));
    } else if (truncated) {
      counter.passed();
      counter.unreadable();
    } else {
      LogLine line = logLine(offset);
      if (order.fits(found.format(), line.time())) {
        take(line);
      } else {
        counter.passed();
        counter.unrecognized(found.line.bytes, line.from(), line.to());
      }
    }
  }

  /** Decides about a line that begins no record. */
  private void withoutRecord() {
    ServerLine line = found.line;
    if (bearsWords(line)) {
      bareLines
          .whyDropped(line, program)
          .ifPresentOrElse(
              counter::drop, () -> counter.unrecognized(line.bytes, line.from, line.to));
    } else {
      counter.unreadable();
    }
  }

  /** The record that {@link #found} has found. */
  private LogLine logLine(long offset) {
    ServerLine line = found.line;
    boolean begins = found.format() != null;
    return new LogLine(
        line.from,
        line.to,
        begins ? found.header.messageAt : -1,
        begins ? found.header.number(line.bytes) : -1,
        begins ? found.header.code : -1,
        begins ? found.header.label : 0,
        begins ? times.of(found) : null,
        offset);
  }

  /** Takes a record while none is pending. */
  private void take(LogLine line) {
    byte[] bytes = found.line.bytes;
    HeaderFormat format = found.format();
    Message message = parse(bytes, line, format);
    if (format == HeaderFormat.BARE) {
      bare(line, message);
    } else if (format.rawLineFeeds() && hold(line, message, false)) {
      bareLines.stamped(found.line, program);
    } else {
      if (message instanceof Abort) {
        bareLines.stamped(found.line, program);
      }
      counter.accept(bytes, line, format, message);
    }
  }

  private void bare(LogLine line, Message message) {
    if (message instanceof Abort && bareLines.repeats(found.line, program)) {
      counter.passed();
      counter.drop(Dropped.SAID_TWICE);
    } else {
      counter.accept(found.line.bytes, line, HeaderFormat.BARE, message);
    }
  }

  /** Whether a complete record may be the beginning of a longer one; see {@link PendingRecord}. */
  private static boolean canEndLater(Message message) {
    return message instanceof Abort abort && abort.text() == Text.DENIED;
  }

  private Message parse(byte[] bytes, LogLine line, HeaderFormat format) {
    if (line.code() > 0) {
      return parser.parse(line.code(), bytes, line.messageAt(), line.to(), line.label());
    }
    boolean bareReasons = format == HeaderFormat.BARE || format == HeaderFormat.ISO;
    return parser.parse(bytes, line.messageAt(), line.to(), line.label(), bareReasons);
  }

  /** Takes a line while a record is pending. */
  private void hold(PhysicalLine physical) {
    byte[] bytes = physical.bytes;
    found.detect(bytes, 0, bytes.length, pending.envelopes(), pending.format());
    if (pending.isForeign(physical, found.line)) {
      pending.keep(physical);
    } else {
      pending.add(physical, found.line.bytes, logLine(physical.offset), parser);
    }
    if (pending.isFull()) {
      release();
    }
  }

  /** Takes the pending record as it reads now, and reads the lines behind it anew. */
  private void release() {
    if (pending.isCounted()) {
      counter.drop(Dropped.INSIDE_A_NAME);
    } else {
      counter.accept(pending.bytes(), pending.first(), pending.format(), pending.reading());
    }
    counter.drop(Dropped.INSIDE_A_NAME, pending.linesWithWords(parser));
    Instant given = times.given();
    Optional<String> writer = program;
    Optional<PhysicalLine> last = pending.recordAtEnd();
    List<PhysicalLine> rest = pending.release();
    last.ifPresent(line -> again(line, true));
    rest.forEach(line -> again(line, false));
    times.give(given);
    program = writer;
  }

  /**
   * Reads a line again that was held.
   *
   * @param isCounted whether it is part of a record that counts, so that only what it may go on
   *     with is looked at
   */
  private void again(PhysicalLine line, boolean isCounted) {
    byte[] bytes = line.bytes;
    times.give(line.given);
    program = line.program;
    if (isCounted) {
      if (found.detect(bytes, 0, bytes.length) && found.format().rawLineFeeds()) {
        LogLine begins = logLine(line.offset);
        Message message = parse(found.line.bytes, begins, found.format());
        if (canEndLater(message)) {
          hold(begins, message, true);
        }
      }
    } else if (!pending.isEmpty()) {
      rests = 0;
      hold(line);
    } else if (classify(bytes, 0, bytes.length) == LineKind.WANTED) {
      doubtful = line.doubtful;
      line(bytes, 0, bytes.length, line.offset, line.truncated);
      doubtful = false;
    }
  }

  /** Holds the record that {@link #found} has found, if it can go on; whether it does. */
  private boolean hold(LogLine line, Message message, boolean isCounted) {
    byte[] bytes = found.line.bytes;
    boolean mayGoOn =
        (message == Message.UNRECOGNIZED || canEndLater(message))
            && parser.opensName(bytes, line.messageAt(), line.to());
    if (mayGoOn) {
      boolean dbFirst = ErrorLogParser.beginsWithDb(bytes, line.messageAt(), line.to());
      pending.open(
          found.line, found.format(), line, program, message, dbFirst, isCounted, doubtful);
    }
    return mayGoOn;
  }

  /**
   * Takes a row of {@code performance_schema.error_log}.
   *
   * @param logged {@code LOGGED}
   * @param thread {@code THREAD_ID}, the connection's id or 0
   * @param code {@code ERROR_CODE}, as {@code MY-010914}
   * @param data {@code DATA}: the message or, with {@code log_sink_json}, the whole JSON object
   */
  public void row(Instant logged, long thread, String code, String data) {
    named.row(logged, thread, code, data);
  }

  /** An entry is one line: the journal ends it where a server that writes to its stream does. */
  @Override
  public void entry(Instant time, Optional<String> writer, byte[] message, long number) {
    times.give(time);
    program = writer;
    if (classify(message, 0, message.length) == LineKind.WANTED) {
      line(message, 0, message.length, number, false);
    }
    times.give(null);
    program = Optional.empty();
  }

  /** What has to outlive a restart. */
  public ErrorLogState state() {
    return new ErrorLogState(
        counter.records(),
        counter.unrecognized(),
        numbers.state(),
        bareLines.stamped(),
        cut,
        joiner.memory().state());
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(ErrorLogState state) {
    counter.restore(state.records(), state.unrecognized());
    numbers.restore(state.numbers());
    bareLines.restore(state.stamped());
    cut = state.cut();
    joiner.memory().restore(state.joiner());
  }

  @Override
  public void atRest() {
    rests++;
    while (!pending.isEmpty() && (pending.isComplete() || rests > MOST_RESTS)) {
      release();
    }
    joiner.atRest();
  }

  @Override
  public long heldFrom() {
    return pending.isEmpty() ? -1 : pending.first().offset();
  }

  @Override
  public void endOfFile() {
    while (!pending.isEmpty()) {
      release();
    }
    joiner.atRest();
    cut = false;
  }

  @Override
  public void rubbish() {
    counter.unreadable();
  }
}
