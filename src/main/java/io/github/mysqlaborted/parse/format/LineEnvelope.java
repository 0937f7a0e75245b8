package io.github.mysqlaborted.parse.format;

import java.util.List;

/**
 * What a collector puts around each line of a server's log. Several may stand around each other;
 * {@link LineDetector} takes them off one by one.
 */
enum LineEnvelope {
  /** {@code 2026-11-22T09:05:01.123456789Z stderr F line}: Kubernetes' container runtimes. */
  CRI {
    @Override
    boolean open(ServerLine line) {
      byte[] bytes = line.bytes;
      int space = isoStampEnd(bytes, line.from, line.to);
      if (space < 0
          || space + 10 > line.to
          || bytes[space + 1] != 's'
          || bytes[space + 2] != 't'
          || bytes[space + 3] != 'd'
          || bytes[space + 7] != ' '
          || bytes[space + 9] != ' '
          || (bytes[space + 8] != 'F' && bytes[space + 8] != 'P')) {
        return false;
      }
      line.stamp(line.from, space, false);
      line.cut = bytes[space + 8] == 'P';
      line.take(this, space + 10);
      return true;
    }
  },
  /** One JSON object a line, of a log shipper or of Docker's json-file driver. */
  JSON {
    @Override
    boolean open(ServerLine line) {
      return line.from < line.to && line.bytes[line.from] == '{' && JsonEnvelope.open(line);
    }
  },
  /** {@code 2026-11-22T09:05:01.123456789Z line}: {@code docker logs -t} and the like. */
  STAMP {
    @Override
    boolean open(ServerLine line) {
      int space = isoStampEnd(line.bytes, line.from, line.to);
      if (space < 0) {
        return false;
      }
      int content = Bytes.skip(line.bytes, space + 1, line.to, ' ');
      boolean server =
          content < line.to
              && (isObject(line.bytes, content, line.to)
                  || HeaderFormat.begins(line.bytes, content, line.to));
      if (server) {
        line.stamp(line.from, space, false);
        line.take(this, content);
      }
      return server;
    }
  },
  /** {@code Nov 22 09:05:01 host mysqld[11]: line}: syslog's files (RFC 3164), journalctl. */
  SYSLOG {
    @Override
    boolean open(ServerLine line) {
      byte[] bytes = line.bytes;
      int at = afterPriority(bytes, line.from, line.to);
      if (line.to - at < 20
          || bytes[at + 3] != ' '
          || bytes[at + 6] != ' '
          || bytes[at + 9] != ':'
          || bytes[at + 12] != ':'
          || !Bytes.isDigit(bytes[at + 5])) {
        return false;
      }
      int space = Bytes.indexOf(bytes, at + 15, Math.min(line.to, at + 24), ' ');
      return space > 0 && openTagged(line, space + 1, at, space, true);
    }
  },
  /** {@code 2026-11-22T09:05:01.123456+00:00 host mysqld[11]: line}: rsyslog, journalctl. */
  SYSLOG_ISO {
    @Override
    boolean open(ServerLine line) {
      int at = afterPriority(line.bytes, line.from, line.to);
      int space = isoStampEnd(line.bytes, at, line.to);
      return space >= 0 && openTagged(line, space + 1, at, space, false);
    }
  },
  /** {@code <30>1 2026-11-22T09:05:01Z host mysqld 11 - - line}: RFC 5424. */
  SYSLOG_5424 {
    @Override
    boolean open(ServerLine line) {
      int version = afterPriority(line.bytes, line.from, line.to);
      if (version + 2 >= line.to || line.bytes[version] != '1' || line.bytes[version + 1] != ' ') {
        return false;
      }
      int space = isoStampEnd(line.bytes, version + 2, line.to);
      return space >= 0 && openVersioned(line, space + 1, version + 2, space);
    }
  },
  /** {@code db_1 | line}: {@code docker compose logs}, {@code docker service logs}. */
  COMPOSE {
    @Override
    boolean open(ServerLine line) {
      byte[] bytes = line.bytes;
      int limit = Math.min(line.to, line.from + LONGEST_NAME);
      int name = nameEnd(bytes, line.from, limit);
      int bar = Bytes.skip(bytes, name, limit, ' ');
      if (name == line.from || bar == name || bar == limit || bytes[bar] != '|') {
        return false;
      }
      int at = colourEnd(bytes, bar + 1, line.to);
      line.take(this, at < line.to && bytes[at] == ' ' ? at + 1 : at);
      return true;
    }
  },
  /** <code>[pod/mysql-0/mysql] line</code>: {@code kubectl logs --prefix}. */
  BRACKETS {
    @Override
    boolean open(ServerLine line) {
      if (line.from >= line.to || line.bytes[line.from] != '[') {
        return false;
      }
      int limit = Math.min(line.to, line.from + LONGEST_NAME);
      int close = Bytes.indexOf(line.bytes, line.from, limit, ']');
      int content = close < 0 ? line.to : Bytes.skip(line.bytes, close + 1, line.to, ' ');
      boolean server =
          content < line.to
              && (isObject(line.bytes, content, line.to)
                  || isoStampEnd(line.bytes, content, line.to) >= 0
                  || HeaderFormat.begins(line.bytes, content, line.to));
      if (server) {
        line.take(this, content);
      }
      return server;
    }
  },
  /**
   * Anything short without a quotation mark, right before the header of a server's record or before
   * a JSON object: the prefixes of tools that nobody has listed.
   */
  PREFIX {
    @Override
    boolean open(ServerLine line) {
      byte[] bytes = line.bytes;
      if (line.hasProgram() || line.from >= line.to || bytes[line.from] == '{') {
        return false;
      }
      int limit = Math.min(line.to, line.from + LONGEST_PREFIX);
      boolean inWord = true;
      for (int at = line.from; at < limit && bytes[at] != '\''; at++) {
        boolean digit = Bytes.isDigit(bytes[at]);
        boolean server = digit && HeaderFormat.begins(bytes, at, line.to);
        if (!inWord && (server || isObject(bytes, at, line.to))) {
          line.take(this, at);
          return true;
        }
        inWord = digit || isWord(bytes[at]);
      }
      return false;
    }
  };

