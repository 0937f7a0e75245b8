package io.github.mysqlaborted.diagnosis;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Events that come one timeout after a full minute, five minutes or more, as what a scheduled job
 * left open does.
 */
record MinuteGrid(int minutes, List<Incident> incidents) {

  private static final int[] STEPS = {60, 30, 15, 10, 5, 1};
  private static final int LEAST = 6;

  /** A job opens its connection a moment after it starts. */
  private static final int BEFORE_SECONDS = 1;

  private static final int AFTER_SECONDS = 5;

  MinuteGrid {
    incidents = List.copyOf(incidents);
  }

  static Optional<MinuteGrid> of(List<Incident> incidents, Duration limit, ZoneId zone) {
    if (incidents.size() < LEAST) {
      return Optional.empty();
    }
    for (int step : STEPS) {
      List<Incident> on =
          incidents.stream().filter(incident -> isOn(incident, limit, zone, step * 60)).toList();
      if (on.size() >= LEAST && on.size() * 10 >= incidents.size() * 8) {
        return Optional.of(new MinuteGrid(step, on));
      }
    }
    return Optional.empty();
  }

  private static boolean isOn(Incident incident, Duration limit, ZoneId zone, int step) {
    LocalTime began = incident.time().minus(limit).atZone(zone).toLocalTime();
    int past = Math.floorMod(began.toSecondOfDay() + BEFORE_SECONDS, step);
    return past <= BEFORE_SECONDS + AFTER_SECONDS;
  }
}
