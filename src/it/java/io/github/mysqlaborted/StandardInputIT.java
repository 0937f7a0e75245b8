package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built exporter reads a log from its standard input, beside a file. */
class StandardInputIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String READ_ERROR =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",}";
  private static final String READABLE = "mysql_error_log_readable{source=\"-\",}";
  private static final String RECORDS = "mysql_error_log_records_total{source=\"-\",}";

  @TempDir Path folder;

  @Test
  void countsWhatComesAndServesOnWhenTheInputHasEnded() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path file = Files.write(folder.resolve("error.log"), record(1));
    List<String> flags =
        List.of("--no-mysqld", "--errorlog.file=-", "--errorlog.file=" + file.toAbsolutePath());
    // Opened for both, since a named pipe that is opened for one waits for the other.
    RandomAccessFile input = new RandomAccessFile(pipe.toFile(), "rw");
    try (ExporterProcess exporter =
        ExporterProcess.startReading(
            pipe, ExporterProcess.builtJar(), FreePort.find(), folder, flags)) {
      try (input) {
        input.write(record(2));
        await(exporter, 2);
        assertThat(exporter.scrape().value(READABLE)).isEqualTo(1);
        assertThat(exporter.scrape().value(RECORDS)).isEqualTo(1);
        input.write(record(3));
        await(exporter, 3);
      }
      assertThat(Await.within(LIMIT, () -> exporter.scrape().value(READABLE) == 0)).isTrue();

      Files.write(file, record(4), StandardOpenOption.APPEND);
      await(exporter, 4);
      assertThat(exporter.scrape().value(RECORDS)).isEqualTo(2);
      assertThat(exporter.log()).containsOnlyOnce("no longer reading standard input: end of input");
    }
  }

  private static void await(ExporterProcess exporter, int count) {
    Await.within(LIMIT, () -> exporter.scrape().value(READ_ERROR) >= count);
    assertThat(exporter.scrape().value(READ_ERROR)).isEqualTo(count);
  }

  private static byte[] record(int connection) {
    return ("2026-11-22 12:00:00 %d [Warning] Aborted connection %d to db: 'shop' user: 'app'"
            + " host: 'localhost' (Got an error reading communication packets)\n")
        .formatted(connection, connection)
        .getBytes(US_ASCII);
  }
}
