package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Launcher;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Provoked;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built exporter beside a MySQL that its own {@code mysqld_safe} starts. */
class MysqldSafeIT {

  private static final Duration COUNTED = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Provoked provoked = new Provoked();

  @BeforeEach
  void needRoot() {
    assumeTrue(Launcher.MYSQLD_SAFE.unavailableBecause().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_6", "MYSQL_8_0"})
  void countsWhatTheErrorLogTells(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.startBy(Launcher.MYSQLD_SAFE, kind);
        ExporterProcess exporter = watch(server, List.of())) {
      liveThrough(server);
      assertCounted(exporter);
    }
  }

  /** The general log names the failed logins too, and each is counted once. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_6", "MYSQL_8_0"})
  void countsTheSameWithTheGeneralLogBeside(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.startBy(Launcher.MYSQLD_SAFE, kind);
        ExporterProcess exporter =
            watch(server, List.of("--generallog.file=" + server.generalLog()))) {
      liveThrough(server);
      assertCounted(exporter);
      assertThat(Files.readString(server.generalLog())).contains("Access denied for user");
    }
  }

  /** Seven aborted sessions and five failed logins; the server crashes and is started again. */
  private void liveThrough(LocalServer server) {
    provoked.by(server, Fault.NOT_CLOSED, 3);
    provoked.by(server, Fault.WRONG_PASSWORD, 2);
    server.crash();
    provoked.by(server, Fault.IDLE_TIMEOUT, 2);
    provoked.by(server, Fault.UNKNOWN_USER, 3);
    provoked.by(server, Fault.RESET_WHILE_IDLE, 2);
    assertThat(provoked.series().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(12);
    assertThat(provoked.series().values()).contains(5L);
  }

  private void assertCounted(ExporterProcess exporter) {
    Await.within(COUNTED, () -> Provoked.counted(exporter.scrape()).equals(provoked.series()));
    assertThat(Provoked.counted(exporter.scrape())).isEqualTo(provoked.series());
  }

  private ExporterProcess watch(LocalServer server, List<String> flags) throws IOException {
    return ExporterProcess.watch(
        ExporterProcess.builtJar(), FreePort.find(), server, folder, flags.toArray(String[]::new));
  }
}
