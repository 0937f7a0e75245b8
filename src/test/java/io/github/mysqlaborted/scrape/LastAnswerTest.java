package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastAnswerTest {

  private static final Instant NOW = Instant.parse("2026-11-27T14:00:00Z");

  private static final Reading.Facts ALL =
      new Reading.Facts(
          ServerVersion.of("8.0.43", "MySQL Community Server - GPL"),
          Optional.of(
              new GlobalStatus(
                  Map.of(
                      "Aborted_clients", 7L,
                      "Aborted_connects", 3L,
                      "Uptime", 7200L,
                      "Uptime_since_flush_status", 3600L))),
          Optional.of(
              new GlobalVariables(Map.of("wait_timeout", "28800", "net_write_timeout", "60"))),
          Optional.empty());

  private final TestTicker ticker = new TestTicker();
  private final LastAnswer last = new LastAnswer(InstantSource.fixed(NOW), ticker);

  @Test
  void isWhatTheServerSaid() {
    assertThat(last.state()).isEqualTo(LastAnswer.State.UNASKED);

    last.answered(ALL);
    ticker.pass(Duration.ofSeconds(12));

    assertThat(last.state())
        .isEqualTo(
            new LastAnswer.State(
                Optional.of(
                    new LastAnswer.Said(
                        NOW,
                        Duration.ofSeconds(12),
                        "8.0.43 MySQL Community Server - GPL",
                        Optional.of(
                            new LastAnswer.Counted(Instant.parse("2026-11-27T13:00:00Z"), 7, 3)),
                        Map.of(
                            "wait_timeout", Duration.ofHours(8),
                            "net_write_timeout", Duration.ofMinutes(1)))),
                Optional.empty()));
  }

  @Test
  void staysWhileTheServerDoesNotAnswer() {
    last.answered(ALL);
    ticker.pass(Duration.ofSeconds(15));
    last.failed(ConnectFailure.REFUSED, "connection refused");
    ticker.pass(Duration.ofSeconds(5));

    assertThat(last.state().said().orElseThrow().ago()).isEqualTo(Duration.ofSeconds(20));
    assertThat(last.state().failure())
        .contains(
            new LastAnswer.Failure(NOW, Duration.ofSeconds(5), "refused", "connection refused"));

    last.answered(ALL);
    assertThat(last.state().failure()).isEmpty();
  }

  @Test
  void keepsWhatALaterScrapeDoesNotAskFor() {
    last.answered(ALL);
    last.answered(
        new Reading.Facts(ALL.version(), Optional.empty(), Optional.empty(), Optional.empty()));

    assertThat(last.state().said().orElseThrow().counted()).isPresent();
    assertThat(last.state().said().orElseThrow().timeouts()).containsKey("wait_timeout");
  }
}
