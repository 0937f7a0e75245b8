package io.github.mysqlaborted.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.session.ServerSample;
import io.github.mysqlaborted.session.SessionEvidence;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CauseCountsTest {

  private static final CauseCounts.Listener NOBODY = (event, count, age, verdict) -> {};

  private static final Instant START = Instant.parse("2026-11-25T00:00:00Z");
  private static final Duration LIMIT = Duration.ofHours(8);
  private static final Timeouts TIMEOUTS =
      new Timeouts(Optional.of(LIMIT), Optional.of(LIMIT), Optional.of(Duration.ofMinutes(1)));

  /** How a server puts a timeout. */
  private enum Words {
    /** MySQL up to 8.0.23 and MariaDB. */
    TIMEOUT_ONLY,
    /** MySQL 8.0.24 to 8.4.1. */
    WITH_LIMIT,
    /** MySQL 8.4.2 and later. */
    WITH_SECONDS
  }

  /** A session that the server ends, and why in truth. */
  private record Session(
      long id, Instant connected, Instant lastUsed, Instant ended, Duration limit, boolean dead) {}

  @Test
  void addsUpToTheCountsByReason() {
    CauseCounts causes = new CauseCounts(new SessionEvidence(new TestTicker()), NOBODY);
    LoggedEvents reasons = new LoggedEvents(ZoneOffset.UTC, 10);
    long count = 0;
    for (Phase phase : Phase.values()) {
      for (Reason reason : Reason.values()) {
        if (reason.occursIn(phase)) {
          for (Detail detail : Detail.values()) {
            count++;
            AbortedConnection event =
                new AbortedConnection(
                    START, OptionalLong.of(7), phase, reason, Account.UNKNOWN, detail);
            causes.aborted(event, count);
            reasons.aborted(event, count);
          }
        }
      }
    }

    for (Phase phase : Phase.values()) {
      assertThat(
              sum(
                  causes.snapshot().byCause().entrySet().stream()
                      .filter(entry -> entry.getKey().phase() == phase)
                      .map(Map.Entry::getValue)
                      .toList()))
          .isEqualTo(
              sum(
                  reasons.snapshot().byReason().entrySet().stream()
                      .filter(entry -> entry.getKey().phase() == phase)
                      .map(Map.Entry::getValue)
                      .toList()))
          .isPositive();
    }
  }

  @Test
  void goesOnFromWhatWasSaved() throws IOException {
    TestTicker ticker = new TestTicker();
    SessionEvidence evidence = new SessionEvidence(ticker);
    evidence.add(sample(START.plusSeconds(60), 10));
    CauseCounts counts = new CauseCounts(evidence, NOBODY);
    AbortedConnection event =
        new AbortedConnection(
            START.plusMillis(68_500),
            OptionalLong.of(11),
            Phase.CLIENT,
            Reason.READ_ERROR,
            Account.UNKNOWN,
            Detail.NONE);
    counts.aborted(event, 3);
    CauseCounts.Snapshot saved =
        RecordJson.read(RecordJson.write(counts.snapshot()), CauseCounts.Snapshot.class);
    CauseCounts later = new CauseCounts(evidence, NOBODY);
    later.restore(saved);
    later.aborted(event, 2);

    assertThat(saved).isEqualTo(counts.snapshot());
    assertThat(later.snapshot().byCause().values()).containsExactly(5L);
    assertThat(later.snapshot().ages().get(Reason.READ_ERROR).counts().get(1)).isEqualTo(5);
    assertThat(later.snapshot().ages().get(Reason.READ_ERROR).sumMillis()).isEqualTo(21_250);
  }

  /**
   * Random sessions of two days: some idle until a timeout, global or their own, some cut because
   * the path to the client was dead after any time, however old they were. What is said to be
   * certain is true.
   */
  @ParameterizedTest(name = "a scrape each {0} s")
  @ValueSource(ints = {5, 15, 60, 3600})
  void isNeverCertainAndWrong(int interval) {
    for (Words words : Words.values()) {
      for (long seed = 0; seed < 20; seed++) {
        history(new Random(seed), Duration.ofSeconds(interval), words);
      }
    }
  }

  private static void history(Random random, Duration interval, Words words) {
    TestTicker ticker = new TestTicker();
    SessionEvidence evidence = new SessionEvidence(ticker);
    List<Session> sessions = sessions(random);
    List<Session> endings = new ArrayList<>(sessions);
    endings.sort((one, other) -> one.ended().compareTo(other.ended()));
    CauseCounts counts = new CauseCounts(evidence, NOBODY);
    CauseCounts.Snapshot before = counts.snapshot();
    int next = 0;
    for (Instant now = START; next < endings.size(); now = now.plus(interval)) {
      while (next < endings.size() && endings.get(next).ended().isBefore(now)) {
        Session session = endings.get(next++);
        AbortedConnection event = event(session, words);
        assertTrueAge(evidence.of(event).age(), session);
        counts.aborted(event, 1);
        assertTrueIfCertain(before, counts.snapshot(), session, words);
        before = counts.snapshot();
      }
      Instant asked = now;
      evidence.add(
          sample(
              now,
              sessions.stream().filter(session -> !session.connected().isAfter(asked)).count()));
      ticker.pass(interval);
    }
  }

  private static void assertTrueAge(Age age, Session session) {
    Duration truth = Duration.between(session.connected(), session.ended());
    assertThat(age.atLeast()).as("%s", session).isLessThanOrEqualTo(truth);
    age.atMost()
        .ifPresent(most -> assertThat(most).as("%s", session).isGreaterThanOrEqualTo(truth));
  }

  private static void assertTrueIfCertain(
      CauseCounts.Snapshot before, CauseCounts.Snapshot after, Session session, Words words) {
    after
        .byCause()
        .forEach(
            (key, count) -> {
              if (key.certainty() == Certainty.CERTAIN
                  && count > before.byCause().getOrDefault(key, 0L)) {
                String truth = session.dead() ? "DEAD_PATH" : "IDLE_TIMEOUT";
                assertThat(key.cause().orElseThrow().name())
                    .as("%s, %s", words, session)
                    .isEqualTo(truth);
              }
            });
  }

  private static List<Session> sessions(Random random) {
    List<Session> sessions = new ArrayList<>();
    Instant connected = START.plusSeconds(10);
    for (long id = 1; id <= 60; id++) {
      connected = connected.plusSeconds(random.nextInt(3600));
      long[] own = {28_800, 28_800, 28_800, 600, 60, 3600, 5};
      Duration limit = Duration.ofSeconds(own[random.nextInt(own.length)]);
      Instant lastUsed = connected.plusSeconds(random.nextBoolean() ? 0 : random.nextInt(40_000));
      // TCP gives up after a second at the very least, and may do so right before the timeout.
      boolean dead = random.nextInt(3) == 0 && limit.toSeconds() > 10;
      long[] after = {6, 60, 925, 7875, limit.toSeconds() - 8, limit.toSeconds() / 2};
      Duration silent =
          dead
              ? Duration.ofSeconds(
                  Math.min(after[random.nextInt(after.length)], limit.toSeconds() - 8))
              : limit.plusMillis(random.nextInt(900));
      sessions.add(new Session(id, connected, lastUsed, lastUsed.plus(silent), limit, dead));
    }
    return sessions;
  }

  private static AbortedConnection event(Session session, Words words) {
    long idle = Duration.between(session.lastUsed(), session.ended()).toSeconds();
    SaidTimeout said =
        switch (words) {
          case TIMEOUT_ONLY -> SaidTimeout.NONE;
          case WITH_LIMIT ->
              new SaidTimeout(OptionalLong.of(session.limit().toSeconds()), OptionalLong.empty());
          case WITH_SECONDS ->
              new SaidTimeout(OptionalLong.of(session.limit().toSeconds()), OptionalLong.of(idle));
        };
    return new AbortedConnection(
        session.ended(),
        OptionalLong.of(session.id()),
        Phase.CLIENT,
        words == Words.TIMEOUT_ONLY ? Reason.READ_TIMEOUT : Reason.INACTIVITY,
        new Account("app", "10.0.0.7", "shop"),
        Detail.NONE,
        said,
        false);
  }

  private static ServerSample sample(Instant now, long connections) {
    return new ServerSample(
        now,
        now,
        Duration.between(START, now),
        connections,
        connections + 1,
        Optional.of(TIMEOUTS));
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
