package io.github.mysqlaborted.count;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.cause.EventClassifier;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.session.SessionEvidence;
import io.github.mysqlaborted.session.SessionEvidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the events of the log by the cause that the evidence of each supports, and the ages of the
 * sessions. Each event has one cause or is unexplained, so that the counts add up to those by
 * reason. Not thread-safe; others get a {@link Snapshot}.
 */
public final class CauseCounts implements EventConsumer {

  /** An age that is known no better than this is not counted among the ages. */
  private static final Duration WIDEST = Duration.ofMinutes(1);

  /** Of an old session, a larger part of its age may be unknown. */
  private static final int PART_OF_AGE = 20;

  /**
   * A cause, and how sure it is.
   *
   * @param cause empty for events without one
   */
  public record CauseKey(Phase phase, Optional<Cause> cause, Certainty certainty) {}

  /**
   * The counts at one moment.
   *
   * @param ages of sessions that had logged in, by the reason of their end
   */
  public record Snapshot(Map<CauseKey, Long> byCause, Map<Reason, AgeHistogram.Snapshot> ages) {

    /** No events yet. */
    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

    public Snapshot {
      byCause = Map.copyOf(byCause);
      ages = Map.copyOf(ages);
      if (byCause.values().stream().anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException("a count below 0");
      }
    }
  }

  /** Hears of each event what its evidence says. */
  @FunctionalInterface
  public interface Listener {
    void judged(AbortedConnection event, long count, Age age, Verdict verdict);
  }

  private final SessionEvidence evidence;
  private final Listener listener;
  private final Map<CauseKey, long[]> counts = new HashMap<>();
  private final Map<Reason, AgeHistogram> ages = new EnumMap<>(Reason.class);

  /** The counts as they are now, if somebody asked for them since the last event. */
  private Optional<Snapshot> snapshot = Optional.of(Snapshot.EMPTY);

  /**
   * @param evidence of the sessions of the server that writes the log
   */
  public CauseCounts(SessionEvidence evidence, Listener listener) {
    this.evidence = evidence;
    this.listener = listener;
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    Evidence known = evidence.of(event);
    Verdict verdict = EventClassifier.judge(event, known.age(), known.timeouts());
    counts
            .computeIfAbsent(
                new CauseKey(event.phase(), verdict.cause(), verdict.certainty()),
                key -> new long[1])[0] +=
        count;
    if (isKnown(known.age())) {
      ages.computeIfAbsent(event.reason(), reason -> new AgeHistogram())
          .add(middle(known.age()), count);
    }
    listener.judged(event, count, known.age(), verdict);
    snapshot = Optional.empty();
  }

  @Override
  public void serverStarted(Instant time) {
    evidence.serverStarted(time);
  }

  private static boolean isKnown(Age age) {
    return age.width()
        .filter(
            width ->
                width.compareTo(WIDEST) <= 0
                    || width.multipliedBy(PART_OF_AGE).compareTo(age.atLeast()) <= 0)
        .isPresent();
  }

  private static Duration middle(Age age) {
    return age.atLeast().plus(age.width().orElseThrow().dividedBy(2));
  }

  /** The counts as they are now; the same object until there is another event. */
  public Snapshot snapshot() {
    if (snapshot.isEmpty()) {
      Map<CauseKey, Long> byCause = new HashMap<>();
      counts.forEach((key, count) -> byCause.put(key, count[0]));
      Map<Reason, AgeHistogram.Snapshot> byReason = new EnumMap<>(Reason.class);
      ages.forEach((reason, histogram) -> byReason.put(reason, histogram.snapshot()));
      snapshot = Optional.of(new Snapshot(byCause, byReason));
    }
    return snapshot.get();
  }

  /** Goes on from the counts of an earlier run, in place of what was counted so far. */
  public void restore(Snapshot earlier) {
    counts.clear();
    earlier.byCause().forEach((key, count) -> counts.put(key, new long[] {count}));
    ages.clear();
    earlier.ages().forEach((reason, saved) -> ages.put(reason, AgeHistogram.of(saved)));
    snapshot = Optional.of(earlier);
  }
}
