package io.github.mysqlaborted.check;

import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The counters of one server over the last hours, and what its log told meanwhile. Some twenty
 * samples are kept. Not thread-safe.
 */
final class CounterHistory {

  /** A record is there long before; a log that is carried here from elsewhere may take as long. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final Duration WINDOW = Duration.ofHours(1);

  /** A session that is killed may take its time to roll back, and is counted only then. */
  private static final Duration KILLS_WINDOW = Duration.ofHours(2);

  private static final Duration DENSE = Duration.ofSeconds(10);
  private static final Duration SPARSE = Duration.ofMinutes(6);

  /** One or two may be a chance: a session that ended while samples were taken. */
  private static final long ENOUGH = 3;

  /**
   * Aborts that a record must tell of, and none does.
   *
   * @param missed how many
   * @param over from when to now
   */
  record Silence(Phase phase, long missed, Duration over) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** When the log would last not have told of a phase. */
  private final Map<Phase, Duration> untold = new EnumMap<>(Phase.class);

  /**
   * @param told the phases of which the log would tell
   */
  void add(Sample sample, Set<Phase> told) {
    if (!samples.isEmpty() && !sample.continues(samples.getLast())) {
      samples.clear();
    }
    samples.addLast(sample);
    thin(sample.at());
    for (Phase phase : Phase.values()) {
      if (!told.contains(phase)) {
        untold.put(phase, sample.at());
      }
    }
  }

  /** Keeps one in ten seconds of the last minutes, one in six minutes of the last hours. */
  private void thin(Duration now) {
    Optional<Sample> kept = Optional.empty();
    for (Iterator<Sample> oldestFirst = samples.iterator(); oldestFirst.hasNext(); ) {
      Sample sample = oldestFirst.next();
      Duration age = now.minus(sample.at());
      Duration pause = age.compareTo(SETTLED.multipliedBy(2)) <= 0 ? DENSE : SPARSE;
      boolean isNear =
          kept.map(before -> sample.at().minus(before.at()).compareTo(pause) < 0).orElse(false);
      boolean isNewest = !oldestFirst.hasNext();
      if (age.compareTo(KILLS_WINDOW) > 0 || (isNear && !isNewest)) {
        oldestFirst.remove();
      } else {
        kept = Optional.of(sample);
      }
    }
  }

  /**
   * Whether aborts of a phase were counted that the log has to tell of and does not.
   *
   * @param events what the log has told until now
   */
  Optional<Silence> silence(Duration now, Phase phase, LoggedEvents.Snapshot events) {
    List<Sample> window = toldOf(now, phase);
    Optional<Sample> end =
        window.stream()
            .filter(sample -> now.minus(sample.at()).compareTo(SETTLED) >= 0)
            .reduce((earlier, later) -> later);
    long logged = Sample.logged(events, phase);
    Optional<Sample> begin =
        window.stream().filter(sample -> logged(sample, phase) == logged).findFirst();
    if (begin.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    long missed =
        switch (phase) {
          case CLIENT -> missedClients(begin.get(), end.get(), Sample.killed(events));
          case CONNECT -> missedConnects(begin.get(), end.get());
        };
    return missed >= ENOUGH
        ? Optional.of(new Silence(phase, missed, now.minus(begin.get().at())))
        : Optional.empty();
  }

  /** The samples of the last hour since which the log would tell of a phase, earliest first. */
  private List<Sample> toldOf(Duration now, Phase phase) {
    Optional<Duration> since = Optional.ofNullable(untold.get(phase));
    return samples.stream()
        .filter(sample -> now.minus(sample.at()).compareTo(WINDOW) <= 0)
        .filter(sample -> since.map(at -> sample.at().compareTo(at) > 0).orElse(true))
        .toList();
  }

  private static long logged(Sample sample, Phase phase) {
    return switch (phase) {
      case CLIENT -> sample.loggedClients();
      case CONNECT -> sample.loggedConnects();
    };
  }

  /**
   * A session that was killed is counted and not logged, but by MariaDB at {@code log_warnings =
   * 4}. Statements from before the window are taken off too: what they killed may have ended in it.
   */
  private long missedClients(Sample begin, Sample end, long loggedKills) {
    Sample earliest = samples.getFirst();
    Sample latest = samples.getLast();
    long kills = latest.kills() - earliest.kills();
    long unlogged = Math.max(0, kills - (loggedKills - earliest.loggedKills()));
    return end.abortedClients() - begin.abortedClients() - unlogged;
  }

  private static long missedConnects(Sample begin, Sample end) {
    boolean known = end.refused() >= 0 && begin.refused() >= 0;
    long refused = known ? end.refused() - begin.refused() : 0;
    long all = end.abortedConnects() - begin.abortedConnects();
    long locked = end.locked() - begin.locked();
    return Math.min(all, refused + locked);
  }
}
