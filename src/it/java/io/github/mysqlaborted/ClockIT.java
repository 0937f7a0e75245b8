package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built exporter on a machine whose clock of the day is set back and forward by two hours, by
 * libfaketime, while its monotonic clock goes on.
 */
class ClockIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Not those of other accounts, whose sessions end with the server. */
  private static final String READ_ERROR =
      "mysql_aborted_connections_by_account_total{phase=\"client\",reason=\"read_error\",user=\"app\"";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_11_4", "MYSQL_8_0"})
  void goesOnScrapingReadingAndConnecting(ServerKind kind) throws Exception {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "libfaketime is installed");
    Path clock = setClock("+0");
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.startWith(
                List.of(
                    "LD_PRELOAD=" + library.get(),
                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                    "FAKETIME_NO_CACHE=1",
                    "DONT_FAKE_MONOTONIC=1"),
                ExporterProcess.builtJar(),
                FreePort.find(),
                folder,
                List.of("--config.my-cnf=" + ExporterProcess.writeMyCnf(server, folder)))) {
      assertThat(Await.within(LIMIT, () -> isRead(exporter))).as(exporter.log()).isTrue();
      double real = lastRead(exporter);

      int events = 0;
      for (int hours : List.of(-2, 2)) {
        setClock((hours < 0 ? "" : "+") + hours + "h");
        double faked = real + hours * 3600;
        assertThat(Await.within(LIMIT, () -> Math.abs(lastRead(exporter) - faked) < 600))
            .as("the exporter lives in the time of %+d hours", hours)
            .isTrue();
        int expected = ++events;
        Faults.provoke(server, Fault.NOT_CLOSED);
        assertThat(Await.within(LIMIT, () -> readErrors(exporter) == expected))
            .as("reads at %+d hours", hours)
            .isTrue();
        reconnects(server, exporter);
      }
      assertThat(readErrors(exporter)).isEqualTo(events);
    }
  }

  /** Through a pause after a failed login, too: it is 10 seconds, whatever the clock does. */
  private void reconnects(LocalServer server, ExporterProcess exporter) throws IOException {
    server.stop();
    assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 0)).isTrue();
    server.start();
    assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
    assertThat(Await.within(LIMIT, () -> isRead(exporter))).isTrue();
  }

  private static double readErrors(ExporterProcess exporter) {
    return exporter.scrape().samples().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(READ_ERROR))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static boolean isRead(ExporterProcess exporter) {
    return exporter.scrape().samples().entrySet().stream()
        .anyMatch(
            sample ->
                sample.getKey().startsWith("mysql_error_log_readable") && sample.getValue() == 1);
  }

  private static double lastRead(ExporterProcess exporter) {
    return exporter.scrape().samples().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("mysql_error_log_last_read_timestamp"))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  private Path setClock(String offset) throws IOException {
    Path next = Files.writeString(folder.resolve("clock.next"), offset + "\n");
    return Files.move(
        next,
        folder.resolve("clock"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Optional<Path> library() throws IOException {
    Path libraries = Path.of("/usr/lib");
    try (Stream<Path> files =
        Files.find(
            libraries, 3, (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
      return files.findFirst();
    }
  }
}
