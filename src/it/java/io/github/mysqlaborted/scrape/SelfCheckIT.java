package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.github.mysqlaborted.check.SelfCheck;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ErrorLogConfig.Source;
import io.github.mysqlaborted.follow.LogFollower;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.SampleData;
import io.github.mysqlaborted.harness.SampleData.Login;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exporter's check of its log, against real servers that are aborted in every way. */
final class SelfCheckIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int OFTEN = 4;

  /** What a scrape has to be past for a missing record to be missed. */
  private static final Duration LATER = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Duration ahead = Duration.ZERO;

  static List<ServerKind> kinds() {
    return ServerKind.localHere();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsNothingWhateverIsAborted(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        LogFollower log = follow(server.errorLog())) {
      SelfCheck check = new SelfCheck(kind.name(), log::view, true, this::now);
      try (Watch watch = Watch.checking(server, new Login("root", server.rootPassword()), check)) {
        for (Fault fault : Fault.values()) {
          if (fault.expectedOn(server).isPresent()) {
            watch.scrape();
            provoke(server, fault);
            watch.scrape();
            ahead = ahead.plus(LATER);
            assertThat(Await.within(LIMIT, () -> check.findings().isEmpty()))
                .as("%s: %s", fault, check.findings())
                .isTrue();
          }
        }
        assertThat(check.hasAsked()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsThatAnotherFileIsReadAndTakesNoKillForIt(ServerKind kind) throws IOException {
    Path other = Files.createFile(folder.resolve("other.log"));
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        LogFollower log = follow(other)) {
      SelfCheck check = new SelfCheck(kind.name(), log::view, true, this::now);
      try (Watch watch = watch(server, check)) {
        watch.scrape();
        provoke(server, Fault.KILLED);
        double killed = watch.scrape().get("mysql_kills_total{}");
        ahead = LATER;
        assertThat(killed).isEqualTo(OFTEN);
        assertThat(check.findings()).isEmpty();

        watch.scrape();
        provoke(server, Fault.NOT_CLOSED);
        watch.scrape();
        assertThat(check.findings()).isEmpty();
        ahead = LATER.multipliedBy(2);
        assertThat(check.findings())
            .singleElement()
            .satisfies(finding -> assertIsAboutAnotherFile(finding, server, other));
      }
    }
  }

  private static void assertIsAboutAnotherFile(Finding finding, LocalServer server, Path read) {
    assertThat(finding.problem()).isEqualTo(LogProblem.OTHER_FILE);
    assertThat(finding.sentence())
        .contains("the server counted " + OFTEN + " aborted sessions (Aborted_clients)")
        .contains(read + " has no record of them")
        .endsWith("The server writes its log to " + server.errorLog() + ".");
  }

  private static void provoke(LocalServer server, Fault fault) {
    for (int i = 0; i < OFTEN; i++) {
      Faults.provoke(server, fault);
    }
  }

  private Watch watch(LocalServer server, SelfCheck check) {
    return Watch.checking(server, SampleData.LIMITED, check);
  }

  private Moment now() {
    return Ticker.system().now().plus(ahead);
  }

  private static LogFollower follow(Path file) throws IOException {
    LogFollower follower =
        LogFollower.of(
            new ErrorLogConfig(
                Source.FILE,
                List.of(file.toString()),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                ZoneOffset.UTC,
                ZoneOffset.UTC),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Clock.systemUTC(),
            Ticker.system());
    follower.start();
    assertThat(Await.within(LIMIT, () -> follower.view().sources().get(0).readable())).isTrue();
    return follower;
  }
}
