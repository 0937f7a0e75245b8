package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one fault changes.
 *
 * @param status the global status counters that move, and by how much; no other of {@link
 *     StatusCounters} does
 * @param logged the events that the error log tells of
 */
public record Expected(Map<String, Long> status, List<Logged> logged) {
  static final Expected NOTHING = new Expected(Map.of(), List.of());

  public Expected {
    status = Map.copyOf(status);
    logged = List.copyOf(logged);
  }

  /** An event that the error log tells of. */
  public record Logged(Phase phase, Reason reason) {}

  /** One more of each of {@code counters}, and no record. */
  static Expected counted(String... counters) {
    Map<String, Long> status = new TreeMap<>();
    for (String counter : counters) {
      status.put(counter, 1L);
    }
    return new Expected(status, List.of());
  }

  Expected andCounted(String counter) {
    Map<String, Long> more = new TreeMap<>(status);
    more.put(counter, 1L);
    return new Expected(more, logged);
  }

  Expected andLogged(Phase phase, Reason reason) {
    return new Expected(status, List.of(new Logged(phase, reason)));
  }

  Expected unlogged() {
    return new Expected(status, List.of());
  }
}
