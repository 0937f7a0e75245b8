package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The events of one server's log. The last ones are kept; of older ones only their number is known.
 * Thread-safe.
 */
public final class IncidentLog {

  /** For a report that is made once: some 20 MB of memory. */
  private static final int MOST = 100_000;

  /** For an exporter that stays: less than a megabyte. */
  private static final int MOST_RECENT = 2_000;

  private static final int MOST_STARTS = 1_000;

  /** A server writes several records of one start. */
  private static final Duration ONE_START = Duration.ofSeconds(30);

  private final int most;
  private final Deque<Incident> incidents = new ArrayDeque<>();
  private final List<Instant> starts = new ArrayList<>();
  private long forgotten;

  private IncidentLog(int most) {
    this.most = most;
  }

  /** For a log that is read once. */
  static IncidentLog ofLog() {
    return new IncidentLog(MOST);
  }

  /** For a log that is followed. */
  public static IncidentLog recent() {
    return new IncidentLog(MOST_RECENT);
  }

  /**
   * Takes an event.
   *
   * @param count how many the record stands for
   * @param age of the session
   * @param verdict what its own evidence says
   */
  public synchronized void add(AbortedConnection event, long count, Age age, Verdict verdict) {
    incidents.add(new Incident(event, count, age, verdict));
    if (incidents.size() > most) {
      forgotten += incidents.remove().count();
    }
  }

  /** The server starts. */
  public synchronized void serverStarted(Instant time) {
    boolean isNew =
        starts.isEmpty()
            || Duration.between(starts.get(starts.size() - 1), time).abs().compareTo(ONE_START) > 0;
    if (isNew) {
      starts.add(time);
    }
    if (starts.size() > MOST_STARTS) {
      starts.remove(0);
    }
  }

  /** When the server started. */
  synchronized List<Instant> starts() {
    return List.copyOf(starts);
  }

  /** The events of a phase, in the order of the log. */
  synchronized List<Incident> of(Phase phase) {
    return incidents.stream().filter(incident -> incident.event().phase() == phase).toList();
  }

  /** How many older events are not looked at. */
  synchronized long forgotten() {
    return forgotten;
  }
}
