package io.github.mysqlaborted.parse;

/**
 * What a server writes in front of each record of its error log. A file has one style until a
 * server of another version goes on with it.
 */
enum HeaderFormat {
  /**
   * {@code 261122 9:05:01 [Warning] } with a space-padded hour: MySQL 5.5, MariaDB to 10.1.4
   * (sql/log.cc, {@code print_buffer_to_file}).
   */
  SHORT_DATE(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      if (to - from < 24
          || !DATE_AND_HOUR.matches(line, from)
          || !HOUR_TO_SECOND.matches(line, from + 8)) {
        return false;
      }
      head.setNoNumber();
      head.code = -1;
      head.stampAt = from;
      return readLabel(line, from + 16, to, head);
    }
  },
  /**
   * {@code 2026-11-22 9:05:01 24 [Warning] }: MySQL 5.6, where the number is that of the process,
   * and MariaDB from 10.1.5, where it is the id of the thread that writes.
   */
  LONG_DATE(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      if (to - from < 29
          || !YEAR_AND_MONTH.matches(line, from)
          || !DAY_TO_MINUTE.matches(line, from + 8)
          || line[from + 16] != ':'
          || line[from + 19] != ' ') {
        return false;
      }
      int numberEnd = Bytes.digitsEnd(line, from + 20, to);
      head.numberFrom = from + 20;
      head.numberTo = numberEnd;
      head.code = -1;
      head.stampAt = from;
      return numberEnd > from + 20
          && numberEnd < to
          && line[numberEnd] == ' '
          && readLabel(line, numberEnd + 1, to, head);
    }
  },
  /** {@code 2026-11-22T09:05:01.123456Z 24 [Note] }: MySQL 5.7 (sql/log.cc). */
  ISO(true) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      return readIso(line, from, to, head) && head.code < 0;
    }
  },
  /**
   * {@code 2026-11-22T09:05:01.123456Z 24 [Note] [MY-010914] [Server] }: MySQL 8.0 and later, which
   * write a line feed inside a message as a space (log_sink_trad.cc).
   */
  ISO_CODED(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      return readIso(line, from, to, head) && head.code >= 0;
    }
  },
  /** One JSON object a line: {@code log_sink_json} of MySQL 8.0 and later. */
  JSON(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      if (to - from < 16 || line[from] != '{') {
        return false;
      }
      // A quotation mark inside a string is escaped, so these bytes are the key.
      int at = Bytes.indexOf(line, from, to, ERROR_CODE);
      int colon = at < 0 ? -1 : Bytes.skip(line, at + ERROR_CODE.length, to, ' ');
      if (colon < 0 || colon >= to || line[colon] != ':') {
        return false;
      }
      int code = Bytes.skip(line, colon + 1, to, ' ');
      head.code =
          (int) Bytes.number(line, code, Math.min(Bytes.digitsEnd(line, code, to), code + 9));
      head.setNoNumber();
      head.stampAt = from;
      head.messageAt = from;
      return head.code >= 0;
    }
  },
  /**
   * The message alone, behind the header of syslog or of the journal: {@code log_syslog} of 5.7,
   * {@code log_sink_syseventlog} of 8.0.
   */
  BARE(false) {
    @Override
    boolean read(byte[] line, int from, int to, RecordHeader head) {
      head.setNoNumber();
      head.code = -1;
      head.label = 'N';
      head.messageAt = from;
      return from < to;
    }
  };

  private static final BytePattern DATE_AND_HOUR = BytePattern.like("000000 _");
  private static final BytePattern HOUR_TO_SECOND = BytePattern.like("0:00:00 ");
  private static final BytePattern YEAR_AND_MONTH = BytePattern.like("0000-00-");
  private static final BytePattern DAY_TO_MINUTE = BytePattern.like("00 _0:00");
  private static final BytePattern ISO_DAY_TO_MINUTE = BytePattern.like("00T00:00");
  private static final byte[] ERROR_CODE = Bytes.utf8("\"err_code\"");

  private final boolean rawLineFeeds;

  HeaderFormat(boolean rawLineFeeds) {
    this.rawLineFeeds = rawLineFeeds;
  }

  /**
   * Whether {@code [from, to)} begins a record in this style; if so, fills {@code head}. Looks at a
   * few bytes and allocates nothing.
   */
  abstract boolean read(byte[] line, int from, int to, RecordHeader head);

  /** Whether the server writes a line feed inside a name as a line feed. */
  boolean rawLineFeeds() {
    return rawLineFeeds;
  }

  private static boolean readIso(byte[] line, int from, int to, RecordHeader head) {
    if (to - from < 38
        || !YEAR_AND_MONTH.matches(line, from)
        || !ISO_DAY_TO_MINUTE.matches(line, from + 8)
        || line[from + 16] != ':'
        || line[from + 19] != '.') {
      return false;
    }
    int zoneAt = from + 26;
    int afterZone = line[zoneAt] == 'Z' ? zoneAt + 1 : zoneAt + 6;
    if (line[afterZone] != ' ') {
      return false;
    }
    int numberEnd = Bytes.digitsEnd(line, afterZone + 1, to);
    head.stampAt = from;
    head.numberFrom = afterZone + 1;
    head.numberTo = numberEnd;
    if (numberEnd == afterZone + 1
        || numberEnd >= to
        || line[numberEnd] != ' '
        || !readLabel(line, numberEnd + 1, to, head)) {
      return false;
    }
    int at = head.messageAt;
    head.code = -1;
    if (to - at >= 14
        && line[at] == '['
        && line[at + 1] == 'M'
        && line[at + 2] == 'Y'
        && line[at + 3] == '-') {
      head.code = Bytes.sixDigits(line, at + 4);
      int close =
          to - at > 20 && line[at + 19] == ']'
              ? at + 19
              : Bytes.indexOf(line, at + 12, Math.min(to, at + 40), ']');
      if (head.code < 0 || line[at + 10] != ']' || line[at + 12] != '[' || close < 0) {
        return false;
      }
      head.messageAt = Math.min(close + 2, to);
    }
    return true;
  }

  /** Reads {@code [Label] } at {@code at}. */
  private static boolean readLabel(byte[] line, int at, int to, RecordHeader head) {
    if (to - at < 7 || line[at] != '[') {
      return false;
    }
    byte first = line[at + 1];
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
    head.label = first;
    head.messageAt = close + 2;
    return true;
  }
}
