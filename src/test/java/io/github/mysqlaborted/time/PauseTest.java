package io.github.mysqlaborted.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PauseTest {
  private final TestTicker ticker = new TestTicker();
  private final Pause pause = new Pause(ticker);

  @Test
  void lastsAsLongAsItIsSaidTo() {
    assertThat(pause.isOn()).isFalse();

    pause.begin(Duration.ofSeconds(5));
    assertThat(pause.isOn()).isTrue();
    ticker.pass(Duration.ofMillis(4_999));
    assertThat(pause.isOn()).isTrue();
    ticker.pass(Duration.ofMillis(1));
    assertThat(pause.isOn()).isFalse();
  }

  @Test
  void endsWhenItIsToldTo() {
    pause.begin(Duration.ofSeconds(5));
    pause.end();
    assertThat(pause.isOn()).isFalse();
  }

  @Test
  void measuresAcrossAnOverflow() {
    Moment before = ticker.now();
    ticker.pass(Duration.ofSeconds(3));

    assertThat(ticker.now().nanoTime()).isNegative();
    assertThat(before.isBefore(ticker.now())).isTrue();
    assertThat(ticker.now().since(before)).isEqualTo(Duration.ofSeconds(3));
  }
}
