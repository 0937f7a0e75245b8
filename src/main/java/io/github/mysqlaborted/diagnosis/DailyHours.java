package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * R16: connections that are cut in the same hours of each day, one timeout after their users went
 * home. MySQL up to 5.5 says "error reading" where later versions say "timeout".
 */
final class DailyHours implements Rules {

  private static final int HOURS = 2;
  private static final int LEAST_DAYS = 3;

  private static final Set<Reason> CUT =
      EnumSet.of(Reason.INACTIVITY, Reason.READ_TIMEOUT, Reason.READ_ERROR);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> cut = open.stream().filter(incident -> CUT.contains(incident.reason())).toList();
    List<Explanation> explanations = new ArrayList<>();
    Groups.by(cut, Incident::client)
        .forEach((client, incidents) -> of(client, incidents, known).ifPresent(explanations::add));
    return explanations;
  }

  static Optional<Explanation> of(Account client, List<Incident> incidents, Known known) {
    Optional<Duration> limit = IdleTimes.limit(incidents, known);
    if (limit.isEmpty() || limit.get().compareTo(Duration.ofHours(1)) < 0) {
      return Optional.empty();
    }
    ZoneId zone = known.settings().zone();
    int from = busiest(incidents, zone);
    List<Incident> within =
        incidents.stream().filter(incident -> isWithin(incident, from, zone)).toList();
    long days = days(within, zone);
    boolean isDaily =
        days >= LEAST_DAYS
            && within.size() * 10 >= incidents.size() * 8
            && within.stream().noneMatch(incident -> isTooYoung(incident, limit.get()));
    if (!isDaily) {
      return Optional.empty();
    }
    LocalTime left = LocalTime.of(from, 0).minus(limit.get());
    return Optional.of(
        new Explanation(
            "R16",
            Cause.IDLE_TIMEOUT,
            Certainty.LIKELY,
            within,
            Sentences.number(within.size())
                + " of "
                + Sentences.number(incidents.size())
                + " events of "
                + Sentences.account(client)
                + " lie between "
                + hours(from, from + HOURS)
                + " on "
                + Sentences.number(days)
                + " days. "
                + Sentences.seconds(limit.get())
                + " earlier, between "
                + hours(left.getHour(), left.getHour() + HOURS)
                + ", these connections were used for the last time: they are left open over night"
                + " and cut by wait_timeout. That is harmless.",
            "Sessions younger than "
                + Sentences.seconds(limit.get())
                + ": then the same words mean a dead network path.",
            "How old the sessions were: run the exporter beside the server for one day."));
  }

  private static boolean isTooYoung(Incident incident, Duration limit) {
    return incident.age().atMost().filter(most -> most.compareTo(limit) < 0).isPresent();
  }

  /** The hour at which the two hours with the most events begin. */
  private static int busiest(List<Incident> incidents, ZoneId zone) {
    long[] byHour = new long[24];
    incidents.forEach(incident -> byHour[incident.time().atZone(zone).getHour()]++);
    int best = 0;
    for (int hour = 1; hour < 24; hour++) {
      if (weight(byHour, hour) > weight(byHour, best)) {
        best = hour;
      }
    }
    return best;
  }

  /** Of two windows with as many events, the one that begins with them is the better one. */
  private static long weight(long[] byHour, int from) {
    return 100 * (byHour[from] + byHour[(from + 1) % 24]) + (byHour[from] > 0 ? 1 : 0);
  }

  private static boolean isWithin(Incident incident, int from, ZoneId zone) {
    int hour = incident.time().atZone(zone).getHour();
    return Math.floorMod(hour - from, 24) < HOURS;
  }

  private static long days(List<Incident> incidents, ZoneId zone) {
    return incidents.stream()
        .map(incident -> incident.time().atZone(zone).toLocalDate())
        .distinct()
        .count();
  }

  private static String hours(int from, int to) {
    return String.format(Locale.ROOT, "%02d:00 and %02d:00", from % 24, to % 24);
  }
}
