package io.github.mysqlaborted.session;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the sessions of one server besides its log: when each connected, and which
 * timeouts it got. No age is better than a wrong one: all is forgotten when the server starts, when
 * this machine's clock is set, and while two servers seem to answer at the same address.
 *
 * <p>Thread-safe: scrapes add samples, and whoever reads the log asks.
 */
public final class SessionEvidence {

  /** The wall clock may drift so far from the monotonic one between two samples. */
  private static final Duration CLOCK_DRIFT = Duration.ofSeconds(2);

  private static final Duration SAME_START = Duration.ofSeconds(3);

  /** After another server seemed to answer, no age is told for so long. */
  private static final Duration MIXED = Duration.ofHours(1);

  /** A record of the log is not from the future, but for what clocks differ by. */
  private static final Duration FUTURE = Duration.ofMinutes(1);

  /** How many starts of the server are remembered, to know two servers that answer in turn. */
  private static final int FORMER_LIVES = 8;

  /** What was seen of one event. */
  public record Evidence(Age age, Timeouts timeouts) {

    /** Nothing. */
    public static final Evidence NONE = new Evidence(Age.UNKNOWN, Timeouts.UNKNOWN);
  }

  /** What has to outlive a restart. */
  public record State(
      Optional<Instant> started,
      List<ConnectionIds.Entry> ids,
      List<TimeoutHistory.Entry> timeouts) {
    public State {
      ids = List.copyOf(ids);
      timeouts = List.copyOf(timeouts);
    }
  }

  private final Ticker ticker;
  private final ConnectionIds ids = new ConnectionIds();
  private final TimeoutHistory timeouts = new TimeoutHistory();
  private final List<Instant> formerStarts = new ArrayList<>();

  /** While two servers seem to answer in turn. */
  private final Pause mixed;

  /**
   * Whether a sample of this process has shown that what is known is of this life of the server.
   */
  private boolean isConfirmed;

  /** When the last sample was taken, by both clocks. */
  private Optional<Moment> lastTick = Optional.empty();

  private Instant lastAnswer = Instant.EPOCH;

  public SessionEvidence(Ticker ticker) {
    this.ticker = ticker;
    this.mixed = new Pause(ticker);
  }

  /** Takes what the server said just now. */
  public synchronized void add(ServerSample sample) {
    Moment tick = ticker.now();
    boolean clockWasSet =
        lastTick
            .map(last -> tick.since(last).minus(Duration.between(lastAnswer, sample.answered())))
            .filter(drift -> drift.abs().compareTo(CLOCK_DRIFT) > 0)
            .isPresent();
    lastTick = Optional.of(tick);
    lastAnswer = sample.answered();
    if (clockWasSet) {
      forget();
      formerStarts.clear();
    } else if (ids.isOfAnotherLife(sample)) {
      if (formerStarts.stream().anyMatch(start -> isSame(start, sample.started()))) {
        mixed.begin(MIXED);
      }
      ids.started().ifPresent(this::remember);
      forget();
    }
    isConfirmed = true;
    ids.add(sample);
    sample.timeouts().ifPresent(known -> timeouts.add(sample.answered(), known));
  }

  private void remember(Instant start) {
    formerStarts.add(start);
    if (formerStarts.size() > FORMER_LIVES) {
      formerStarts.remove(0);
    }
  }

  private static boolean isSame(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(SAME_START) <= 0;
  }

  /**
   * The log says that the server started.
   *
   * @param time of the record; samples from before it are of the life that has ended
   */
  public synchronized void serverStarted(Instant time) {
    if (ids.first().filter(first -> first.isBefore(time)).isPresent()) {
      ids.started().ifPresent(this::remember);
      forget();
    }
  }

  private void forget() {
    ids.clear();
    timeouts.clear();
  }

  /** What is known of the session that an event tells of. */
  public synchronized Evidence of(AbortedConnection event) {
    if (!isConfirmed
        || event.phase() != Phase.CLIENT
        || event.connectionId().isEmpty()
        || mixed.isOn()
        || event.time().isAfter(now().plus(FUTURE))) {
      return Evidence.NONE;
    }
    return ids.connected(event.connectionId().getAsLong())
        .map(
            connected ->
                new Evidence(
                    connected.ageAt(event.time()),
                    timeouts.between(
                        connected.earliest(), connected.latest().orElse(event.time()))))
        .orElse(Evidence.NONE);
  }

  /** The time of day, by the clock that goes on evenly. */
  private Instant now() {
    return lastAnswer.plus(lastTick.map(last -> ticker.now().since(last)).orElse(Duration.ZERO));
  }

  /** The timeouts in force at the last look; not there before the first. */
  public synchronized Timeouts timeouts() {
    return timeouts.entries().isEmpty()
        ? Timeouts.UNKNOWN
        : timeouts.entries().get(timeouts.entries().size() - 1).timeouts();
  }

  /** What has to outlive a restart. */
  public synchronized State state() {
    return new State(ids.started(), ids.entries(), timeouts.entries());
  }

  /** Goes on from what {@link #state} gave; whether it is of this life, the next sample shows. */
  public synchronized void restore(State state) {
    isConfirmed = false;
    ids.restore(state.started(), state.ids());
    timeouts.restore(state.timeouts());
  }
}
