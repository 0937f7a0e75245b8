package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built exporter whose standard error is a full pipe that nobody reads. */
class UnreadLogIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  private static final int PIPE_BYTES = 64 * 1024;
  private static final String READ_ERROR =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",}";
  private static final String ABORT =
      "2026-11-22T12:36:31.780790Z 8 [Note] [MY-010914] [Server] Aborted connection 8 to db: 'd'"
          + " user: 'u' host: 'h' (Got an error reading communication packets).\n";

  @TempDir Path folder;

  private RandomAccessFile pipe;

  @BeforeEach
  void fillThePipe() throws IOException {
    Path path = folder.resolve("exporter.log");
    Command.run(folder, List.of("mkfifo", path.toString()));
    pipe = new RandomAccessFile(path.toFile(), "rw");
    pipe.write(new byte[PIPE_BYTES]);
  }

  @AfterEach
  void closeThePipe() throws IOException {
    pipe.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug"})
  void answersAndCountsAndEndsThoughNobodyReads(String level) throws IOException {
    Path log = folder.resolve("error.log");
    try (ExporterProcess exporter = start(level, log)) {
      for (int count = 1; count <= 3; count++) {
        int expected = count;
        Files.writeString(log, ABORT, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(Await.within(LIMIT, () -> exporter.scrape().value(READ_ERROR) == expected))
            .isTrue();
      }

      assertThat(exporter.stop()).contains(TERMINATED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "debug"})
  void saysItAllToWhoReadsAtLast(String level) throws IOException {
    try (ExporterProcess exporter = start(level, folder.resolve("error.log"))) {
      pipe.readFully(new byte[PIPE_BYTES]);
      CompletableFuture<Void> end = CompletableFuture.runAsync(() -> assertEnds(exporter));

      StringBuilder said = new StringBuilder();
      while (said.indexOf("msg=\"stopped\"") < 0) {
        said.append(new String(new byte[] {pipe.readByte()}, UTF_8));
      }
      assertThat(said.toString()).contains("level=info logger=Exporter msg=\"listening addresses=");
      end.join();
    }
  }

  private static void assertEnds(ExporterProcess exporter) {
    try {
      assertThat(exporter.stop()).contains(TERMINATED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ExporterProcess start(String level, Path log) throws IOException {
    return ExporterProcess.start(
        ExporterProcess.builtJar(),
        FreePort.find(),
        folder,
        List.of("--no-mysqld", "--errorlog.file=" + log, "--log.level=" + level));
  }
}
