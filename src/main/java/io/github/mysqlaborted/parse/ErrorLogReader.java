package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.LineEnvelope.Payload;
import io.github.mysqlaborted.parse.Message.Abort;
import io.github.mysqlaborted.parse.Message.Text;
import io.github.mysqlaborted.source.log.EntryConsumer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of an error log, in whatever form they are, and tells of each aborted connection
 * once.
 *
 * <p>The form (see {@link LogForm}) is learnt from the first record and changes only with a record
 * that says that a server starts. Not thread-safe.
 */
public final class ErrorLogReader implements EntryConsumer {

  /** Few accounts of a server are named in the rows of a moment. */
  private static final int ACCOUNTS_OF_ROWS = 16;

  private final LogForm form = new LogForm();
  private final ErrorLogParser parser;
  private final PendingRecord hold = new PendingRecord();
  private final Unescaper unescaper = new Unescaper();
  private final StampClock stamps;
  private final LineTimes times;
  private final EventJoiner joiner;
  private final RecordCounter sink;

  /** The record whose beginning {@link #form} has read last, so that {@link #line} need not. */
  private byte[] looked;

  private int lookedAt;
  private int lookedTo;

  /**
   * @param zone of stamps that have none
   * @param clock tells the year of syslog's stamps
   * @param listener is told of each event
   */
  public ErrorLogReader(ZoneId zone, Clock clock, AbortListener listener) {
    this(new ErrorLogParser(), zone, clock, listener);
  }

  private ErrorLogReader(ErrorLogParser parser, ZoneId zone, Clock clock, AbortListener listener) {
    this.parser = parser;
    stamps = new StampClock(zone, clock);
    times = new LineTimes(stamps);
    joiner = new EventJoiner(listener);
    sink = new RecordCounter(form, joiner);
  }

  /**
   * A reader that is given only rows, see {@link #row}; it takes little memory.
   *
   * @param listener is told of each event
   */
  public static ErrorLogReader ofRows(ZoneId zone, Clock clock, AbortListener listener) {
    return new ErrorLogReader(new ErrorLogParser(ACCOUNTS_OF_ROWS), zone, clock, listener);
  }

  /** How many records were read, of any content. */
  public long records() {
    return sink.records();
  }

  /**
   * How many were not understood: records that begin as an abort's does and go on otherwise, or
   * whose line was longer than the reader takes, and lines that are no text.
   */
  public long unrecognized() {
    return sink.unrecognized();
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    boolean continues = form.cut();
    boolean begins = form.begins(buffer, from, to);
    looked = begins ? buffer : null;
    lookedAt = from;
    lookedTo = to;
    form.noteCut(buffer, from, to, begins || continues);
    if (!hold.isEmpty()) {
      return LineKind.WANTED;
    }
    if (continues) {
      return LineKind.CONTINUATION;
    }
    if (!begins) {
      return isWanted(buffer, from, to) ? LineKind.WANTED : LineKind.CONTINUATION;
    }
    if (mayMatter(buffer, form)) {
      return LineKind.WANTED;
    }
    sink.passed();
    return LineKind.RECORD;
  }

  private boolean mayMatter(byte[] buffer, LogForm of) {
    if (of.head.code >= 0) {
      return ErrorLogParser.mayMatter(of.head.code);
    }
    return parser.mayMatter(buffer, of.head.messageAt, of.payload.to);
  }

  /** Whether a line that begins no record of the known form has to be looked at nevertheless. */
  private boolean isWanted(byte[] buffer, int from, int to) {
    if (Utf8.isUnprintable(buffer, from, to)) {
      return true;
    }
    LogForm other = form.recognize(buffer, from, to);
    if (form.isKnown()) {
      return other.isKnown() && mayMatter(buffer, other);
    }
    return other.isKnown() || form.recognizeBare(buffer, from, to, times.given()).isKnown();
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    boolean begins =
        (looked == buffer && lookedAt == from && lookedTo == to)
            || form.begins(buffer, from, to)
            || learns(buffer, from, to);
    looked = null;
    if (!begins) {
      form.locate(buffer, from, to);
    }
    if (begins && form.style() == HeaderFormat.JSON) {
      json(Bytes.decode(buffer, form.payload.from, form.payload.to));
      return;
    }
    Payload payload = form.payload;
    byte[] bytes = buffer;
    int start = payload.from;
    int end = payload.to;
    int messageAt = begins ? form.head.messageAt : -1;
    Instant time = begins ? times.of(buffer, to, form) : null;
    if (form.transport() == LineEnvelope.DOCKER_JSON) {
      bytes = unescaper.unescape(buffer, start, end);
      end = unescaper.length();
      messageAt = begins ? messageAt - start : -1;
      start = 0;
    }
    LogLine line =
        new LogLine(
            start,
            end,
            messageAt,
            begins ? form.head.number(buffer) : -1,
            begins ? form.head.code : -1,
            begins ? form.head.label : 0,
            time,
            offset);
    if (truncated && begins && hold.isEmpty()) {
      sink.passed();
      sink.unreadable();
    } else if (hold.isEmpty()) {
      take(bytes, line);
    } else {
      hold(bytes, line);
    }
  }

