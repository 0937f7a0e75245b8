package io.github.mysqlaborted.parse;

/**
 * What a server writes in front of each record of its error log. A file has one style until a
 * server of another version goes on with it.
 */
enum StampStyle {
  /**
   * {@code 261122 9:05:01 [Warning] } with a space-padded hour: MySQL 5.5, MariaDB to 10.1.4
   * (sql/log.cc, {@code print_buffer_to_file}).
   */
  SHORT_DATE(true, false) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      if (to - from < 24
          || line[from + 6] != ' '
          || line[from + 9] != ':'
          || line[from + 12] != ':'
          || line[from + 15] != ' ') {
        return false;
      }
      head.number = -1;
      head.code = -1;
      head.stampAt = from;
      return Bytes.digitsEnd(line, from, from + 6) == from + 6
          && isClock(line, from + 7)
          && readLabel(line, from + 16, to, head);
    }
  },
  /**
   * {@code 2026-11-22 9:05:01 24 [Warning] }: MySQL 5.6, where the number is that of the process,
   * and MariaDB from 10.1.5, where it is the id of the thread that writes.
   */
  LONG_DATE(true, false) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      if (to - from < 29
          || line[from + 10] != ' '
          || line[from + 13] != ':'
          || line[from + 16] != ':'
          || line[from + 19] != ' '
          || !isDate(line, from)
          || !isClock(line, from + 11)) {
        return false;
      }
      int numberEnd = Bytes.digitsEnd(line, from + 20, to);
      head.number = Bytes.number(line, from + 20, numberEnd);
      head.code = -1;
      head.stampAt = from;
      return head.number >= 0
          && numberEnd < to
          && line[numberEnd] == ' '
          && readLabel(line, numberEnd + 1, to, head);
    }
  },
  /** {@code 2026-11-22T09:05:01.123456Z 24 [Note] }: MySQL 5.7 (sql/log.cc). */
  ISO(true, true) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      return readIso(line, from, to, head) && head.code < 0;
    }
  },
  /**
   * {@code 2026-11-22T09:05:01.123456Z 24 [Note] [MY-010914] [Server] }: MySQL 8.0 and later, which
   * write a line feed inside a message as a space (log_sink_trad.cc).
   */
  ISO_CODED(false, true) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      return readIso(line, from, to, head) && head.code >= 0;
    }
  },
  /** One JSON object a line: {@code log_sink_json} of MySQL 8.0 and later. */
  JSON(false, true) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      head.number = -1;
      head.code = -1;
      head.stampAt = from;
      head.messageAt = from;
      return to - from >= 12
          && line[from] == '{'
          && (line[from + 1] == '"' || line[from + 2] == '"')
          && Bytes.indexOf(line, from, Math.min(to, from + 4096), ERROR_CODE) > 0;
    }
  },
  /**
   * The message alone, behind the header of syslog or of the journal: {@code log_syslog} of 5.7,
   * {@code log_sink_syseventlog} of 8.0.
   */
  BARE(false, false) {
    @Override
    boolean read(byte[] line, int from, int to, Head head) {
      head.number = -1;
      head.code = -1;
      head.label = 'N';
      head.messageAt = from;
      return from < to;
    }
  };

  private static final byte[] ERROR_CODE = Bytes.utf8("\"err_code\"");

  private final boolean rawLineFeeds;
  private final boolean zoned;

  StampStyle(boolean rawLineFeeds, boolean zoned) {
    this.rawLineFeeds = rawLineFeeds;
    this.zoned = zoned;
  }

  /**
   * Whether {@code [from, to)} begins a record in this style; if so, fills {@code head}. Looks at a
   * few bytes and allocates nothing.
   */
  abstract boolean read(byte[] line, int from, int to, Head head);

  /** Whether the server writes a line feed inside a name as a line feed. */
  boolean rawLineFeeds() {
    return rawLineFeeds;
  }

  /** Whether the stamp says its zone. */
  boolean zoned() {
    return zoned;
  }

  private static boolean isDate(byte[] line, int at) {
    return line[at + 4] == '-'
        && line[at + 7] == '-'
        && Bytes.digitsEnd(line, at, at + 4) == at + 4
        && Bytes.isDigit(line[at + 5])
        && Bytes.isDigit(line[at + 6])
        && Bytes.isDigit(line[at + 8])
        && Bytes.isDigit(line[at + 9]);
  }

  private static boolean isClock(byte[] line, int at) {
    return (Bytes.isDigit(line[at]) || line[at] == ' ')
        && Bytes.isDigit(line[at + 1])
        && Bytes.isDigit(line[at + 3])
        && Bytes.isDigit(line[at + 4])
        && Bytes.isDigit(line[at + 6])
        && Bytes.isDigit(line[at + 7]);
  }

  private static boolean readIso(byte[] line, int from, int to, Head head) {
    if (to - from < 38
        || line[from + 10] != 'T'
        || line[from + 19] != '.'
        || !isDate(line, from)
        || !isClock(line, from + 11)) {
      return false;
    }
    int zoneAt = from + 26;
    int afterZone = line[zoneAt] == 'Z' ? zoneAt + 1 : zoneAt + 6;
    if (line[afterZone] != ' ') {
      return false;
    }
    int numberEnd = Bytes.digitsEnd(line, afterZone + 1, to);
    head.stampAt = from;
    head.number = Bytes.number(line, afterZone + 1, numberEnd);
    if (head.number < 0
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
      head.code = (int) Bytes.number(line, at + 4, at + 10);
      int close = Bytes.indexOf(line, at + 12, Math.min(to, at + 40), ']');
      if (head.code < 0 || line[at + 10] != ']' || line[at + 12] != '[' || close < 0) {
        return false;
      }
      head.messageAt = Math.min(close + 2, to);
    }
    return true;
  }

  /** Reads {@code [Label] } at {@code at}. */
  private static boolean readLabel(byte[] line, int at, int to, Head head) {
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
