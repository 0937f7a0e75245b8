package io.github.mysqlaborted.check;

import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of one server beside the counts of its log, from the first moment on at which both
 * were known: the log was read to its end, and the server answered. Begins anew when the counters
 * do. Not thread-safe.
 */
final class CountComparison {

  private Optional<Sample> begin = Optional.empty();
  private Optional<Sample> latest = Optional.empty();

  /**
   * @param readToEnd whether the log was, just before the server was asked
   */
  void add(Sample sample, boolean readToEnd) {
    if (latest.isPresent() && !sample.continues(latest.get())) {
      begin = Optional.empty();
    }
    latest = Optional.of(sample);
    if (begin.isEmpty() && readToEnd) {
      begin = latest;
    }
  }

  /**
   * Empty as long as there is nothing to compare.
   *
   * @param events what the log has told until now
   */
  Optional<Compared> compared(Duration now, LoggedEvents.Snapshot events) {
    return begin.map(first -> compared(first, latest.orElseThrow(), now, events));
  }

  private static Compared compared(
      Sample first, Sample last, Duration now, LoggedEvents.Snapshot events) {
    long killed = last.kills() - first.kills();
    long loggedKills = Sample.killed(events) - first.loggedKills();
    return new Compared(
        now.minus(first.at()),
        Map.of(
            Phase.CLIENT, last.abortedClients() - first.abortedClients(),
            Phase.CONNECT, last.abortedConnects() - first.abortedConnects()),
        Map.of(
            Phase.CLIENT, Sample.logged(events, Phase.CLIENT) - first.loggedClients(),
            Phase.CONNECT, Sample.logged(events, Phase.CONNECT) - first.loggedConnects()),
        Math.max(0, killed - loggedKills));
  }
}
