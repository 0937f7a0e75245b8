package io.github.mysqlaborted.parse.format;

import java.time.Duration;
import java.time.Instant;

/**
 * When a record was written. A server's stamp without a zone is in the zone that is configured,
 * unless a collector's stamp, which has one, shows that it is in another.
 */
public final class LineTimes {

  private static final long QUARTER_HOUR = Duration.ofMinutes(15).toSeconds();

  /** How much later than the server a collector may write for its stamp to tell the zone. */
  private static final long DELAY = Duration.ofMinutes(5).toSeconds();

  private final StampClock clock;
  private Instant given;

  public LineTimes(StampClock clock) {
    this.clock = clock;
  }

  /** Sets the time of what comes next, as the journal tells it; or null. */
  public void give(Instant time) {
    given = time;
  }

  public Instant given() {
    return given;
  }

  public Instant of(LineDetector found) {
    ServerLine line = found.line;
    int at = found.header.stampAt;
    Instant collector = collector(line);
    Instant time =
        switch (found.format()) {
          case SHORT_DATE -> zoned(clock.shortDate(line.bytes, at), collector);
          case LONG_DATE -> zoned(clock.longDate(line.bytes, at), collector);
          case ISO, ISO_CODED -> clock.iso(line.bytes, at, line.to);
          case BARE, JSON -> StampClock.UNREADABLE;
        };
    if (!time.equals(StampClock.UNREADABLE)) {
      return time;
    }
    // A stamp that is no date, as February 30th, still has a collector's beside it, or nothing.
    if (collector.equals(StampClock.UNREADABLE) && line.stampBytes != null && line.syslogStamp) {
      collector = clock.syslog(line.stampBytes, line.stampAt, line.stampTo);
    }
    return collector.equals(StampClock.UNREADABLE) ? Instant.EPOCH : collector;
  }

  /** The collector's stamp that has a zone. */
  private Instant collector(ServerLine line) {
    if (line.stampBytes != null && !line.syslogStamp) {
      return clock.iso(line.stampBytes, line.stampAt, line.stampTo);
    }
    return given == null ? StampClock.UNREADABLE : given;
  }

  /** The server's time, moved by the quarters of an hour that its zone is off. */
  private static Instant zoned(Instant server, Instant collector) {
    if (server.equals(StampClock.UNREADABLE) || collector.equals(StampClock.UNREADABLE)) {
      return server;
    }
    long later = Duration.between(server, collector).toSeconds();
    long zones = Math.floorDiv(later + DELAY / 2, QUARTER_HOUR) * QUARTER_HOUR;
    long delay = later - zones;
    return delay <= DELAY ? server.plusSeconds(zones) : collector;
  }
}
