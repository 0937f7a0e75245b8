package io.github.mysqlaborted.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.session.OpenSessions.Known;
import io.github.mysqlaborted.session.OpenSessions.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OpenSessionsTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final OpenSessions sessions = new OpenSessions();

  @Test
  void knowsTheProgramAndTheIdleTimeOfASessionThatIsGone() {
    sessions.sampled(List.of(new Sample(7, Optional.of(NOON.minusSeconds(100)))), NOON);
    sessions.attributes(7, Map.of("program_name", "billing", "_client_name", "libmysql"));

    assertThat(sessions.of(aborted(7, NOON.plusSeconds(20))))
        .contains(new Known("billing", Optional.of(Duration.ofMinutes(2))));
    assertThat(sessions.of(aborted(8, NOON))).isEmpty();
  }

  @Test
  void namesTheConnectorWhereThereIsNoProgram() {
    sessions.sampled(List.of(new Sample(7, Optional.empty())), NOON);
    sessions.attributes(7, Map.of("_client_name", "MySQL Connector/J", "_client_version", "8.4"));

    assertThat(sessions.of(aborted(7, NOON)))
        .contains(new Known("MySQL Connector/J 8.4", Optional.empty()));
  }

  @Test
  void forgetsAMinuteAfterTheEnd() {
    sessions.sampled(List.of(new Sample(7, Optional.empty())), NOON);
    sessions.sampled(List.of(new Sample(8, Optional.empty())), NOON.plusSeconds(60));
    assertThat(sessions.of(aborted(7, NOON.plusSeconds(60)))).isPresent();
    assertThat(sessions.of(aborted(7, NOON.plusSeconds(61)))).isEmpty();

    sessions.sampled(List.of(new Sample(8, Optional.empty())), NOON.plusSeconds(61));
    assertThat(sessions.of(aborted(7, NOON.plusSeconds(1)))).isEmpty();
  }

  @Test
  void tellsNothingOfAnEventBeforeTheSessionBegan() {
    sessions.sampled(List.of(new Sample(7, Optional.empty())), NOON);

    assertThat(sessions.of(aborted(7, NOON.minusSeconds(6)))).isEmpty();
    assertThat(sessions.of(aborted(7, NOON.minusSeconds(5)))).isPresent();
  }

  @Test
  void forgetsAllWithAnotherLifeOfTheServer() {
    sessions.sampled(List.of(new Sample(7, Optional.empty())), NOON);
    sessions.clear();

    assertThat(sessions.of(aborted(7, NOON))).isEmpty();
  }

  @Test
  void isBounded() {
    sessions.sampled(
        LongStream.rangeClosed(1, 30_000).mapToObj(id -> new Sample(id, Optional.empty())).toList(),
        NOON);
    sessions.attributes(1, Map.of("program_name", "x".repeat(100_000)));

    assertThat(sessions.of(aborted(20_000, NOON))).isPresent();
    assertThat(sessions.of(aborted(20_001, NOON))).isEmpty();
    assertThat(sessions.of(aborted(1, NOON)).orElseThrow().program()).hasSize(128);
  }

  private static AbortedConnection aborted(long id, Instant time) {
    return new AbortedConnection(
        time,
        OptionalLong.of(id),
        Phase.CLIENT,
        Reason.INACTIVITY,
        new Account("app", "h", "shop"),
        Detail.NONE);
  }
}
