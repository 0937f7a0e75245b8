package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.Map;
import java.util.TreeMap;

/** What was provoked so far, as the series in which an exporter has to have counted it. */
public final class Provoked {
  private static final String LOGGED = "mysql_aborted_connections_logged_total";

  private final Map<String, Long> series = new TreeMap<>();

  /** Provokes a fault so many times, and notes what the server's log tells of it. */
  public void by(Server server, Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      Faults.provoke(server, fault);
    }
    note(server, fault, times);
  }

  /** Notes what the server's log tells of a fault that was provoked otherwise. */
  public void note(Server server, Fault fault, int times) {
    fault
        .expectedOn(server)
        .orElseThrow()
        .logged()
        .forEach(event -> note(event.phase(), event.reason(), times));
  }

  /** Notes what was provoked otherwise. */
  public void note(Phase phase, Reason reason, int times) {
    series.merge(
        LOGGED + "{phase=\"" + phase.label() + "\",reason=\"" + reason.label() + "\",}",
        (long) times,
        Long::sum);
  }

  /** The series and their values, as they are now. */
  public Map<String, Long> series() {
    return Map.copyOf(series);
  }

  /**
   * What an exporter that began with nothing has counted: events, records that it did not
   * understand, and lost ones. It is right if it equals {@link #series}.
   */
  public static Map<String, Long> counted(Scrape scrape) {
    return scrape.risenSince(Scrape.NONE, Provoked::isCount);
  }

  private static boolean isCount(String series) {
    return series.startsWith(LOGGED)
        || series.startsWith("mysql_error_log_unrecognized_records_total")
        || series.startsWith("mysql_error_log_lost_records_total");
  }
}
