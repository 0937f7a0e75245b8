package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Provoked;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The built exporter reads on in an error log that servers of other versions write to, one after
 * the other.
 */
class UpgradeIT {

  private static final Duration COUNTED = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Provoked provoked = new Provoked();

  static Stream<List<ServerKind>> upgrades() {
    return Stream.of(
        List.of(ServerKind.MYSQL_5_5, ServerKind.MYSQL_5_6, ServerKind.MYSQL_8_0),
        List.of(ServerKind.MARIADB_10_11, ServerKind.MARIADB_11_4));
  }

  @ParameterizedTest
  @MethodSource("upgrades")
  void countsThroughWhileItRuns(List<ServerKind> kinds) throws IOException {
    try (ExporterProcess exporter = exporter()) {
      for (ServerKind kind : kinds) {
        live(kind);
        assertCounted(exporter);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("upgrades")
  void countsThroughWithARestartBetween(List<ServerKind> kinds) throws IOException {
    for (ServerKind kind : kinds) {
      try (ExporterProcess exporter = exporter()) {
        live(kind);
        assertCounted(exporter);
      }
    }
  }

  /** It starts once all is written, and reads the whole log at once. */
  @ParameterizedTest
  @MethodSource("upgrades")
  void countsAllAtAFirstRead(List<ServerKind> kinds) throws IOException {
    for (ServerKind kind : kinds) {
      live(kind);
    }
    try (ExporterProcess exporter = exporter()) {
      assertCounted(exporter);
    }
  }

  private void live(ServerKind kind) {
    try (LocalServer server = LocalServer.startLoggingTo(log(), kind)) {
      provoked.by(server, Fault.NOT_CLOSED, 2);
      provoked.by(server, Fault.WRONG_PASSWORD, 1);
      provoked.by(server, Fault.IDLE_TIMEOUT, 1);
      server.stop();
    }
  }

  private Path log() {
    return folder.resolve("error.log");
  }

  private ExporterProcess exporter() throws IOException {
    return ExporterProcess.start(
        ExporterProcess.builtJar(),
        FreePort.find(),
        folder,
        List.of(
            "--no-mysqld",
            "--errorlog.file=" + log(),
            "--state.directory=" + folder.resolve("state")));
  }

  private void assertCounted(ExporterProcess exporter) {
    Await.within(COUNTED, () -> Provoked.counted(exporter.scrape()).equals(provoked.series()));
    assertThat(Provoked.counted(exporter.scrape())).isEqualTo(provoked.series());
  }
}
