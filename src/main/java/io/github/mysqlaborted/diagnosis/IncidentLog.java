package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.EventClassifier;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.session.LoggedIds;
import io.github.mysqlaborted.session.SessionEvidence;
import io.github.mysqlaborted.session.SessionEvidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The events of one server's log. The last ones are kept; of older ones only their number is known.
 * Thread-safe.
 */
public final class IncidentLog implements EventConsumer {

  /** For a report that is made once: some 20 MB of memory. */
  static final int MOST = 100_000;

  /** For an exporter that stays: less than a megabyte. */
  private static final int MOST_RECENT = 2_000;

  /** Threads write their records a little out of order. */
  private static final Duration BACK = Duration.ofMinutes(1);

  private static final int MOST_STARTS = 1_000;

  /** A server writes several records of one start. */
  private static final Duration ONE_START = Duration.ofSeconds(30);

  private final Function<AbortedConnection, Evidence> evidence;
  private final Consumer<Instant> onStart;
  private final Predicate<AbortedConnection> wanted;
  private final int most;
  private final Deque<Incident> incidents = new ArrayDeque<>();
  private final List<Instant> starts = new ArrayList<>();
  private long forgotten;
  private Instant newest = Instant.MIN.plus(BACK);
  private long goneBack;

  private IncidentLog(
      Function<AbortedConnection, Evidence> evidence,
      Consumer<Instant> onStart,
      Predicate<AbortedConnection> wanted,
      int most) {
    this.evidence = evidence;
    this.onStart = onStart;
    this.wanted = wanted;
    this.most = most;
  }

  /**
   * The events of a log that is read once.
   *
   * @param wanted which events the report is about; the others only help to tell ages
   */
  public static IncidentLog ofLog(Settings settings, Predicate<AbortedConnection> wanted) {
    LoggedIds ids = new LoggedIds();
    return new IncidentLog(
        event -> new Evidence(ids.take(event), settings.timeouts()),
        ids::serverStarted,
        wanted,
        MOST);
  }

  /**
   * The last events of a log that is followed.
   *
   * @param sessions of the server that writes it; it hears of starts from somebody else
   */
  public static IncidentLog recent(SessionEvidence sessions) {
    return new IncidentLog(sessions::of, start -> {}, event -> true, MOST_RECENT);
  }

  @Override
  public synchronized void aborted(AbortedConnection event, long count) {
    Evidence known = evidence.apply(event);
    if (event.time().isBefore(newest.minus(BACK))) {
      goneBack++;
      newest = event.time();
    } else if (event.time().isAfter(newest)) {
      newest = event.time();
    }
    if (!wanted.test(event)) {
      return;
    }
    incidents.add(
        new Incident(
            event,
            count,
            known.age(),
            EventClassifier.judge(event, known.age(), known.timeouts())));
    if (incidents.size() > most) {
      forgotten += incidents.remove().count();
    }
  }

  @Override
  public synchronized void serverStarted(Instant time) {
    onStart.accept(time);
    boolean isNew =
        starts.isEmpty()
            || Duration.between(starts.get(starts.size() - 1), time).abs().compareTo(ONE_START) > 0;
    if (isNew && starts.size() < MOST_STARTS) {
      starts.add(time);
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

  /** How often the time of the log went back. */
  public synchronized long goneBack() {
    return goneBack;
  }

  /** How many older events are not looked at. */
  synchronized long forgotten() {
    return forgotten;
  }
}
