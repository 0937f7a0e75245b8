package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountComparisonTest {

  private final CountComparison comparison = new CountComparison();

  @Test
  void beginsWhenTheLogIsReadToItsEnd() {
    comparison.add(sample(0, 100, 0), false);
    assertThat(comparison.compared(Duration.ofMinutes(1), events(80))).isEmpty();

    comparison.add(sample(60, 100, 90), true);
    comparison.add(sample(120, 107, 94), true);

    assertThat(comparison.compared(Duration.ofMinutes(3), events(95)))
        .contains(
            new Compared(
                Duration.ofMinutes(2),
                Map.of(Phase.CLIENT, 7L, Phase.CONNECT, 0L),
                Map.of(Phase.CLIENT, 5L, Phase.CONNECT, 0L),
                0))
        .hasValueSatisfying(
            compared -> {
              assertThat(compared.missing(Phase.CLIENT)).isEqualTo(2);
              assertThat(compared.missing(Phase.CONNECT)).isZero();
            });
  }

  @Test
  void beginsAnewWhenTheServerDoes() {
    comparison.add(sample(0, 100, 90), true);
    comparison.add(sample(60, 3, 90), true);

    assertThat(comparison.compared(Duration.ofMinutes(2), events(90)))
        .contains(
            new Compared(
                Duration.ofMinutes(1),
                Map.of(Phase.CLIENT, 0L, Phase.CONNECT, 0L),
                Map.of(Phase.CLIENT, 0L, Phase.CONNECT, 0L),
                0));
  }

  @Test
  void isNeverLessThanNothingMissing() {
    comparison.add(sample(0, 100, 90), true);

    assertThat(comparison.compared(Duration.ofMinutes(1), events(91)))
        .hasValueSatisfying(compared -> assertThat(compared.missing(Phase.CLIENT)).isZero());
  }

  private static Sample sample(int seconds, long aborted, long logged) {
    Duration at = Duration.ofSeconds(seconds);
    return new Sample(at, at.plusDays(1), at.plusDays(1), aborted, 0, 0, -1, 0, logged, 0, 0);
  }

  private static LoggedEvents.Snapshot events(long count) {
    return new LoggedEvents.Snapshot(
        Map.of(new LoggedEvents.ReasonKey(Phase.CLIENT, Reason.READ_ERROR), count),
        Map.of(),
        Map.of(),
        Map.of());
  }
}
