package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.EventClassifier;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.session.LoggedIds;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Judges each event of a log by the log alone and by settings that are known. Not thread-safe. */
public final class LoggedIncidents implements EventConsumer {

  /** Threads write their records a little out of order. */
  private static final Duration BACK = Duration.ofMinutes(1);

  private final Settings settings;
  private final Predicate<AbortedConnection> wanted;
  private final LoggedIds ids = new LoggedIds();
  private final IncidentLog incidents = IncidentLog.ofLog();
  private Instant newest = Instant.MIN.plus(BACK);
  private long goneBack;

  /**
   * @param wanted which events the report is about; the others only help to tell ages
   */
  public LoggedIncidents(Settings settings, Predicate<AbortedConnection> wanted) {
    this.settings = settings;
    this.wanted = wanted;
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    Age age = ids.take(event);
    if (event.time().isBefore(newest.minus(BACK))) {
      goneBack++;
      newest = event.time();
    } else if (event.time().isAfter(newest)) {
      newest = event.time();
    }
    if (wanted.test(event)) {
      incidents.add(event, count, age, EventClassifier.judge(event, age, settings.timeouts()));
    }
  }

  @Override
  public void serverStarted(Instant time) {
    ids.serverStarted(time);
    incidents.serverStarted(time);
  }

  public IncidentLog incidents() {
    return incidents;
  }

  /** How often the time of the log went back. */
  public long goneBack() {
    return goneBack;
  }
}
