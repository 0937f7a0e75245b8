package io.github.mysqlaborted.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Events put together by what they have in common. */
final class Groups {

  private Groups() {}

  /** By a key, in the order of first events. */
  static <K> Map<K, List<Incident>> by(List<Incident> incidents, Function<Incident, K> key) {
    Map<K, List<Incident>> groups = new LinkedHashMap<>();
    incidents.forEach(
        incident ->
            groups.computeIfAbsent(key.apply(incident), any -> new ArrayList<>()).add(incident));
    return groups;
  }

  /**
   * Events that follow one another closely, the first of each group within {@code length} of its
   * last.
   */
  static List<List<Incident>> bursts(List<Incident> incidents, Duration length) {
    List<List<Incident>> bursts = new ArrayList<>();
    List<Incident> burst = new ArrayList<>();
    for (Incident incident : incidents) {
      boolean begins =
          burst.isEmpty()
              || Duration.between(burst.get(0).time(), incident.time()).compareTo(length) > 0
              || incident.time().isBefore(burst.get(0).time());
      if (begins && !burst.isEmpty()) {
        bursts.add(burst);
        burst = new ArrayList<>();
      }
      burst.add(incident);
    }
    if (!burst.isEmpty()) {
      bursts.add(burst);
    }
    return bursts;
  }
}
