package io.github.mysqlaborted.diagnosis;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/** Events by day of the week and hour of the day. */
public final class WeekHours {

  static final int DAYS = 7;
  static final int HOURS = 24;

  private final long[] counts = new long[DAYS * HOURS];

  static WeekHours of(List<Incident> incidents, ZoneId zone) {
    WeekHours hours = new WeekHours();
    incidents.forEach(incident -> hours.add(incident.time(), zone, incident.count()));
    return hours;
  }

  private void add(Instant time, ZoneId zone, long count) {
    ZonedDateTime local = time.atZone(zone);
    counts[(local.getDayOfWeek().getValue() - 1) * HOURS + local.getHour()] += count;
  }

  /**
   * How many events.
   *
   * @param day 0 is Monday
   */
  public long at(int day, int hour) {
    return counts[day * HOURS + hour];
  }

  /** The highest count of one hour of one day. */
  public long most() {
    return Arrays.stream(counts).max().orElse(0);
  }
}