  private void json(String line) {
    Optional<JsonRecord> record = JsonRecord.parse(line, stamps);
    if (record.isPresent()) {
      json(record.get());
    } else {
      sink.passed();
      sink.unreadable();
    }
  }

  private void json(JsonRecord record) {
    byte[] message = Bytes.utf8(record.message());
    sink.accept(record, parser.parse(record.code(), message, 0, message.length, record.label()));
  }

  /** Whether the line tells the form of the file, or that a server of another form starts. */
  private boolean learns(byte[] buffer, int from, int to) {
    if (!hold.isEmpty()) {
      return false;
    }
    LogForm other = form.recognize(buffer, from, to);
    if (!other.isKnown() && !form.isKnown()) {
      other = form.recognizeBare(buffer, from, to, times.given());
    }
    if (!other.isKnown() || (form.isKnown() && !startsServer(buffer, other))) {
      return false;
    }
    form.learn(other);
    boolean begins = form.begins(buffer, from, to);
    form.noteCut(buffer, from, to, begins);
    return begins;
  }

  private boolean startsServer(byte[] buffer, LogForm other) {
    return other.style() != HeaderFormat.JSON
        && other.head.number(buffer) <= 0
        && parse(buffer, other.head.messageAt, other.payload.to, other) == Message.SERVER_START;
  }

  private Message parse(byte[] bytes, int from, int to, LogForm of) {
    return of.head.code >= 0
        ? parser.parse(of.head.code, bytes, from, to, of.head.label)
        : parser.parse(bytes, from, to, of.head.label, false);
  }

  /** Takes a line while nothing is held. */
  private void take(byte[] bytes, LogLine line) {
    if (!line.beginsRecord()) {
      if (Utf8.isUnprintable(bytes, line.from(), line.to())) {
        sink.unreadable();
      }
      return;
    }
    Message parsed = parse(bytes, line);
    if (form.style().rawLineFeeds()
        && (parsed == Message.UNRECOGNIZED || canEndLater(parsed))
        && parser.opensName(bytes, line.messageAt(), line.to())) {
      hold.open(
          bytes, line, parsed, ErrorLogParser.beginsWithDb(bytes, line.messageAt(), line.to()));
    } else {
      sink.accept(line, parsed);
    }
  }

  /** Whether a complete record may be the beginning of a longer one; see {@link PendingRecord}. */
  private static boolean canEndLater(Message parsed) {
    return parsed instanceof Abort abort && abort.text() == Text.DENIED;
  }

  private Message parse(byte[] bytes, LogLine line) {
    if (line.code() >= 0) {
      return parser.parse(line.code(), bytes, line.messageAt(), line.to(), line.label());
    }
    boolean bareReasons = form.style() == HeaderFormat.BARE || form.style() == HeaderFormat.ISO;
    return parser.parse(bytes, line.messageAt(), line.to(), line.label(), bareReasons);
  }

  private void hold(byte[] bytes, LogLine line) {
    LogLine last = hold.add(bytes, line);
    if (hold.mayEnd(last, parser)
        && parse(hold.bytes(), hold.first().endingWith(last)) instanceof Abort whole
        && PendingRecord.fits(whole, form.style())) {
      hold.endsHere(whole);
    }
    if (hold.isFull(form.style())) {
      release();
    }
  }

  /** Takes the record held as it reads now, and looks at the lines behind it anew. */
  private void release() {
    LogLine first = hold.first();
    Message parsed = hold.reading();
    byte[] bytes = hold.takeBytes();
    List<LogLine> rest = hold.takeRest();
    sink.accept(first, parsed);
    for (LogLine line : rest) {
      if (hold.isEmpty()) {
        take(bytes, line);
      } else {
        hold(bytes, line);
      }
    }
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
    byte[] text = Bytes.utf8(code);
    int number = (int) Bytes.number(text, Math.min(3, text.length), Math.min(9, text.length));
    if (!ErrorLogParser.mayMatter(number)) {
      sink.passed();
    } else if (data.startsWith("{")) {
      json(data);
    } else {
      json(new JsonRecord(logged, thread, number, (byte) 'N', data, 1));
    }
  }

  @Override
  public void entry(Instant time, Optional<String> program, byte[] message, long number) {
    times.give(time);
    int from = 0;
    for (int to = 0; to <= message.length; to++) {
      if (to == message.length || message[to] == '\n') {
        if (classify(message, from, to) == LineKind.WANTED) {
          line(message, from, to, number, false);
        }
        from = to + 1;
      }
    }
    times.give(null);
  }

  @Override
  public String state() {
    return sink.state() + ";" + form.state() + ";" + joiner.memory().state();
  }

  @Override
  public void restore(String state) {
    String[] parts = state.split(";", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no state of an error log's reader: " + state);
    }
    sink.restore(parts[0]);
    form.restore(parts[1]);
    joiner.memory().restore(parts[2]);
  }

  @Override
  public void atRest() {
    while (!hold.isEmpty() && hold.isComplete()) {
      release();
    }
    joiner.atRest();
  }

  @Override
  public long heldFrom() {
    return hold.isEmpty() ? -1 : hold.first().offset();
  }

  @Override
  public void endOfFile() {
    while (!hold.isEmpty()) {
      release();
    }
    joiner.atRest();
    form.forget();
  }

  @Override
  public void rubbish() {
    sink.unreadable();
  }
}
