package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;
import io.github.mysqlaborted.follow.DoubtfulLogins.Audit;
import io.github.mysqlaborted.follow.DoubtfulLogins.Mark;
import io.github.mysqlaborted.state.RecordJson;
import io.github.mysqlaborted.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DoubtfulLoginsTest {

  private final List<Long> told = new ArrayList<>();
  private DoubtfulLogins logins = fresh();
  private long counter = 1000;
  private Moment now = new Moment(0);

  @Test
  void areToldOfWhenTheCounterCoversThem() {
    settle();
    fail(1, false);
    fail(2, true);
    fail(3, true);
    assertThat(told).containsExactly(1L);

    counter += 3;
    assertThat(settle()).isTrue();
    assertThat(told).containsExactly(1L, 2L, 3L);
    assertThat(settle()).isFalse();
  }

  @Test
  void areDroppedWhenTheCounterDoesNotCoverThem() {
    settle();
    for (int id = 0; id < 300; id += 2) {
      fail(id, false);
      fail(id + 1, true);
      counter++;
    }
    settle();
    fail(1000, false);
    fail(1001, true);
    counter += 2;
    settle();

    assertThat(told).hasSize(152).endsWith(298L, 1000L, 1001L);
  }

  @Test
  void areNotCoveredByFailedLoginsThatAreInNoDoubt() {
    settle();
    fail(1, false);
    fail(2, true);
    for (int id = 3; id < 10; id++) {
      fail(id, false);
    }
    counter += 8;
    settle();

    assertThat(told).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void waitForACounterThatWasReadAfterThem() {
    settle();
    fail(1, false);
    Mark before = logins.read();
    fail(2, true);
    logins.settle(new Audit(before, counter + 1, now));
    assertThat(told).containsExactly(1L);

    counter += 2;
    settle();
    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void areToldOfWhenTheCounterWasReadInTheMiddleOfABurst() {
    settle();
    for (int id = 0; id < 100; id++) {
      fail(id, id > 0);
    }
    counter += 130;
    settle();
    for (int id = 100; id < 200; id++) {
      fail(id, true);
    }
    counter += 70;
    settle();

    assertThat(told).hasSize(200);
  }

  @Test
  void areNotCoveredByWhatTheServerCountedLongAgo() {
    settle();
    counter += 1000;
    settle();
    settle();
    fail(1, false);
    fail(2, true);
    counter++;
    settle();

    assertThat(told).containsExactly(1L);
  }

  /** The journal gives some entries up to 15 s after they were written. */
  @Test
  void areToldOfWhenTheLogComesLate() {
    settle();
    counter += 3;
    for (int i = 0; i < 60; i++) {
      audit();
    }
    fail(1, false);
    fail(2, true);
    fail(3, true);
    fail(4, true);
    settle();
    settle();

    assertThat(told).containsExactly(1L, 2L, 3L);
  }

  @Test
  void areNotHeldBeforeAllIsReadThatTheFirstCounterHolds() {
    counter = 3;
    audit();
    fail(1, false);
    fail(2, true);
    fail(3, true);
    now = now.plus(Duration.ofSeconds(3));
    logins.readUpTo(now);
    assertThat(told).containsExactly(1L, 2L, 3L);

    fail(4, false);
    fail(5, true);
    fail(6, true);
    counter += 2;
    settle();
    assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void areNotHeldBeforeAllIsReadThatACounterWhichBeganUnseenHolds() {
    settle();
    counter = 3;
    audit();
    fail(1, false);
    fail(2, true);
    audit();
    fail(3, true);
    logins.readUpTo(now.plus(Duration.ofSeconds(1)));
    fail(4, true);
    assertThat(told).containsExactly(1L, 2L, 3L, 4L);

    settle();
    fail(5, true);
    settle();
    assertThat(told).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void areToldOfWhereNoCounterWasReadBefore() {
    fail(1, false);
    fail(2, true);
    settle();

    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void areComparedWithTheCounterOfTheServerThatHasStarted() {
    settle();
    fail(1, true);
    logins.serverStarted(Instant.EPOCH);
    fail(2, false);
    fail(3, true);
    fail(4, true);
    counter = 2;
    settle();

    assertThat(told).containsExactly(1L, 2L, 3L);
  }

  @Test
  void areToldOfThroughTheLivesOfALogThatIsReadFromItsBeginning() {
    for (int life = 0; life < 3; life++) {
      logins.serverStarted(Instant.EPOCH);
      for (int id = 0; id < 20_000; id++) {
        fail(id, id > 0);
      }
    }
    settle();

    assertThat(told).hasSize(60_000);
  }

  @Test
  void areToldOfWhenTheCounterWentBackUnseen() {
    settle();
    fail(1, true);
    counter = 0;
    settle();

    assertThat(told).containsExactly(1L);
  }

  @Test
  void areDroppedIfTheyAreTooMany() {
    settle();
    for (int id = 0; id < 10_005; id++) {
      fail(id, true);
    }
    counter += 10_005;
    settle();

    assertThat(told).hasSize(10_000).startsWith(5L);
  }

  @Test
  void outliveARestart() throws IOException {
    settle();
    fail(1, false);
    fail(2, true);
    fail(3, true);
    byte[] saved = RecordJson.write(logins.state());
    logins = fresh();
    logins.restore(RecordJson.read(saved, DoubtfulLogins.State.class));
    counter += 2;
    settle();

    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void areCoveredAfterARestartByWhatWasCountedBefore() throws IOException {
    settle();
    counter += 2;
    audit();
    byte[] saved = RecordJson.write(logins.state());
    logins = fresh();
    logins.restore(RecordJson.read(saved, DoubtfulLogins.State.class));
    fail(1, false);
    fail(2, true);
    fail(3, true);
    settle();

    assertThat(told).containsExactly(1L, 2L);
  }

  private DoubtfulLogins fresh() {
    return new DoubtfulLogins(
        (event, count) -> told.add(event.connectionId().orElseThrow() * count));
  }

  /** The counter is read, and then the log to its end. */
  private boolean settle() {
    boolean settled = audit();
    now = now.plus(Duration.ofSeconds(3));
    return logins.readUpTo(now) || settled;
  }

  /** The counter is read. */
  private boolean audit() {
    return logins.settle(new Audit(logins.read(), counter, now));
  }

  private void fail(long id, boolean doubtful) {
    logins.aborted(
        new AbortedConnection(
            Instant.EPOCH,
            OptionalLong.of(id),
            Phase.CONNECT,
            Reason.ACCESS_DENIED,
            new Account("a", "h", ""),
            Detail.NONE,
            SaidTimeout.NONE,
            doubtful),
        1);
  }
}
