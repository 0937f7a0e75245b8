package io.github.mysqlaborted.count;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.count.LoggedEvents.HourKey;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LoggedEventsTest {

  private static final Instant SEVEN = Instant.parse("2026-11-22T07:15:00Z");
  private static final Account APP = new Account("app", "10.0.0.7", "shop");

  @Test
  void countsByReasonAccountAndHour() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 10);

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    events.aborted(event(SEVEN.plusSeconds(60), Phase.CLIENT, Reason.READ_ERROR, APP), 2);
    events.aborted(event(SEVEN, Phase.CONNECT, Reason.ACCESS_DENIED, APP), 1);

    LoggedEvents.Snapshot counted = events.snapshot();
    ReasonKey readError = new ReasonKey(Phase.CLIENT, Reason.READ_ERROR);
    ReasonKey denied = new ReasonKey(Phase.CONNECT, Reason.ACCESS_DENIED);
    assertThat(counted.byReason()).isEqualTo(Map.of(readError, 3L, denied, 1L));
    assertThat(counted.byAccount())
        .isEqualTo(
            Map.of(
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, APP), 3L,
                new AccountKey(Phase.CONNECT, Reason.ACCESS_DENIED, APP), 1L));
    assertThat(counted.byHour())
        .isEqualTo(Map.of(new HourKey(Phase.CLIENT, 7), 3L, new HourKey(Phase.CONNECT, 7), 1L));
    assertThat(counted.lastSeen())
        .isEqualTo(Map.of(readError, SEVEN.plusSeconds(60), denied, SEVEN));
  }

  @Test
  void makesNoSecondSnapshotWithoutAnEvent() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 10);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    LoggedEvents.Snapshot counted = events.snapshot();

    assertThat(events.snapshot()).isSameAs(counted);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    assertThat(events.snapshot()).isNotEqualTo(counted);
  }

  @Test
  void takesTheHourOfTheGivenZone() {
    LoggedEvents events = new LoggedEvents(ZoneId.of("Asia/Seoul"), 10);

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_TIMEOUT, APP), 1);

    assertThat(events.snapshot().byHour()).isEqualTo(Map.of(new HourKey(Phase.CLIENT, 16), 1L));
  }

  @Test
  void keepsTheLatestTimeWhateverTheOrder() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 10);

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    events.aborted(event(SEVEN.minusSeconds(5), Phase.CLIENT, Reason.READ_ERROR, APP), 1);

    assertThat(events.snapshot().lastSeen())
        .isEqualTo(Map.of(new ReasonKey(Phase.CLIENT, Reason.READ_ERROR), SEVEN));
  }

  @Test
  void keepsTheSeriesOfAPhaseUnderItsCap() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 3);

    for (int i = 0; i < 100; i++) {
      Account stranger = new Account("stranger" + i, "192.0.2.1", "");
      events.aborted(event(SEVEN, Phase.CONNECT, Reason.ACCESS_DENIED, stranger), 1);
    }
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);

    Map<AccountKey, Long> accounts = events.snapshot().byAccount();
    assertThat(accounts)
        .hasSize(5)
        .containsEntry(new AccountKey(Phase.CLIENT, Reason.READ_ERROR, APP), 1L)
        .containsEntry(
            new AccountKey(Phase.CONNECT, Reason.ACCESS_DENIED, LoggedEvents.OTHER), 97L);
    assertThat(accounts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(101);
  }

  @Test
  void keepsToASeriesThatAnAccountHasThoughItsNextIsOverTheCap() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 1);
    Account other = new Account("b", "h", "");

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, other), 1);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.WRITE_ERROR, APP), 1);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);

    assertThat(events.snapshot().byAccount())
        .isEqualTo(
            Map.of(
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, APP), 2L,
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, LoggedEvents.OTHER), 1L,
                new AccountKey(Phase.CLIENT, Reason.WRITE_ERROR, LoggedEvents.OTHER), 1L));
  }

  @Test
  void countsOneSeriesForNamesThatAreShownAlike() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 1);

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, new Account("a\n", "h", "")), 1);
    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, new Account("a\\n", "h", "")), 1);

    assertThat(events.snapshot().byAccount())
        .isEqualTo(
            Map.of(
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, new Account("a\\n", "h", "")), 2L));
  }

  @Test
  void countsNoAccountsWhenTheyAreOff() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 0);

    events.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);

    assertThat(events.snapshot().byAccount()).isEmpty();
    assertThat(events.snapshot().byReason()).hasSize(1);
  }

  @Test
  void goesOnFromASnapshotUnderTheSameCap() {
    LoggedEvents before = new LoggedEvents(ZoneOffset.UTC, 1);
    before.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 4);
    LoggedEvents after = new LoggedEvents(ZoneOffset.UTC, 1);

    after.restore(before.snapshot());
    assertThat(after.snapshot()).isEqualTo(before.snapshot());
    after.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, APP), 1);
    after.aborted(event(SEVEN, Phase.CLIENT, Reason.READ_ERROR, new Account("b", "h", "")), 1);

    assertThat(after.snapshot().byAccount())
        .isEqualTo(
            Map.of(
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, APP), 5L,
                new AccountKey(Phase.CLIENT, Reason.READ_ERROR, LoggedEvents.OTHER), 1L));
  }

  /** Two hundred names that were guessed once must not hide for good who comes after them. */
  @Test
  void anAccountNotSeenForADayMakesRoomForANewOne() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 3);
    for (int i = 0; i < 5; i++) {
      denied(events, "guess" + i, SEVEN.plusSeconds(i));
    }
    denied(events, "guess1", SEVEN.plusSeconds(3600));

    denied(events, "app", SEVEN.plusSeconds(86_399));
    assertThat(ofUsers(events))
        .isEqualTo(Map.of("guess0", 1L, "guess1", 2L, "guess2", 1L, "other", 3L));

    denied(events, "app", SEVEN.plusSeconds(86_400));
    denied(events, "app", SEVEN.plusSeconds(86_401));
    assertThat(ofUsers(events))
        .isEqualTo(Map.of("app", 2L, "guess1", 2L, "guess2", 1L, "other", 3L));
  }

  /** Each event is in one series, and what left is added to no other: that would count it again. */
  @Test
  void anAccountThatComesAgainGoesOnWhereItStood() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 1);
    denied(events, "nightly", SEVEN);
    denied(events, "nightly", SEVEN);
    denied(events, "app", SEVEN.plusSeconds(100_000));
    assertThat(ofUsers(events)).isEqualTo(Map.of("app", 1L));

    LoggedEvents again = new LoggedEvents(ZoneOffset.UTC, 1);
    again.restore(events.snapshot());
    again.restore(events.accountState());
    assertThat(again.accountState()).isEqualTo(events.accountState());
    for (LoggedEvents each : List.of(events, again)) {
      denied(each, "nightly", SEVEN.plusSeconds(200_000));
      assertThat(ofUsers(each)).isEqualTo(Map.of("nightly", 3L));
    }
  }

  @Test
  void whatLeftIsRememberedForFifteenShares() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 1);
    for (int day = 0; day <= 16; day++) {
      denied(events, "user" + day, SEVEN.plusSeconds(86_400L * day));
    }
    denied(events, "user1", SEVEN.plusSeconds(86_400L * 17));
    assertThat(ofUsers(events)).isEqualTo(Map.of("user1", 2L));
    denied(events, "user0", SEVEN.plusSeconds(86_400L * 18));
    assertThat(ofUsers(events)).isEqualTo(Map.of("user0", 1L));
  }

  private static void denied(LoggedEvents events, String user, Instant time) {
    events.aborted(
        event(time, Phase.CONNECT, Reason.ACCESS_DENIED, new Account(user, "192.0.2.1", "")), 1);
  }

  private static Map<String, Long> ofUsers(LoggedEvents events) {
    return events.snapshot().byAccount().entrySet().stream()
        .collect(toMap(entry -> entry.getKey().account().user(), Map.Entry::getValue));
  }

  static AbortedConnection event(Instant time, Phase phase, Reason reason, Account account) {
    return new AbortedConnection(time, OptionalLong.empty(), phase, reason, account, Detail.NONE);
  }
}
