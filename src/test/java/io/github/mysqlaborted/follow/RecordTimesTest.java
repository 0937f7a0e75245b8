package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.TailStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTimesTest {

  private static final Instant START = Instant.parse("2026-11-27T14:00:00Z");

  private Instant now = START;
  private final RecordTimes times = new RecordTimes(() -> now);

  @Test
  void isWhenTheCountRoseLast() {
    assertThat(time(5)).isEmpty();

    now = START.plusSeconds(10);
    assertThat(time(6)).contains(now);

    Instant last = now;
    now = START.plusSeconds(20);
    assertThat(time(6)).contains(last);
  }

  @Test
  void isNotKnownOfCountsThatWereRestored() {
    assertThat(time(0)).isEmpty();
    times.forget();
    assertThat(time(1000)).isEmpty();
    assertThat(time(1001)).contains(now);
  }

  private Optional<Instant> time(long records) {
    return times
        .of(List.of(new LogView.Source("error.log", TailStatistics.NONE, records, 0, true, 0, now)))
        .get(0)
        .lastRecord();
  }
}
