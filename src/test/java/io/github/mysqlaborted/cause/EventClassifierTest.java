package io.github.mysqlaborted.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventClassifierTest {

  private static final Duration DAY_OF_WORK = Duration.ofHours(8);
  private static final Timeouts DEFAULTS =
      new Timeouts(
          Optional.of(DAY_OF_WORK), Optional.of(DAY_OF_WORK), Optional.of(Duration.ofMinutes(1)));

  /**
   * Sessions that the server says were idle for too long. Seconds; -1 is what is not known.
   *
   * <p>limit and idle are what the server says; least and most bound the age.
   */
  @ParameterizedTest(name = "{0} limit={1} idle={2} age={3}..{4}: {5} {6}")
  @CsvSource({
    // MySQL 8.4.2 and later says how long it waited.
    "INACTIVITY,   28800, 6,     -1,    -1,    dead_path,    certain",
    "INACTIVITY,   28800, 28800, -1,    -1,    idle_timeout, certain",
    "INACTIVITY,   28800, 28799, -1,    -1,    idle_timeout, certain",
    "IO_TIMEOUT,   28800, 6,     -1,    -1,    dead_path,    certain",
    // MySQL 8.0.24 to 8.4.1 says which timeout, whether or not it has passed.
    "INACTIVITY,   28800, -1,    4,     19,    dead_path,    certain",
    "INACTIVITY,   28800, -1,    28700, 28797, dead_path,    certain",
    "INACTIVITY,   28800, -1,    28700, 28799, idle_timeout, possible",
    "INACTIVITY,   28800, -1,    28799, 28814, idle_timeout, certain",
    "INACTIVITY,   28800, -1,    90000, 90015, idle_timeout, likely",
    "INACTIVITY,   28800, -1,    0,     90015, idle_timeout, possible",
    "INACTIVITY,   28800, -1,    -1,    -1,    idle_timeout, possible",
    // The session had a timeout of its own.
    "INACTIVITY,   1,     -1,    0,     15,    idle_timeout, certain",
    "INACTIVITY,   1,     -1,    0,     60,    idle_timeout, likely",
    "INACTIVITY,   1,     -1,    0,     2,     idle_timeout, certain",
    "INACTIVITY,   600,   -1,    599,   614,   idle_timeout, certain",
    "INACTIVITY,   600,   -1,    580,   595,   dead_path,    certain",
    // Everybody else says only that there was a timeout.
    "READ_TIMEOUT, -1,    -1,    4,     19,    dead_path,    possible",
    "READ_TIMEOUT, -1,    -1,    7874,  7889,  dead_path,    likely",
    "READ_TIMEOUT, -1,    -1,    0,     3,     idle_timeout, possible",
    "READ_TIMEOUT, -1,    -1,    28799, 28814, idle_timeout, likely",
    "READ_TIMEOUT, -1,    -1,    90000, -1,    idle_timeout, likely",
    "READ_TIMEOUT, -1,    -1,    60,    90000, idle_timeout, possible",
    "READ_TIMEOUT, -1,    -1,    -1,    -1,    idle_timeout, possible",
    "INACTIVITY,   -1,    -1,    -1,    -1,    idle_timeout, possible",
    // The peer was gone.
    "READ_ERROR,   -1,    -1,    7200,  7215,  middlebox_idle, possible",
    "READ_ERROR,   -1,    -1,    7000,  7215,  not_closed,   possible",
    "READ_ERROR,   -1,    -1,    0,     2,     not_closed,   likely",
    "READ_ERROR,   -1,    -1,    -1,    -1,    not_closed,   possible",
    // The client did not read.
    "WRITE_TIMEOUT, -1,   -1,    60,    75,    slow_consumer, certain",
    "WRITE_TIMEOUT, -1,   -1,    -1,    -1,    slow_consumer, certain",
    "WRITE_TIMEOUT, -1,   -1,    10,    25,    slow_consumer, likely",
    "WRITE_ERROR,  -1,    -1,    10,    25,    died_mid_transfer, likely"
  })
  void judgesASessionByWhatIsKnown(
      Reason reason, long limit, long idle, long least, long most, String cause, String certainty) {
    SaidTimeout said = new SaidTimeout(seconds(limit), seconds(idle));

    Verdict verdict =
        EventClassifier.judge(session(reason, Detail.NONE, said), age(least, most), DEFAULTS);

    assertThat(verdict.key() + " " + verdict.certainty().label())
        .isEqualTo(cause + " " + certainty);
  }

  @ParameterizedTest(name = "{0} {1}: {2} {3}")
  @CsvSource({
    "WRITE_ERROR, BINLOG_DUMP, replica_gone,      certain",
    "READ_ERROR,  BINLOG_DUMP, replica_gone,      certain",
    "READ_ERROR,  MID_PACKET,  died_mid_transfer, certain",
    "READ_ERROR,  BETWEEN_PACKETS, not_closed,    possible"
  })
  void believesWhatTheLogSaysBesides(Reason reason, Detail detail, String cause, String certainty) {
    Verdict verdict =
        EventClassifier.judge(
            session(reason, detail, SaidTimeout.NONE), Age.UNKNOWN, Timeouts.UNKNOWN);

    assertThat(verdict.key() + " " + verdict.certainty().label())
        .isEqualTo(cause + " " + certainty);
  }

  @Test
  void blamesAnAuthenticationPluginOnlyWhereTheServerNamesIt() {
    assertThat(login(Reason.OTHER, Detail.AUTH_PLUGIN))
        .isEqualTo(Verdict.certain(Cause.AUTH_PLUGIN));
    assertThat(login(Reason.OTHER, Detail.NONE)).isEqualTo(Verdict.UNEXPLAINED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"READ_ERROR", "UNAUTHENTICATED"})
  void asksForTheNameServerWhereItDidNotAnswer(Reason reason) {
    assertThat(login(reason, Detail.SLOW_LOOKUP)).isEqualTo(Verdict.possible(Cause.DNS));
    assertThat(login(reason, Detail.NONE)).isEqualTo(Verdict.possible(Cause.HEALTH_CHECK));
    assertThat(login(Reason.ACCESS_DENIED, Detail.SLOW_LOOKUP))
        .isEqualTo(Verdict.certain(Cause.WRONG_PASSWORD));
  }

  /** Without a timeout that is known to be longer, no age says that a path was dead. */
  @Test
  void makesNoDeadPathOfAYoungSessionWithUnknownTimeouts() {
    Verdict verdict =
        EventClassifier.judge(
            session(Reason.READ_TIMEOUT, Detail.NONE, SaidTimeout.NONE),
            age(4, 19),
            Timeouts.UNKNOWN);

    assertThat(verdict).isEqualTo(Verdict.possible(Cause.IDLE_TIMEOUT));
  }

  static Stream<Arguments> everyEvent() {
    return Arrays.stream(Phase.values())
        .flatMap(
            phase ->
                Arrays.stream(Reason.values())
                    .filter(reason -> reason.occursIn(phase))
                    .map(reason -> Arguments.of(phase, reason)));
  }

  /** What the metric shows from the first scrape is what a verdict can be. */
  @ParameterizedTest
  @MethodSource("everyEvent")
  void saysOnlyWhatTheCatalogueKnows(Phase phase, Reason reason) {
    for (Detail detail : Detail.values()) {
      for (Age age :
          new Age[] {
            Age.UNKNOWN, age(0, 2), age(4, 19), age(7200, 7215), age(7875, 7880), age(90_000, -1)
          }) {
        for (long idle : new long[] {-1, 6, 28_800}) {
          for (long limit : new long[] {-1, 1, 28_800}) {
            SaidTimeout said = new SaidTimeout(seconds(limit), seconds(idle));
            AbortedConnection event = event(phase, reason, detail, said);
            Verdict verdict = EventClassifier.judge(event, age, DEFAULTS);
            verdict
                .cause()
                .ifPresent(
                    cause -> {
                      assertThat(cause.certaintiesOfOneEvent()).contains(verdict.certainty());
                      assertThat(cause.phases()).contains(phase);
                    });
          }
        }
      }
    }
  }

  private static Verdict login(Reason reason, Detail detail) {
    return EventClassifier.judge(
        event(Phase.CONNECT, reason, detail, SaidTimeout.NONE), Age.UNKNOWN, Timeouts.UNKNOWN);
  }

  private static AbortedConnection session(Reason reason, Detail detail, SaidTimeout said) {
    return event(Phase.CLIENT, reason, detail, said);
  }

  private static AbortedConnection event(
      Phase phase, Reason reason, Detail detail, SaidTimeout said) {
    return new AbortedConnection(
        Instant.EPOCH,
        OptionalLong.of(7),
        phase,
        reason,
        new Account("app", "10.0.0.7", "shop"),
        detail,
        said,
        false);
  }

  private static OptionalLong seconds(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Age age(long least, long most) {
    return new Age(
        Duration.ofSeconds(Math.max(0, least)),
        most < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(most)));
  }
}
