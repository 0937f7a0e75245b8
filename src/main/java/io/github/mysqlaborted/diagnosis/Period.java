package io.github.mysqlaborted.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A time after which events of one client come again and again.
 *
 * @param seconds from one event to the next
 * @param share of the gaps that are so long
 * @param jitter the middle deviation from it, in seconds
 */
record Period(double seconds, double share, double jitter) {

  private static final int LEAST = 10;
  private static final double LEAST_SHARE = 0.8;

  /** That of the events, if they have one. */
  static Optional<Period> of(List<Incident> incidents) {
    if (incidents.size() < LEAST) {
      return Optional.empty();
    }
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < incidents.size(); i++) {
      gaps.add(
          Duration.between(incidents.get(i - 1).time(), incidents.get(i).time()).toMillis()
              / 1000.0);
    }
    List<Double> sorted = new ArrayList<>(gaps);
    Collections.sort(sorted);
    double median = sorted.get(sorted.size() / 2);
    if (median < 1.5) {
      return Optional.empty();
    }
    double width = Math.max(1, median * 0.05);
    List<Double> near = sorted.stream().filter(gap -> Math.abs(gap - median) <= width).toList();
    double share = (double) near.size() / gaps.size();
    double jitter = near.stream().mapToDouble(gap -> Math.abs(gap - median)).average().orElse(0);
    return share >= LEAST_SHARE ? Optional.of(new Period(median, share, jitter)) : Optional.empty();
  }

  /** {@code each 15 s (98 % of the gaps)}. */
  String words() {
    return "each " + Math.round(seconds) + " s (" + Sentences.percent(share) + " of the gaps)";
  }
}
