package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.count.ProgramCounts;
import io.github.mysqlaborted.diagnosis.IncidentLog;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.session.SessionEvidence;
import io.github.mysqlaborted.state.Part;
import io.github.mysqlaborted.time.Ticker;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All who hear of the events of a log, and what of theirs has to outlive a restart. This is the one
 * place where another consumer is added.
 */
final class EventConsumers implements EventConsumer {

  private final LoggedEvents counts;
  private final CauseCounts causes;
  private final SessionEvidence evidence;
  private final IncidentLog recent;
  private final Optional<ProgramCounts> programs;
  private final List<EventConsumer> all;

  /**
   * @param zone of the hours of the day
   * @param accounts how many account series each phase may have
   * @param open the sessions that are open, if they are looked at
   */
  EventConsumers(ZoneId zone, int accounts, Ticker ticker, Optional<OpenSessions> open) {
    counts = new LoggedEvents(zone, accounts);
    evidence = new SessionEvidence(ticker);
    recent = IncidentLog.recent();
    causes = new CauseCounts(evidence, recent::add);
    programs = open.map(sessions -> new ProgramCounts(sessions, counts));
    all = new ArrayList<>(List.of(counts, causes));
    programs.ifPresent(all::add);
  }

  /** Takes what the server says of its sessions; any thread may call it. */
  void answered(ServerReport report) {
    report.sample().ifPresent(evidence::add);
  }

  /** The consumers' parts of the state. */
  List<Part<?>> parts() {
    List<Part<?>> parts = new ArrayList<>();
    parts.add(new Part<>("events", LoggedEvents.Snapshot.class, counts::snapshot, counts::restore));
    parts.add(
        new Part<>(
            "accounts", LoggedEvents.AccountState.class, counts::accountState, counts::restore));
    parts.add(new Part<>("causes", CauseCounts.Snapshot.class, causes::snapshot, causes::restore));
    parts.add(
        new Part<>("sessions", SessionEvidence.State.class, evidence::state, evidence::restore));
    programs.ifPresent(
        kept ->
            parts.add(
                new Part<>(
                    "programs", ProgramCounts.Snapshot.class, kept::snapshot, kept::restore)));
    return parts;
  }

  /** The last events since this was made, for a report; any thread may look at them. */
  IncidentLog recent() {
    return recent;
  }

  /** The timeouts that are in force, as far as the server was asked; any thread may call it. */
  Timeouts timeouts() {
    return evidence.timeouts();
  }

  LoggedEvents.Snapshot counts() {
    return counts.snapshot();
  }

  /** Empty where sessions are not looked at. */
  Optional<ProgramCounts.Snapshot> programs() {
    return programs.map(ProgramCounts::snapshot);
  }

  CauseCounts.Snapshot causes() {
    return causes.snapshot();
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    for (EventConsumer consumer : all) {
      consumer.aborted(event, count);
    }
  }

  @Override
  public void serverStarted(Instant time) {
    for (EventConsumer consumer : all) {
      consumer.serverStarted(time);
    }
    recent.serverStarted(time);
  }
}
