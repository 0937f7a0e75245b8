package io.github.mysqlaborted.parse;

/**
 * What a collector puts around each line of a server's log. A file has one.
 *
 * <p>{@link #locate} finds the server's own line inside; where the collector escapes it, it is
 * still escaped then.
 */
enum LineEnvelope {
  /** The server's own file. */
  NONE {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      payload.set(from, to, -1, -1);
      return true;
    }
  },
  /** {@code db_1 | line}: {@code docker compose logs}. */
  COMPOSE {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      int limit = Math.min(to, from + 96);
      int bar = from;
      while (bar < limit && line[bar] != '|') {
        byte at = line[bar];
        if (at == ':' || at == '{' || (at == '[' && bar > from && line[bar - 1] != 0x1B)) {
          return false;
        }
        bar++;
      }
      if (bar == limit || bar == from || line[bar - 1] != ' ') {
        return false;
      }
      int at = bar + 1;
      if (at + 3 < to && line[at] == 0x1B) {
        int colourEnd = Bytes.indexOf(line, at, Math.min(to, at + 8), 'm');
        at = colourEnd < 0 ? at : colourEnd + 1;
      }
      payload.set(at < to && line[at] == ' ' ? at + 1 : at, to, -1, -1);
      return true;
    }
  },
  /** <code>{"log":"line\n","stream":"stderr","time":"..."}</code>: Docker's json-file driver. */
  DOCKER_JSON {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      if (!Bytes.startsWith(line, from, to, LOG)) {
        return false;
      }
      int at = from + LOG.length;
      int stamp = Bytes.lastIndexOf(line, Math.max(at, to - 64), to, TIME);
      payload.set(at, to, stamp < 0 ? -1 : stamp + TIME.length, -1);
      return true;
    }
  },
  /** {@code 2026-11-22T09:05:01.123456789Z stderr F line}: Kubernetes' container runtimes. */
  CRI {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      if (to - from < 30 || line[from + 10] != 'T') {
        return false;
      }
      int space = Bytes.indexOf(line, from + 19, Math.min(to, from + 40), ' ');
      if (space < 0
          || space + 10 > to
          || line[space + 1] != 's'
          || line[space + 2] != 't'
          || line[space + 3] != 'd'
          || line[space + 7] != ' '
          || line[space + 9] != ' '
          || (line[space + 8] != 'F' && line[space + 8] != 'P')) {
        return false;
      }
      payload.set(space + 10, to, from, -1);
      return true;
    }

    @Override
    boolean cut(byte[] line, Payload payload) {
      return line[payload.from - 2] == 'P';
    }
  },
  /** {@code Nov 22 09:05:01 host mysqld[11]: line}: syslog's files (RFC 3164), journalctl. */
  SYSLOG {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      int at = afterPriority(line, from, to);
      if (to - at < 20
          || line[at + 3] != ' '
          || line[at + 6] != ' '
          || line[at + 9] != ':'
          || line[at + 12] != ':'
          || !Bytes.isDigit(line[at + 5])) {
        return false;
      }
      int space = Bytes.indexOf(line, at + 15, Math.min(to, at + 24), ' ');
      return space > 0 && locateTagged(line, space + 1, to, at, payload);
    }
  },
  /**
   * {@code 2026-11-22T09:05:01.123456+00:00 host mysqld[11]: line}, or with {@code <30>1 } in front
   * and {@code host mysqld 11 - - line} behind (RFC 5424).
   */
  SYSLOG_ISO {
    @Override
    boolean locate(byte[] line, int from, int to, Payload payload) {
      int at = afterPriority(line, from, to);
      boolean versioned = at > from && at + 2 < to && line[at] == '1' && line[at + 1] == ' ';
      at = versioned ? at + 2 : at;
      if (to - at < 30 || line[at + 4] != '-' || line[at + 10] != 'T' || line[at + 13] != ':') {
        return false;
      }
      int space = Bytes.indexOf(line, at + 19, Math.min(to, at + 40), ' ');
      if (space < 0) {
        return false;
      }
      return versioned
          ? locateVersioned(line, space + 1, to, at, payload)
          : locateTagged(line, space + 1, to, at, payload);
    }
  };

  /** Where the server's line lies inside the collector's. Filled anew for each line. */
  static final class Payload {
    int from;
    int to;

    /** Where the collector's stamp begins, or -1. */
    int stampAt;

    /** Where the name of the program begins, or -1. */
    int programAt;

    private void set(int payloadFrom, int payloadTo, int stamp, int program) {
      from = payloadFrom;
      to = payloadTo;
      stampAt = stamp;
      programAt = program;
    }
  }

  private static final byte[] LOG = Bytes.utf8("{\"log\":\"");
  private static final byte[] TIME = Bytes.utf8("\"time\":\"");

  /** Whether the line has this form; if so, fills {@code payload}. */
  abstract boolean locate(byte[] line, int from, int to, Payload payload);

  /** Whether the collector cut the server's line here and goes on with it in its next one. */
  boolean cut(byte[] line, Payload payload) {
    return false;
  }

  private static int afterPriority(byte[] line, int from, int to) {
    if (from < to && line[from] == '<') {
      int close = Bytes.digitsEnd(line, from + 1, Math.min(to, from + 5));
      return close < to && line[close] == '>' ? close + 1 : from;
    }
    return from;
  }

  /** {@code host program[pid]: line}. */
  private static boolean locateTagged(
      byte[] line, int hostAt, int to, int stampAt, Payload payload) {
    int space = Bytes.indexOf(line, hostAt, Math.min(to, hostAt + 256), ' ');
    if (space < 0) {
      return false;
    }
    int limit = Math.min(to, space + 130);
    for (int at = space + 1; at < limit && line[at] != ' '; at++) {
      if (line[at] == ':') {
        payload.set(at + 1 < to && line[at + 1] == ' ' ? at + 2 : at + 1, to, stampAt, space + 1);
        return true;
      }
    }
    return false;
  }

  /** {@code host program pid message-id structured-data line}. */
  private static boolean locateVersioned(
      byte[] line, int hostAt, int to, int stampAt, Payload payload) {
    int at = hostAt;
    int programAt = hostAt;
    for (int field = 0; field < 4; field++) {
      int space = Bytes.indexOf(line, at, Math.min(to, at + 256), ' ');
      if (space < 0) {
        return false;
      }
      programAt = field == 0 ? space + 1 : programAt;
      at = space + 1;
    }
    if (at < to && line[at] == '[') {
      int close = Bytes.indexOf(line, at, to, ']');
      if (close < 0) {
        return false;
      }
      at = close + 1;
    } else if (at < to && line[at] == '-') {
      at++;
    }
    payload.set(at < to && line[at] == ' ' ? at + 1 : at, to, stampAt, programAt);
    return true;
  }
}
