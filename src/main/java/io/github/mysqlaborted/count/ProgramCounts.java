package io.github.mysqlaborted.count;

import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.session.OpenSessions.Known;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the events of sessions whose program is known, by account and program, and how long they
 * had been idle. They are a part of what {@link LoggedEvents} counts by account, in series of its
 * cap. Not thread-safe; others get a {@link Snapshot}.
 */
public final class ProgramCounts implements EventConsumer {

  /** An account, and the program that it ran; in label values. */
  public record ProgramKey(AccountKey account, String program) {}

  /** The counts at one moment. */
  public record Snapshot(Map<ProgramKey, Long> byProgram, Map<Reason, AgeHistogram.Snapshot> idle) {

    /** No events yet. */
    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

    public Snapshot {
      byProgram = Map.copyOf(byProgram);
      idle = Map.copyOf(idle);
      if (byProgram.values().stream().anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException("a count below 0");
      }
    }
  }

  private final OpenSessions sessions;
  private final LoggedEvents events;
  private final Map<ProgramKey, Long> counts = new HashMap<>();
  private final Map<Reason, AgeHistogram> idle = new EnumMap<>(Reason.class);
  private Optional<Snapshot> snapshot = Optional.of(Snapshot.EMPTY);

  /**
   * @param events hears of each event, and is restored, before this
   */
  public ProgramCounts(OpenSessions sessions, LoggedEvents events) {
    this.sessions = sessions;
    this.events = events;
    events.onForgotten(account -> counts.keySet().removeIf(key -> key.account().equals(account)));
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    Optional<Known> known = sessions.of(event);
    if (known.isEmpty()) {
      return;
    }
    known
        .get()
        .idle()
        .ifPresent(
            time ->
                idle.computeIfAbsent(event.reason(), reason -> new AgeHistogram())
                    .add(time, count));
    String program = LabelText.of(known.get().program());
    if (!program.isEmpty()) {
      events.seriesOf(event).ifPresent(account -> add(new ProgramKey(account, program), count));
    }
    snapshot = Optional.empty();
  }

  private void add(ProgramKey key, long count) {
    if (counts.containsKey(key) || events.takeSeries(key.account())) {
      counts.merge(key, count, Long::sum);
    }
  }

  /** The counts as they are now; the same object until there is another event. */
  public Snapshot snapshot() {
    if (snapshot.isEmpty()) {
      Map<Reason, AgeHistogram.Snapshot> times = new EnumMap<>(Reason.class);
      idle.forEach((reason, histogram) -> times.put(reason, histogram.snapshot()));
      snapshot = Optional.of(new Snapshot(counts, times));
    }
    return snapshot.get();
  }

  /** Goes on from the counts of an earlier run. */
  public void restore(Snapshot earlier) {
    counts.clear();
    earlier.byProgram().forEach(this::add);
    idle.clear();
    earlier.idle().forEach((reason, saved) -> idle.put(reason, AgeHistogram.of(saved)));
    snapshot = Optional.empty();
  }
}
