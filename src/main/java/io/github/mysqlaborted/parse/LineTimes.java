package io.github.mysqlaborted.parse;

import java.time.Instant;

/**
 * When a record was written: its own stamp, or, where the server writes none, the collector's or
 * that of the journal's entry.
 */
final class LineTimes {

  private final StampClock clock;
  private Instant given;

  LineTimes(StampClock clock) {
    this.clock = clock;
  }

  /** Sets the time of what comes next, or null. */
  void give(Instant time) {
    given = time;
  }

  boolean given() {
    return given != null;
  }

  Instant of(byte[] line, int to, LogForm form) {
    int at = form.head.stampAt;
    Instant time =
        switch (form.style()) {
          case SHORT_DATE -> clock.shortDate(line, at);
          case LONG_DATE -> clock.longDate(line, at);
          case ISO, ISO_CODED -> clock.iso(line, at, to);
          case BARE -> transport(line, at, to, form.transport());
          case JSON -> StampClock.UNREADABLE;
        };
    return time.equals(StampClock.UNREADABLE) ? fallback(line, to, form) : time;
  }

  /** A stamp that is no date, as February 30th, still has a collector's beside it, or nothing. */
  private Instant fallback(byte[] line, int to, LogForm form) {
    Instant time =
        form.payload.stampAt < 0
            ? StampClock.UNREADABLE
            : transport(line, form.payload.stampAt, to, form.transport());
    return time.equals(StampClock.UNREADABLE) ? Instant.EPOCH : time;
  }

  private Instant transport(byte[] line, int at, int to, LineEnvelope transport) {
    return switch (transport) {
      case SYSLOG -> clock.syslog(line, at, to);
      case SYSLOG_ISO, CRI, DOCKER_JSON -> clock.iso(line, at, to);
      case NONE, COMPOSE -> given == null ? StampClock.UNREADABLE : given;
    };
  }
}
