package io.github.mysqlaborted.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.LocalServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five hundred targets, some of them dead and some silent, behind one exporter. */
final class FleetIT {
  private static final int ALIVE = 350;
  private static final int DEAD = 50;
  private static final int SILENT = 100;

  /** So long that no test machine is too slow, and no silent target is given up meanwhile. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final String READ_ERROR =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",} ";

  @TempDir private Path folder;

  @Test
  void noTargetDelaysAnotherAndEachKeepsItsOwnSessionAndCounts() throws Exception {
    try (Fleet fleet = Fleet.start(ExporterProcess.builtJar(), folder)) {
      List<CompletableFuture<Fleet.Answer>> silent =
          IntStream.range(0, SILENT)
              .mapToObj(number -> fleet.ask(fleet.silent(number), LONG))
              .toList();

      assertThat(ask(fleet, DEAD, fleet::dead))
          .allSatisfy(
              answer ->
                  assertThat(answer.body())
                      .contains("mysql_connect_failure{reason=\"refused\",} 1.0"));
      assertThat(ask(fleet, ALIVE, fleet::alive))
          .allSatisfy(
              answer ->
                  assertThat(answer.body()).contains("mysql_up 1.0").contains(READ_ERROR + "0.0"));

      List<Long> connections = connections(fleet);
      Faults.provoke(fleet.servers().get(0), Fault.NOT_CLOSED);
      List<Fleet.Answer> again = ask(fleet, ALIVE, fleet::alive);
      for (int number = 0; number < ALIVE; number++) {
        assertThat(again.get(number).body())
            .contains("mysql_up 1.0")
            .contains(READ_ERROR + (number % 2 == 0 ? "1.0" : "0.0"));
      }
      // The fault was a connection of its own.
      assertThat(connections(fleet)).isEqualTo(List.of(connections.get(0) + 1, connections.get(1)));

      assertThat(fleet.get("/-/healthy", LONG).get(LONG.toSeconds(), TimeUnit.SECONDS).status())
          .isEqualTo(200);
      assertThat(silent).noneMatch(CompletableFuture::isDone);
    }
  }

  /** Asks for all of them, as many at once as Prometheus would on a bad day; in their order. */
  private static List<Fleet.Answer> ask(Fleet fleet, int targets, IntFunction<Fleet.Target> target)
      throws Exception {
    Semaphore atOnce = new Semaphore(50);
    List<CompletableFuture<Fleet.Answer>> asked = new ArrayList<>();
    for (int number = 0; number < targets; number++) {
      atOnce.acquire();
      asked.add(
          fleet
              .ask(target.apply(number), LONG)
              .whenComplete((answer, failure) -> atOnce.release()));
    }
    List<Fleet.Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    return answers;
  }

  private static List<Long> connections(Fleet fleet) {
    return fleet.servers().stream()
        .map(LocalServer::globalStatus)
        .map(status -> status.get("Connections"))
        .toList();
  }
}
