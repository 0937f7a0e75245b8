package io.github.mysqlaborted.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.count.ProgramCounts.ProgramKey;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.session.OpenSessions.Sample;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ProgramCountsTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final OpenSessions sessions = new OpenSessions();

  @Test
  void countsAnAccountsEventsByProgram() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 10);
    ProgramCounts programs = new ProgramCounts(sessions, events);
    open("web", "web", "job");

    for (long id : new long[] {1, 2, 3, 99}) {
      abort(id, "app", events, programs);
    }

    assertThat(byName(programs)).isEqualTo(Map.of("app web", 2L, "app job", 1L));
    assertThat(events.snapshot().byAccount().values()).containsExactly(4L);
    assertThat(
            programs.snapshot().idle().get(Reason.READ_ERROR).counts().stream()
                .mapToLong(Long::longValue)
                .sum())
        .as("idle times")
        .isEqualTo(3);
  }

  @Test
  void accountsAndProgramsShareOneCap() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 3);
    ProgramCounts programs = new ProgramCounts(sessions, events);
    open("web", "job", "cron", "batch");

    abort(1, "app", events, programs);
    abort(2, "app", events, programs);
    abort(3, "app", events, programs);
    abort(4, "other-app", events, programs);

    assertThat(byName(programs)).isEqualTo(Map.of("app web", 1L, "app job", 1L));
    assertThat(events.snapshot().byAccount().keySet())
        .extracting(key -> key.account().user())
        .containsExactlyInAnyOrder("app", "other");
  }

  @Test
  void goesOnFromWhatWasSavedWithinTheCap() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 3);
    ProgramCounts programs = new ProgramCounts(sessions, events);
    open("web", "job", "cron");
    abort(1, "app", events, programs);
    abort(2, "app", events, programs);

    LoggedEvents again = new LoggedEvents(ZoneOffset.UTC, 3);
    ProgramCounts restored = new ProgramCounts(sessions, again);
    again.restore(events.snapshot());
    restored.restore(programs.snapshot());
    assertThat(restored.snapshot()).isEqualTo(programs.snapshot());

    abort(1, "app", again, restored);
    abort(3, "app", again, restored);
    assertThat(byName(restored)).isEqualTo(Map.of("app web", 2L, "app job", 1L));
  }

  @Test
  void programsLeaveWithTheirAccountAndComeAgainWithIt() {
    LoggedEvents events = new LoggedEvents(ZoneOffset.UTC, 2);
    ProgramCounts programs = new ProgramCounts(sessions, events);
    open("web", "web", "job");
    abort(1, "app", events, programs);

    open(NOON.plusSeconds(100_000), "web", "web", "job");
    abort(3, "batch", NOON.plusSeconds(100_000), events, programs);
    assertThat(events.snapshot().byAccount().keySet())
        .extracting(key -> key.account().user())
        .containsExactly("batch");
    assertThat(byName(programs)).isEqualTo(Map.of("app web", 1L, "batch job", 1L));

    open(NOON.plusSeconds(200_000), "web", "web", "job");
    abort(2, "app", NOON.plusSeconds(200_000), events, programs);
    assertThat(events.snapshot().byAccount().values()).containsExactly(2L);
    assertThat(byName(programs)).isEqualTo(Map.of("app web", 2L, "batch job", 1L));
  }

  /** Sessions 1, 2, ... of these programs. */
  private void open(String... programs) {
    open(NOON, programs);
  }

  private void open(Instant time, String... programs) {
    sessions.sampled(
        LongStream.rangeClosed(1, programs.length)
            .mapToObj(id -> new Sample(id, Optional.of(time)))
            .toList(),
        time);
    for (int i = 0; i < programs.length; i++) {
      sessions.attributes(i + 1, Map.of("program_name", programs[i]));
    }
  }

  private static void abort(long id, String user, LoggedEvents events, ProgramCounts programs) {
    abort(id, user, NOON, events, programs);
  }

  private static void abort(
      long id, String user, Instant time, LoggedEvents events, ProgramCounts programs) {
    AbortedConnection event =
        new AbortedConnection(
            time,
            OptionalLong.of(id),
            Phase.CLIENT,
            Reason.READ_ERROR,
            new Account(user, "h", "shop"),
            Detail.NONE);
    events.aborted(event, 1);
    programs.aborted(event, 1);
  }

  private static Map<String, Long> byName(ProgramCounts programs) {
    Map<String, Long> named = new HashMap<>();
    for (Map.Entry<ProgramKey, Long> entry : programs.snapshot().byProgram().entrySet()) {
      named.put(
          entry.getKey().account().account().user() + " " + entry.getKey().program(),
          entry.getValue());
    }
    return named;
  }
}
