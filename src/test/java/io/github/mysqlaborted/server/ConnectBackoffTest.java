package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConnectBackoffTest {
  private final TestTicker ticker = new TestTicker();
  private final ConnectBackoff pause = new ConnectBackoff(ticker);

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
    pause.failed(failure(ConnectFailure.TIMEOUT), true);
    pause.failed(failure(ConnectFailure.REFUSED), false);
    pause.failed(failure(ConnectFailure.TIMEOUT), true);

    assertThat(pause.failure()).isEmpty();
  }

  @Test
  void keepsTheReason() {
    pause.failed(failure(ConnectFailure.HOST_BLOCKED), true);

    ticker.pass(Duration.ofSeconds(9));
    assertThat(pause.failure().orElseThrow().failure()).isEqualTo(ConnectFailure.HOST_BLOCKED);
  }

  @Test
  void beginsAnewAfterItsEnd() {
    pause.failed(failure(ConnectFailure.AUTH), true);
    pause.failed(failure(ConnectFailure.AUTH), true);
    pause.end();

    assertThat(pause.failure()).isEmpty();
    pause.failed(failure(ConnectFailure.AUTH), true);
    ticker.pass(Duration.ofSeconds(10));
    assertThat(pause.failure()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "TIMEOUT", "DNS"})
  void isNotMadeForAServerThatIsNotReached(ConnectFailure reason) {
    pause.failed(failure(reason), false);
    pause.failed(failure(reason), false);

    assertThat(pause.failure()).isEmpty();
  }

  private List<Long> pausesAfterEachOf(int failures, ConnectFailure reason) {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      pause.failed(failure(reason), true);
      Moment failed = ticker.now();
      while (pause.failure().isPresent()) {
        ticker.pass(Duration.ofSeconds(1));
      }
      seconds.add(ticker.now().since(failed).toSeconds());
    }
    return seconds;
  }

  private static MysqlUnavailableException failure(ConnectFailure reason) {
    return new MysqlUnavailableException(reason, "no");
  }
}
