package io.github.mysqlaborted.count;

import java.time.Instant;
import java.time.ZoneId;

/** The hour of the day, 0 to 23, at which an event was. Not thread-safe. */
final class HoursOfDay {

  static final int COUNT = 24;

  /** Clocks have been set to whole quarters of an hour everywhere since 1972. */
  private static final long QUARTER_HOUR = 900;

  private final ZoneId zone;
  private long quarter = Long.MIN_VALUE;
  private int hour;

  HoursOfDay(ZoneId zone) {
    this.zone = zone;
  }

  /** Asks the zone once for all times of the same quarter of an hour. */
  int of(Instant time) {
    long at = Math.floorDiv(time.getEpochSecond(), QUARTER_HOUR);
    if (at != quarter) {
      hour = time.atZone(zone).getHour();
      quarter = at;
    }
    return hour;
  }
}
