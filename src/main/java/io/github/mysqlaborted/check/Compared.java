package io.github.mysqlaborted.check;

import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.util.Map;

/**
 * What a server counted and what its log told in the same time.
 *
 * @param over how long that is
 * @param counted by the server
 * @param logged events of the log
 * @param killed how many sessions {@code KILL} may have ended of which the log does not tell
 */
public record Compared(
    Duration over, Map<Phase, Long> counted, Map<Phase, Long> logged, long killed) {

  public Compared {
    counted = Map.copyOf(counted);
    logged = Map.copyOf(logged);
  }

  /** How many of a phase the server counted of which the log did not tell. */
  public long missing(Phase phase) {
    return Math.max(0, counted.get(phase) - logged.get(phase));
  }
}
