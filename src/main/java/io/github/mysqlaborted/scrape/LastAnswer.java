package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server said when it last answered, and why it does not answer now. Pages show it, so that
 * opening one asks the server nothing. Thread-safe.
 */
public final class LastAnswer {

  /**
   * The server at one moment.
   *
   * @param said empty if it has never answered
   * @param failure empty if it answered when it was asked last
   */
  public record State(Optional<Said> said, Optional<Failure> failure) {

    /** Nobody has asked so far. */
    public static final State UNASKED = new State(Optional.empty(), Optional.empty());
  }

  /**
   * An answer.
   *
   * @param ago how long ago it came
   * @param version with the server's comment
   * @param counted empty if no answer had the counters
   * @param timeouts in force, by variable; empty if no answer had them
   */
  public record Said(
      Instant at,
      Duration ago,
      String version,
      Optional<Counted> counted,
      Map<String, Duration> timeouts) {}

  /**
   * Counters of the server.
   *
   * @param since its start, or {@code FLUSH STATUS}
   */
  public record Counted(Instant since, long abortedClients, long abortedConnects) {}

  /**
   * No answer.
   *
   * @param ago how long ago that was
   * @param reason label of the metric {@code mysql_connect_failure}
   * @param message the driver's or the server's own words: any text
   */
  public record Failure(Instant at, Duration ago, String reason, String message) {}

  private final InstantSource clock;
  private final Ticker ticker;
  private Moment answered;
  private Moment failed;
  private Optional<Said> said = Optional.empty();
  private Optional<Failure> failure = Optional.empty();

  LastAnswer(InstantSource clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
    this.answered = ticker.now();
    this.failed = answered;
  }

  /** What is known now. */
  public synchronized State state() {
    return new State(
        said.map(
            one ->
                new Said(one.at(), since(answered), one.version(), one.counted(), one.timeouts())),
        failure.map(one -> new Failure(one.at(), since(failed), one.reason(), one.message())));
  }

  private Duration since(Moment moment) {
    return ticker.now().since(moment);
  }

  /** It answered. What a scrape did not ask for stays as it was. */
  synchronized void answered(Reading.Facts facts) {
    Instant now = clock.instant();
    answered = ticker.now();
    ServerVersion version = facts.version();
    said =
        Optional.of(
            new Said(
                now,
                Duration.ZERO,
                (version.version() + " " + version.comment()).strip(),
                facts
                    .status()
                    .flatMap(status -> counted(status, now))
                    .or(() -> said.flatMap(Said::counted)),
                facts
                    .variables()
                    .map(LastAnswer::timeouts)
                    .or(() -> said.map(Said::timeouts))
                    .orElse(Map.of())));
    failure = Optional.empty();
  }

  /** It did not answer. */
  synchronized void failed(ConnectFailure reason, String message) {
    failed = ticker.now();
    failure = Optional.of(new Failure(clock.instant(), Duration.ZERO, reason.label(), message));
  }

  private static Optional<Counted> counted(GlobalStatus status, Instant now) {
    OptionalLong clients = status.value("Aborted_clients");
    OptionalLong connects = status.value("Aborted_connects");
    if (clients.isEmpty() || connects.isEmpty()) {
      return Optional.empty();
    }
    long seconds =
        status.value("Uptime_since_flush_status").orElse(status.value("Uptime").orElse(0));
    return Optional.of(
        new Counted(now.minusSeconds(seconds), clients.getAsLong(), connects.getAsLong()));
  }

  private static Map<String, Duration> timeouts(GlobalVariables variables) {
    Map<String, Duration> timeouts = new LinkedHashMap<>();
    for (String name : GlobalVariables.TIMEOUTS) {
      variables.number(name).ifPresent(seconds -> timeouts.put(name, Duration.ofSeconds(seconds)));
    }
    return timeouts;
  }
}
