package io.github.mysqlaborted.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExporterProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code make soak} for a minute. {@code -Dsoak.seconds=600 -Dsoak.seed=7} for another run. */
class SoakIT {

  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("soak.seconds", 60));
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());

  @Test
  void countsExactlyAndDoesNotGrow() throws Exception {
    SoakReport report = Soak.run(ExporterProcess.builtJar(), DURATION, SEED);

    assertThat(report.problems()).as("seed %s%n%s", SEED, report.text()).isEmpty();
    assertThat(report.happened())
        .containsOnlyKeys(
            "server restarts",
            "log rotations",
            "network cuts",
            "network stalls",
            "network mended",
            "hostile logins",
            "aborts and logins");
    assertThat(report.provoked()).hasSize(5);
    assertThat(Map.copyOf(report.counted())).isEqualTo(report.provoked());
  }
}
