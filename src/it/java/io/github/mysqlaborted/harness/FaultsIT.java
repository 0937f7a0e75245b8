package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault, on each server that can run here, moves what it promises and nothing else; at the
 * verbosities that make a difference on two of them.
 */
@ParameterizedClass
@MethodSource("servers")
record FaultsIT(ServerKind kind, Verbosity verbosity) {
  private static final Duration WRITTEN = Duration.ofMinutes(1);

  private static Server server;

  static Stream<Object[]> servers() {
    Stream<Object[]> all =
        ServerKind.allHere().stream().map(kind -> new Object[] {kind, Verbosity.FULL});
    Stream<Object[]> others =
        Stream.of(
            new Object[] {ServerKind.MARIADB_11_4, Verbosity.COMPANIONS},
            new Object[] {ServerKind.MYSQL_8_0, Verbosity.QUIET});
    return Stream.concat(
        all, others.filter(each -> ServerKind.localHere().contains((ServerKind) each[0])));
  }

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind, Verbosity verbosity) {
    server = Server.start(kind, verbosity);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> movesWhatItPromises() {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.expectedOn(server).isPresent())
        .map(fault -> dynamicTest(fault.name(), () -> provoke(fault)));
  }

  private static void provoke(Fault fault) {
    Expected expected = fault.expectedOn(server).orElseThrow();
    LogMark mark = LogMark.endOf(server.errorLog());

    Map<String, Long> moved = Faults.provoke(server, fault);
    Await.within(WRITTEN, () -> LogWords.events(mark).size() >= expected.logged().size());

    assertThat(moved).isEqualTo(expected.status());
    List<Expected.Logged> logged = LogWords.events(mark);
    assertThat(logged).as("from %s", mark.lines()).isEqualTo(expected.logged());
  }
}
