package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.SaidServer.SaidBefore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/what-servers-say.md} is what the servers that run here say. With {@code
 * -Dgenerate=true} it is written first.
 */
class WhatServersSayIT {

  /** The servers wait more than they work. */
  private static final int AT_A_TIME = 4;

  /** The servers of one task, and why it cannot be done here. */
  private record Task(String name, Optional<String> unavailable, Callable<List<SaidCell>> cells) {}

  @Test
  @SuppressWarnings("SystemOut") // What was held is told in the build's output.
  void pageIsWhatServersSay() throws Exception {
    boolean generate = Boolean.getBoolean("generate");
    SaidBefore before =
        new SaidBefore(generate ? Set.of() : Set.copyOf(SaidDocument.cells()), new AtomicInteger());
    List<Task> tasks = tasks(before);
    List<SaidCell> found = run(tasks);
    List<String> notRun =
        tasks.stream()
            .flatMap(task -> task.unavailable().map(why -> task.name() + ": " + why).stream())
            .toList();

    if (generate) {
      assertThat(notRun).as("only a machine that has all servers can write the page").isEmpty();
      Files.writeString(SaidDocument.FILE, SaidDocument.of(preamble(), found));
    }

    List<SaidCell> published = SaidDocument.cells();
    long held = found.stream().filter(published::contains).count();
    System.out.printf("cells: %d, held: %d%n", found.size(), held);
    System.out.println("played again, as they differed at first: " + before.again());
    notRun.forEach(task -> System.out.println("not run here: " + task));
    Map<String, String> stale = rows(found);
    rows(published).forEach(stale::remove);
    assertThat(stale).as("said now, but not by the page: run make say").isEmpty();
    if (notRun.isEmpty()) {
      assertThat(Files.readString(SaidDocument.FILE)).isEqualTo(SaidDocument.of(preamble(), found));
    }
  }

  private static List<Task> tasks(SaidBefore before) {
    List<Task> tasks = new ArrayList<>();
    for (ServerKind kind : ServerKind.local()) {
      tasks.add(
          new Task(
              kind.name(), kind.unavailableBecause(), () -> SaidScenarios.ofServer(kind, before)));
    }
    tasks.add(
        new Task(
            ServerKind.MARIADB_11_4 + " with companion records",
            ServerKind.MARIADB_11_4.unavailableBecause(),
            () -> SaidScenarios.ofCompanions(before)));
    for (ServerKind kind : ServerKind.local()) {
      tasks.add(
          new Task(
              kind + " behind a dead path",
              kind.unavailableBecause().or(CutNetwork::unavailableBecause),
              () -> SaidScenarios.ofDeadPath(kind, before)));
    }
    for (ServerKind kind : ServerKind.local()) {
      tasks.add(
          new Task(
              kind + " with a name server that does not answer",
              kind.unavailableBecause().or(CutNetwork::unavailableBecause),
              () -> SaidScenarios.ofSilentResolver(kind, before)));
      tasks.add(
          new Task(
              kind + " with a replica and a certificate",
              kind.unavailableBecause(),
              () -> SaidScenarios.ofReplicaAndCertificate(kind, before)));
    }
    return tasks;
  }

  private static List<SaidCell> run(List<Task> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Callable<List<SaidCell>>> possible =
          tasks.stream().filter(task -> task.unavailable().isEmpty()).map(Task::cells).toList();
      List<SaidCell> cells = new ArrayList<>();
      for (Future<List<SaidCell>> future : threads.invokeAll(possible)) {
        cells.addAll(future.get());
      }
      return cells;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<String, String> rows(List<SaidCell> cells) {
    Map<String, String> rows = new LinkedHashMap<>();
    cells.forEach(cell -> rows.put(key(cell), cell.told()));
    return rows;
  }

  private static String key(SaidCell cell) {
    return cell.section() + ", " + cell.server();
  }

  private static String preamble() throws Exception {
    try (var text = WhatServersSayIT.class.getResourceAsStream("what-servers-say.head.md")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
