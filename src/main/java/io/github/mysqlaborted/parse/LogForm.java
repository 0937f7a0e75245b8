package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.LineEnvelope.Payload;

/**
 * The form of a file's lines, learnt from its first record: what the collector puts in front and
 * how the server stamps. From then on only a line of this form begins a record, so a stamp of
 * another style, which a user name may contain, is nothing.
 */
final class LogForm {

  private static final byte[] MYSQL = Bytes.utf8("mysql");
  private static final byte[] MARIADB = Bytes.utf8("mariadb");
  private static final String CUT = ",cut";
  private static final LineEnvelope[] TRANSPORTS = LineEnvelope.values();
  private static final HeaderFormat[] STAMPED = {
    HeaderFormat.ISO_CODED,
    HeaderFormat.LONG_DATE,
    HeaderFormat.ISO,
    HeaderFormat.SHORT_DATE,
    HeaderFormat.JSON
  };

  /** Where the last line looked at has the server's line. */
  final Payload payload = new Payload();

  /** The head of the last record looked at. */
  final RecordHeader head = new RecordHeader();

  /** Of the file, or of the last line that {@link #recognize} was asked about; else null. */
  private LineEnvelope transport;

  private HeaderFormat style;

  /** Whether the numbers of {@link HeaderFormat#LONG_DATE} are known to be thread ids. */
  private boolean threadNumbers;

  /** Whether the collector cut the last line of the server, so that the next goes on with it. */
  private boolean cut;

  private LogForm candidate;

  boolean isKnown() {
    return style != null;
  }

  HeaderFormat style() {
    return style;
  }

  LineEnvelope transport() {
    return transport;
  }

  /** Whether the number in front of a record is the id of the thread that writes it. */
  boolean threadNumbers() {
    return threadNumbers || style == HeaderFormat.ISO || style == HeaderFormat.ISO_CODED;
  }

  /** Says that MariaDB writes here: it alone numbers records by thread and says certain things. */
  void learnThreadNumbers() {
    threadNumbers = true;
  }

  /** Whether the line begins a record of the known form; fills {@link #head}. */
  boolean begins(byte[] line, int from, int to) {
    if (style == null
        || !transport.locate(line, from, to, payload)
        || !style.read(line, payload.from, payload.to, head)) {
      return false;
    }
    if (style == HeaderFormat.BARE) {
      head.stampAt = payload.stampAt;
      return isServer(line, to);
    }
    if (head.numberFrom >= 0 && line[head.numberFrom] == '0') {
      // No process has this number; MariaDB's threads without a session have.
      threadNumbers = true;
    }
    return true;
  }

  boolean cut() {
    return cut;
  }

  /**
   * Notes whether the line is cut.
   *
   * @param part whether it begins a record or goes on with a line that is cut
   */
  void noteCut(byte[] line, int from, int to, boolean part) {
    cut =
        part
            && transport == LineEnvelope.CRI
            && transport.locate(line, from, to, payload)
            && transport.cut(line, payload);
  }

  /** Finds the server's line in one that begins no record. */
  void locate(byte[] line, int from, int to) {
    if (transport == null || !transport.locate(line, from, to, payload)) {
      LineEnvelope.NONE.locate(line, from, to, payload);
    }
  }

  /**
   * The form in which this line begins a stamped record, whatever the file's style; unknown if it
   * begins none. A file keeps its collector. The result is this object's, until it is asked again.
   */
  LogForm recognize(byte[] line, int from, int to) {
    if (candidate == null) {
      candidate = new LogForm();
    }
    candidate.forget();
    for (LineEnvelope possible : TRANSPORTS) {
      if ((transport == null || transport == possible)
          && possible.locate(line, from, to, candidate.payload)) {
        for (HeaderFormat stamp : STAMPED) {
          if (stamp.read(line, candidate.payload.from, candidate.payload.to, candidate.head)) {
            candidate.transport = possible;
            candidate.style = stamp;
            return candidate;
          }
        }
      }
    }
    return candidate;
  }

  /** The form of a server's message behind the header of syslog; unknown if it is none. */
  LogForm recognizeBare(byte[] line, int from, int to, boolean timeGiven) {
    LogForm form = new LogForm();
    for (LineEnvelope candidate : TRANSPORTS) {
      boolean possible =
          candidate == LineEnvelope.NONE
              ? timeGiven
              : candidate == LineEnvelope.SYSLOG || candidate == LineEnvelope.SYSLOG_ISO;
      if (possible && candidate.locate(line, from, to, form.payload)) {
        form.transport = candidate;
        form.style = HeaderFormat.BARE;
        if (form.begins(line, from, to)) {
          return form;
        }
        form.style = null;
      }
    }
    return form;
  }

  /** Takes over the form of another file, or of this one from here on. */
  void learn(LogForm other) {
    transport = other.transport;
    style = other.style;
    threadNumbers = other.threadNumbers;
  }

  void forget() {
    transport = null;
    style = null;
    threadNumbers = false;
    cut = false;
  }

  /** The form as text that {@link #restore} takes. */
  String state() {
    return style == null ? "" : transport + "," + style + "," + threadNumbers + (cut ? CUT : "");
  }

  void restore(String state) {
    forget();
    boolean isCut = state.endsWith(CUT);
    String known = isCut ? state.substring(0, state.length() - CUT.length()) : state;
    String[] parts = known.split(",", -1);
    for (LineEnvelope candidate : TRANSPORTS) {
      for (HeaderFormat stamp : HeaderFormat.values()) {
        if (parts.length == 3
            && parts[0].equals(candidate.name())
            && parts[1].equals(stamp.name())) {
          transport = candidate;
          style = stamp;
          threadNumbers = Boolean.parseBoolean(parts[2]);
          cut = isCut;
        }
      }
    }
  }

  private boolean isServer(byte[] line, int to) {
    int at = payload.programAt;
    return at < 0
        || Bytes.startsWith(line, at, to, MYSQL)
        || Bytes.startsWith(line, at, to, MARIADB);
  }
}
