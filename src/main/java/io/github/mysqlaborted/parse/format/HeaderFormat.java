package io.github.mysqlaborted.parse.format;

import io.github.mysqlaborted.parse.RecordNumbers;

/** What a server writes in front of each record of its error log. */
public enum HeaderFormat {
  /**
   * {@code 261122 9:05:01 [Warning] } with a space-padded hour: MySQL 5.5, MariaDB to 10.1.4
   * (sql/log.cc, {@code print_buffer_to_file}).
   */
  SHORT_DATE(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      return to - from >= 24
          && DATE_AND_HOUR.matches(line, from)
          && HOUR_TO_SECOND.matches(line, from + 8)
          && readNumberAndLabel(line, from, from + 15, to, header);
    }
  },
  /**
   * {@code 2026-11-22 9:05:01 24 [Warning] }: MySQL 5.6, where the number is that of the process,
   * and MariaDB from 10.1.5, where it is the id of the thread that writes. See {@link
   * RecordNumbers}.
   */
  LONG_DATE(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      return to - from >= 27
          && YEAR_AND_MONTH.matches(line, from)
          && DAY_TO_MINUTE.matches(line, from + 8)
          && line[from + 16] == ':'
          && readNumberAndLabel(line, from, fractionEnd(line, from + 19, to), to, header);
    }
  },
  /** {@code 2026-11-22T09:05:01.123456Z 24 [Note] }: MySQL 5.7 (sql/log.cc). */
  ISO(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      return readIso(line, from, to, header) && header.code < 0;
    }
  },
  /**
   * {@code 2026-11-22T09:05:01.123456Z 24 [Note] [MY-010914] [Server] }: MySQL 8.0 and later, which
   * write a line feed inside a message as a space (log_sink_trad.cc).
   */
  ISO_CODED(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      return readIso(line, from, to, header) && header.code >= 0;
    }
  },
  /** One JSON object a line: {@code log_sink_json} of MySQL 8.0 and later. */
  JSON(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      if (to - from < 16 || line[from] != '{') {
        return false;
      }
      int code = Bytes.skip(line, keyEnd(line, from, to, ERROR_CODE), to, ' ');
      header.code =
          (int) Bytes.number(line, code, Math.min(Bytes.digitsEnd(line, code, to), code + 9));
      header.setNoNumber();
      header.stampAt = from;
      header.messageAt = from;
      return header.code >= 0;
    }
  },
  /**
   * The message alone, behind the header of syslog or of the journal: {@code log_syslog} of 5.7,
   * {@code log_sink_syseventlog} of 8.0.
   */
  BARE(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader header) {
      header.setNoNumber();
      header.code = -1;
      header.label = 'N';
      header.messageAt = from;
      return from < to;
    }
  };

  private static final BytePattern DATE_AND_HOUR = BytePattern.like("000000 _");
  private static final BytePattern HOUR_TO_SECOND = BytePattern.like("0:00:00 ");
  private static final BytePattern YEAR_AND_MONTH = BytePattern.like("0000-00-");
  private static final BytePattern DAY_TO_MINUTE = BytePattern.like("00 _0:00");
  private static final BytePattern ISO_DAY_TO_MINUTE = BytePattern.like("00T00:00");
  private static final HeaderFormat[] TEXTS = {ISO_CODED, LONG_DATE, ISO, SHORT_DATE};
  private static final byte[] ERROR_CODE = Bytes.utf8("\"err_code\"");

  private final boolean rawLineFeeds;

  HeaderFormat(boolean rawLineFeeds) {
    this.rawLineFeeds = rawLineFeeds;
  }

  /**
   * Whether {@code [from, to)} begins a record in this style; if so, fills {@code header}. Looks at
   * a few bytes and allocates nothing.
   */
  abstract boolean read(byte[] line, int from, int to, RecordHeader header);

  /** Whether the server writes a line feed inside a name as a line feed. */
  public boolean rawLineFeeds() {
    return rawLineFeeds;
  }

  /** Whether a record of the error log, in text, begins here. */
  static boolean begins(byte[] line, int from, int to) {
    if (from >= to || !Bytes.isDigit(line[from])) {
      return false;
    }
    RecordHeader header = new RecordHeader();
    for (HeaderFormat format : TEXTS) {
      if (format.read(line, from, to, header)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Behind the colon of a key of an object, or {@code to}. A quotation mark inside a string is
   * escaped, so the same bytes are the key or the end of a value, which no colon follows.
   */
  private static int keyEnd(byte[] line, int from, int to, byte[] key) {
    for (int at = Bytes.indexOf(line, from, to, key);
        at >= 0;
        at = Bytes.indexOf(line, at + 1, to, key)) {
      int colon = Bytes.skip(line, at + key.length, to, ' ');
      if (colon < to && line[colon] == ':') {
        return colon + 1;
      }
    }
    return to;
  }

  private static boolean readIso(byte[] line, int from, int to, RecordHeader header) {
    if (to - from < 28
        || !YEAR_AND_MONTH.matches(line, from)
        || !ISO_DAY_TO_MINUTE.matches(line, from + 8)
        || line[from + 16] != ':'
        || !readNumberAndLabel(
            line, from, zoneEnd(line, fractionEnd(line, from + 19, to), to), to, header)) {
      return false;
    }
    int at = header.messageAt;
    if (to - at >= 14
        && line[at] == '['
        && line[at + 1] == 'M'
        && line[at + 2] == 'Y'
        && line[at + 3] == '-') {
      header.code = Bytes.sixDigits(line, at + 4);
      int close =
          to - at > 20 && line[at + 19] == ']'
              ? at + 19
              : Bytes.indexOf(line, at + 12, Math.min(to, at + 40), ']');
      if (header.code < 0 || line[at + 10] != ']' || line[at + 12] != '[' || close < 0) {
        return false;
      }
      header.messageAt = Math.min(close + 2, to);
    }
    return true;
  }

  private static int fractionEnd(byte[] line, int at, int to) {
    return at < to && (line[at] == '.' || line[at] == ',') ? Bytes.digitsEnd(line, at + 1, to) : at;
  }

  /** Behind {@code Z}, {@code +05:30} or {@code +0530}, if one stands there. */
  private static int zoneEnd(byte[] line, int at, int to) {
    if (at >= to || line[at] == ' ') {
      return at;
    }
    if (line[at] == 'Z') {
      return at + 1;
    }
    return at + 6 <= to && line[at + 3] == ':' ? at + 6 : at + 5;
  }

  /** Reads what follows a stamp: a number, which may be missing, and {@code [Label] }. */
  private static boolean readNumberAndLabel(
      byte[] line, int stampAt, int stampEnd, int to, RecordHeader header) {
    if (stampEnd >= to || line[stampEnd] != ' ') {
      return false;
    }
    header.stampAt = stampAt;
    header.code = -1;
    int at = stampEnd + 1;
    if (at < to && line[at] == '[') {
      header.setNoNumber();
      return readLabel(line, at, to, header);
    }
    at = Bytes.skip(line, at, to, ' ');
    int end = Bytes.digitsEnd(line, at, to);
    header.numberFrom = at;
    header.numberTo = end;
    return end > at && end < to && line[end] == ' ' && readLabel(line, end + 1, to, header);
  }

  /** Reads {@code [Label] } at {@code at}. */
  private static boolean readLabel(byte[] line, int at, int to, RecordHeader header) {
    if (to - at < 7 || line[at] != '[') {
      return false;
    }
    byte first = (byte) (line[at + 1] & ~0x20);
    int length =
        switch (first) {
          case 'N' -> 4;
          case 'E' -> 5;
          case 'S' -> 6;
          case 'W' -> 7;
          default -> 0;
        };
    int close = at + 1 + length;
    if (length == 0 || close + 1 >= to || line[close] != ']' || line[close + 1] != ' ') {
      return false;
    }
    header.label = first;
    header.messageAt = close + 2;
    return true;
  }
}
