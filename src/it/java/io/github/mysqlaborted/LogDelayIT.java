package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LogDelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from a record's write to its count, with everything saved on the way. */
class LogDelayIT {

  private static final int WRITES = 20;

  @TempDir Path folder;

  @Test
  void countsARecordWithinASecond() throws IOException {
    Path log = Files.createFile(folder.resolve("error.log"));
    List<String> flags =
        List.of(
            "--no-mysqld",
            "--errorlog.file=" + log,
            "--state.directory=" + folder.resolve("state"));

    try (ExporterProcess exporter =
        ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags)) {
      List<Duration> delays = LogDelay.measure(exporter, log, WRITES);

      assertThat(delays).hasSize(WRITES);
      assertThat(delays.get(WRITES / 2)).isLessThan(Duration.ofSeconds(1));
    }
  }
}
