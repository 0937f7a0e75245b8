package io.github.mysqlaborted.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SessionEvidenceTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.5Z");
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final TestTicker ticker = new TestTicker();
  private SessionEvidence evidence = new SessionEvidence(ticker);
  private Instant now = NOON;
  private Instant started = NOON.minus(Duration.ofDays(10));

  @Test
  void boundsTheAgeByTheScrapesBetweenWhichItConnected() {
    scrape(100);
    pass(INTERVAL);
    scrape(107);
    pass(Duration.ofMinutes(10));
    scrape(300);

    assertThat(age(104, now)).isEqualTo(between(600, 615));
    assertThat(age(107, now)).isEqualTo(between(600, 615));
    assertThat(age(108, now)).isEqualTo(between(0, 600));
  }

  @Test
  void knowsOfASessionYoungerThanTheLastScrapeThatItIsYoung() {
    scrape(100);
    pass(Duration.ofSeconds(6));

    assertThat(age(101, now)).isEqualTo(between(0, 6));
  }

  @Test
  void knowsOfASessionOlderThanTheFirstScrapeThatTheServerIsOlderStill() {
    scrape(100);
    pass(Duration.ofMinutes(1));

    assertThat(age(50, now))
        .isEqualTo(Age.between(Duration.ofMinutes(1), Duration.ofDays(10).plusSeconds(63)));
  }

  @Test
  void keepsTheBoundsOfASessionThatWasThereWhileNoneConnected() {
    scrape(100);
    for (int i = 0; i < 240; i++) {
      pass(INTERVAL);
      scrape(101);
    }

    assertThat(age(101, now)).isEqualTo(between(3585, 3600));
    assertThat(age(102, now)).isEqualTo(between(0, 0));
  }

  /** {@code Connections} of 5.6 is one more than the newest id. */
  @Test
  void saysNothingWrongWhereTheNewestIdIsNotKnownExactly() {
    add(99, 101);
    pass(INTERVAL);
    add(104, 106);

    assertThat(age(100, now))
        .isEqualTo(Age.between(Duration.ZERO, Duration.ofDays(10).plusSeconds(18)));
    assertThat(age(101, now)).isEqualTo(between(0, 15));
    assertThat(age(105, now)).isEqualTo(between(0, 15));
  }

  @Test
  void takesAStampOfWholeSecondsForAnyMomentOfItsSecond() {
    scrape(100);
    Instant stamp = now.truncatedTo(ChronoUnit.SECONDS);

    assertThat(age(101, stamp)).isEqualTo(Age.between(Duration.ZERO, Duration.ofMillis(500)));
    assertThat(age(101, stamp.minusSeconds(1))).isEqualTo(Age.UNKNOWN);
  }

  @Test
  void saysNothingOfFailedLoginsNorWithoutAnId() {
    scrape(100);

    assertThat(evidence.of(event(Phase.CONNECT, Reason.ACCESS_DENIED, OptionalLong.of(50), now)))
        .isEqualTo(SessionEvidence.Evidence.NONE);
    assertThat(evidence.of(event(Phase.CLIENT, Reason.READ_ERROR, OptionalLong.empty(), now)))
        .isEqualTo(SessionEvidence.Evidence.NONE);
  }

  @Test
  void saysNothingBeforeTheFirstScrapeAndOfTimesBeforeTheServerStarted() {
    assertThat(age(5, now)).isEqualTo(Age.UNKNOWN);
    scrape(100);

    assertThat(age(5, started.minusSeconds(60))).isEqualTo(Age.UNKNOWN);
    assertThat(age(5, now.plusSeconds(3600))).isEqualTo(Age.UNKNOWN);
  }

  @Test
  void forgetsWhenTheServerStartedAnew() {
    scrape(1000);
    pass(INTERVAL);
    started = now.minusSeconds(5);
    scrape(20);
    pass(INTERVAL);

    assertThat(age(20, now)).isEqualTo(between(15, 23));
    assertThat(age(900, now)).isEqualTo(between(0, 15));
  }

  @Test
  void forgetsWhenTheLogTellsOfTheStartBeforeAScrapeDoes() {
    scrape(1000);
    pass(INTERVAL);
    evidence.serverStarted(now.minusSeconds(2));

    assertThat(age(20, now)).isEqualTo(Age.UNKNOWN);
  }

  @Test
  void keepsWhatItKnowsWhenTheLogTellsOfTheStartLate() {
    started = now.minusSeconds(60);
    scrape(10);
    evidence.serverStarted(now.minusSeconds(50));
    pass(INTERVAL);

    assertThat(age(11, now)).isEqualTo(between(0, 15));
  }

  @Test
  void forgetsWhenIdsBeganAnewThoughTheServerSeemsTheSame() {
    scrape(1000);
    pass(INTERVAL);
    scrape(20);
    pass(INTERVAL);

    assertThat(age(20, now)).isEqualTo(Age.between(INTERVAL, Duration.ofDays(10).plusSeconds(33)));
  }

  @Test
  void saysNothingWhileTwoServersAnswerInTurn() {
    Instant one = started;
    Instant other = started.plus(Duration.ofDays(3));
    scrape(1000);
    pass(INTERVAL);
    started = other;
    scrape(2000);
    pass(INTERVAL);
    started = one;
    scrape(1010);
    pass(Duration.ofMinutes(59));
    scrape(1020);

    assertThat(age(1005, now)).isEqualTo(Age.UNKNOWN);
    pass(Duration.ofMinutes(2));
    scrape(1030);
    assertThat(age(1025, now)).isEqualTo(between(0, 120));
  }

  @Test
  void forgetsWhenTheClockOfThisMachineIsSet() {
    scrape(1000);
    pass(INTERVAL);
    now = now.minus(Duration.ofHours(2));
    started = started.minus(Duration.ofHours(2));
    scrape(1010);
    pass(INTERVAL);

    assertThat(age(1005, now))
        .isEqualTo(Age.between(INTERVAL, Duration.ofDays(10).plusSeconds(33)));
  }

  @Test
  void knowsIdsAboveFourBillion() {
    scrape(5_000_000_000L);
    pass(INTERVAL);
    scrape(5_000_000_100L);

    assertThat(age(5_000_000_050L, now)).isEqualTo(between(0, 15));
  }

  @Test
  void isWideButTrueAfterAnHourWithoutScrapes() {
    scrape(1000);
    pass(Duration.ofHours(1));
    scrape(2000);

    assertThat(age(1500, now)).isEqualTo(between(0, 3600));
  }

  @Test
  void goesOnAfterARestartOnceTheServerShowedThatItIsTheSame() throws IOException {
    scrape(1000, Duration.ofHours(8));
    pass(INTERVAL);
    scrape(1010);
    SessionEvidence.State saved =
        RecordJson.read(RecordJson.write(evidence.state()), SessionEvidence.State.class);
    evidence = new SessionEvidence(ticker);
    evidence.restore(saved);
    pass(Duration.ofHours(8));

    assertThat(age(1005, now)).isEqualTo(Age.UNKNOWN);
    scrape(1010);
    assertThat(age(1005, now)).isEqualTo(between(28_800, 28_815));
    assertThat(idle(1005)).isEqualTo("PT8H PT8H");
  }

  @Test
  void tellsTheTimeoutsThatWereInForceWhenTheSessionConnected() {
    scrape(1000, Duration.ofHours(8));
    pass(INTERVAL);
    scrape(1010, Duration.ofHours(8));
    pass(INTERVAL);
    scrape(1020, Duration.ofMinutes(10));
    pass(INTERVAL);
    scrape(1030, Duration.ofMinutes(10));

    assertThat(idle(1005)).isEqualTo("PT8H PT8H");
    assertThat(idle(1015)).isEqualTo("PT10M PT8H");
    assertThat(idle(1025)).isEqualTo("PT10M PT10M");
  }

  /** A year of scrapes with new connections each time. */
  @Test
  void isBoundedAndNeverWiderThanAFiftiethOfTheAge() {
    long id = 0;
    Duration all = Duration.ofDays(30);
    for (Duration age = Duration.ZERO; age.compareTo(all) < 0; age = age.plus(INTERVAL)) {
      id += 10;
      scrape(id);
      pass(INTERVAL);
    }

    assertThat(evidence.state().ids()).hasSizeLessThan(1100);
    for (long ago : new long[] {1, 100, 1000, 1920, 40_000}) {
      Age age = age(id - ago * 10, now);
      Duration truth = INTERVAL.multipliedBy(ago + 1);
      assertThat(age.atLeast()).isLessThanOrEqualTo(truth);
      assertThat(age.atMost().orElseThrow()).isGreaterThanOrEqualTo(truth);
      assertThat(age.width().orElseThrow())
          .isLessThanOrEqualTo(INTERVAL.multipliedBy(2).plus(truth.dividedBy(50)));
    }
  }

  private void pass(Duration time) {
    ticker.pass(time);
    now = now.plus(time);
  }

  private void scrape(long connections) {
    add(connections, connections + 1);
  }

  private void add(long givenOut, long notGivenOut) {
    evidence.add(
        new ServerSample(
            now, now, Duration.between(started, now), givenOut, notGivenOut, Optional.empty()));
  }

  private void scrape(long connections, Duration idle) {
    Timeouts timeouts = new Timeouts(Optional.of(idle), Optional.of(idle), Optional.empty());
    evidence.add(
        new ServerSample(
            now,
            now,
            Duration.between(started, now),
            connections,
            connections + 1,
            Optional.of(timeouts)));
  }

  private Age age(long id, Instant time) {
    return evidence.of(event(Phase.CLIENT, Reason.READ_ERROR, OptionalLong.of(id), time)).age();
  }

  private String idle(long id) {
    Timeouts timeouts =
        evidence.of(event(Phase.CLIENT, Reason.READ_ERROR, OptionalLong.of(id), now)).timeouts();
    return timeouts.shortestIdle().orElseThrow() + " " + timeouts.longestIdle().orElseThrow();
  }

  private static AbortedConnection event(
      Phase phase, Reason reason, OptionalLong id, Instant time) {
    return new AbortedConnection(
        time, id, phase, reason, new Account("app", "10.0.0.7", "shop"), Detail.NONE);
  }

  private static Age between(long least, long most) {
    return Age.between(Duration.ofSeconds(least), Duration.ofSeconds(most));
  }
}