  static final List<LineEnvelope> ALL = List.of(values());

  private static final byte ESCAPE = 0x1B;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_PREFIX = 256;

  /** Whether the line has this envelope; if so, takes it off. */
  abstract boolean open(ServerLine line);

  private static boolean isObject(byte[] bytes, int at, int to) {
    return bytes[at] == '{' && at + 1 < to && (bytes[at + 1] == '"' || bytes[at + 1] == ' ');
  }

  private static boolean isWord(byte value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || value == '_'
        || value == '-'
        || value == '.'
        || value == '+';
  }

  /** Behind the name of a container or of a task of a service, which may be coloured. */
  private static int nameEnd(byte[] bytes, int from, int to) {
    int at = colourEnd(bytes, from, to);
    while (at < to && (isWord(bytes[at]) || Bytes.isDigit(bytes[at]) || bytes[at] == '@')) {
      at++;
    }
    return colourEnd(bytes, at, to);
  }

  /** Behind the escape sequence of a colour, if one begins at {@code at}. */
  private static int colourEnd(byte[] bytes, int at, int to) {
    int end =
        at < to && bytes[at] == ESCAPE ? Bytes.indexOf(bytes, at, Math.min(to, at + 8), 'm') : -1;
    return end < 0 ? at : end + 1;
  }

  /** The space behind a stamp of ISO 8601 with date and time, or -1 if none begins there. */
  static int isoStampEnd(byte[] bytes, int from, int to) {
    if (to - from < 21
        || bytes[from + 4] != '-'
        || bytes[from + 10] != 'T'
        || bytes[from + 13] != ':'
        || !Bytes.isDigit(bytes[from])
        || !Bytes.isDigit(bytes[from + 18])) {
      return -1;
    }
    return Bytes.indexOf(bytes, from + 19, Math.min(to, from + 40), ' ');
  }

  private static int afterPriority(byte[] line, int from, int to) {
    if (from < to && line[from] == '<') {
      int close = Bytes.digitsEnd(line, from + 1, Math.min(to, from + 5));
      return close < to && line[close] == '>' ? close + 1 : from;
    }
    return from;
  }

  /** {@code host program[pid]: line}. */
  boolean openTagged(ServerLine line, int hostAt, int stampAt, int stampTo, boolean syslog) {
    byte[] bytes = line.bytes;
    int space = Bytes.indexOf(bytes, hostAt, Math.min(line.to, hostAt + LONGEST_NAME), ' ');
    if (space < 0 || HeaderFormat.begins(bytes, space + 1, line.to)) {
      return false;
    }
    int limit = Math.min(line.to, space + 130);
    for (int at = space + 1; at < limit && bytes[at] != ' '; at++) {
      if (bytes[at] == ':') {
        line.stamp(stampAt, stampTo, syslog);
        line.program(space + 1, at);
        line.take(this, at + 1 < line.to && bytes[at + 1] == ' ' ? at + 2 : at + 1);
        return true;
      }
    }
    return false;
  }

  /** {@code host program pid message-id structured-data line}. */
  boolean openVersioned(ServerLine line, int hostAt, int stampAt, int stampTo) {
    byte[] bytes = line.bytes;
    int[] fields = new int[5];
    int at = hostAt;
    for (int field = 0; field < 4; field++) {
      int space = Bytes.indexOf(bytes, at, Math.min(line.to, at + LONGEST_NAME), ' ');
      if (space < 0) {
        return false;
      }
      at = space + 1;
      fields[field + 1] = at;
    }
    int programAt = fields[1];
    int programTo = fields[2] - 1;
    if (at < line.to && bytes[at] == '[') {
      int close = Bytes.indexOf(bytes, at, line.to, ']');
      if (close < 0) {
        return false;
      }
      at = close + 1;
    } else if (at < line.to && bytes[at] == '-') {
      at++;
    }
    line.stamp(stampAt, stampTo, false);
    line.program(programAt, programTo);
    line.take(this, at < line.to && bytes[at] == ' ' ? at + 1 : at);
    return true;
  }
}
