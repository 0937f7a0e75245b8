package io.github.mysqlaborted.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryPauseTest {
  private static final Instant START = Instant.parse("2026-11-22T07:00:00Z");

  private final RetryPause pause = new RetryPause();

  @Test
  void growsFromTenSecondsToFiveMinutes() {
    List<Long> seconds = pausesAfterEachOf(7, ConnectFailure.AUTH);

    assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void triesASilentServerOnceMoreAtOnceAndThenEachMinute() {
    List<Long> seconds = pausesAfterEachOf(6, ConnectFailure.TIMEOUT);

    assertThat(seconds).containsExactly(0L, 10L, 20L, 40L, 60L, 60L);
  }

  @Test
  void forgetsTheSilenceOfAServerThatThenIsNotReached() {
    pause.failed(failure(ConnectFailure.TIMEOUT), true, START);
    pause.failed(failure(ConnectFailure.REFUSED), false, START);
    pause.failed(failure(ConnectFailure.TIMEOUT), true, START);

    assertThat(pause.at(START)).isEmpty();
  }

  @Test
  void keepsTheReason() {
    pause.failed(failure(ConnectFailure.HOST_BLOCKED), true, START);

    assertThat(pause.at(START.plusSeconds(9)).orElseThrow().failure())
        .isEqualTo(ConnectFailure.HOST_BLOCKED);
  }

  @Test
  void beginsAnewAfterItsEnd() {
    pause.failed(failure(ConnectFailure.AUTH), true, START);
    pause.failed(failure(ConnectFailure.AUTH), true, START);
    pause.end();

    assertThat(pause.at(START)).isEmpty();
    pause.failed(failure(ConnectFailure.AUTH), true, START);
    assertThat(pause.at(START.plusSeconds(10))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "TIMEOUT", "DNS"})
  void isNotMadeForAServerThatIsNotReached(ConnectFailure reason) {
    pause.failed(failure(reason), false, START);
    pause.failed(failure(reason), false, START);

    assertThat(pause.at(START)).isEmpty();
  }

  private List<Long> pausesAfterEachOf(int failures, ConnectFailure reason) {
    List<Long> seconds = new ArrayList<>();
    Instant now = START;
    for (int i = 0; i < failures; i++) {
      pause.failed(failure(reason), true, now);
      Instant failed = now;
      while (pause.at(now).isPresent()) {
        now = now.plusSeconds(1);
      }
      seconds.add(now.getEpochSecond() - failed.getEpochSecond());
    }
    return seconds;
  }

  private static MysqlUnavailableException failure(ConnectFailure reason) {
    return new MysqlUnavailableException(reason, "no");
  }
}
