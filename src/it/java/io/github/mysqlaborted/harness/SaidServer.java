package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Timeouts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server that is listened to: what it says between two moments, and nothing of another. */
final class SaidServer {

  /** The session of most faults lives for about a second. */
  static final Age SECOND = Age.between(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The user whose failed login is the last of what a scenario made the server write. */
  private static final String FENCE = "fence";

  private static final int MOST_PLAYS = 3;

  private final Server server;
  private final Set<SaidCell> expected;
  private final AtomicInteger again;
  private final String name;
  private final List<SaidCell> cells = new ArrayList<>();

  /**
   * What the page says so far.
   *
   * @param cells none where the page is written anew
   * @param again counts what was played again
   */
  record SaidBefore(Set<SaidCell> cells, AtomicInteger again) {}

  /** What is done to a server; says by how much which counters moved. */
  interface Scenario {
    Map<String, Long> run() throws Exception;
  }

  SaidServer(Server server, String setting, SaidBefore before) {
    this.server = server;
    this.expected = before.cells();
    this.again = before.again();
    this.name = nameOf(server) + setting;
  }

  private static String nameOf(Server server) {
    // Debian's is not pinned.
    return server.kind() == ServerKind.MARIADB_10_11
        ? "MariaDB 10.11 of Debian"
        : (server.dialect() == Dialect.MARIADB ? "MariaDB " : "MySQL ")
            + server.version().replaceAll("-.*", "");
  }

  List<SaidCell> cells() {
    return List.copyOf(cells);
  }

  Server server() {
    return server;
  }

  void add(SaidCell cell) {
    cells.add(cell);
  }

  /** The name of this server, with what is set for one scenario. */
  String name(String setting) {
    return name + setting;
  }

  /** Provokes a fault and adds what came of it. */
  void say(String section, Fault fault) throws Exception {
    if (fault.expectedOn(server).isEmpty()) {
      add(SaidCell.impossible(section, name, "the test kit does not provoke it here"));
      return;
    }
    say(section, name, SECOND, () -> Faults.provoke(server, fault));
  }

  /** Plays a scenario and adds what came of it. */
  void say(String section, String named, Age age, Scenario scenario) throws Exception {
    addOnce(
        () -> {
          Timeouts timeouts = timeouts();
          LogMark mark = LogMark.endOf(server.errorLog());
          Map<String, Long> moved = scenario.run();
          return SaidCell.of(section, named, moved, untilFence(mark), age, timeouts);
        });
  }

  /**
   * Plays a scenario and adds what came of it; one that comes out otherwise than the page says is
   * played again. Where two threads of a server are at it, a record can have another errno now and
   * then.
   */
  void addOnce(Callable<SaidCell> play) throws Exception {
    SaidCell cell = play.call();
    for (int i = 1; i < MOST_PLAYS && !expected.isEmpty() && !expected.contains(cell); i++) {
      again.incrementAndGet();
      cell = play.call();
    }
    add(cell);
  }

  /**
   * What the server wrote behind a mark. A failed login is the fence: a server that has written of
   * it has written of all that was before.
   */
  List<String> untilFence(LogMark mark) {
    String variable = levelVariable();
    String level = server.queryValue("SELECT @@GLOBAL." + variable);
    server.execute("SET GLOBAL " + variable + " = " + (variable.equals("log_warnings") ? 2 : 3));
    fence(mark);
    server.execute("SET GLOBAL " + variable + " = " + level);
    return mark.lines().stream()
        .takeWhile(line -> !isFence(line))
        .filter(line -> !SaidWords.isForeign(line))
        .toList();
  }

  /** Has a login fail, and waits until the log that is written at {@code mark} tells of it. */
  void fence(LogMark mark) {
    Faults.loginAs(server, FENCE.getBytes(StandardCharsets.UTF_8));
    if (!Await.within(LIMIT, () -> mark.lines().stream().anyMatch(SaidServer::isFence))) {
      throw new IllegalStateException(name + " does not log a failed login: " + mark.lines());
    }
  }

  static boolean isFence(String line) {
    return line.contains("'" + FENCE + "'@") || line.contains("\t" + FENCE + "@");
  }

  String levelVariable() {
    return server.dialect() == Dialect.MYSQL_8 ? "log_error_verbosity" : "log_warnings";
  }

  /** The timeouts that an exporter knows: the global ones, before something is done. */
  Timeouts timeouts() {
    List<Duration> idle =
        Stream.of("wait_timeout", "interactive_timeout").map(this::seconds).sorted().toList();
    return new Timeouts(
        Optional.of(idle.get(0)),
        Optional.of(idle.get(1)),
        Optional.of(seconds("net_write_timeout")));
  }

  private Duration seconds(String variable) {
    return Duration.ofSeconds(Long.parseLong(server.queryValue("SELECT @@GLOBAL." + variable)));
  }

  /** Waits until a session is gone and the server has counted what is to be counted. */
  Map<String, Long> awaitEnd(Map<String, Long> before, long connectionId, String counter) {
    Await.within(LIMIT, () -> moved(before).containsKey(counter));
    Await.within(
        LIMIT,
        () ->
            server
                .queryValue(
                    "SELECT COUNT(*) FROM information_schema.processlist WHERE id = "
                        + connectionId)
                .equals("0"));
    return moved(before);
  }

  /** Waits until the server has counted what is to be counted. */
  Map<String, Long> awaitCount(Map<String, Long> before, String counter) {
    Await.within(LIMIT, () -> moved(before).containsKey(counter));
    return moved(before);
  }

  Map<String, Long> counters() {
    return StatusCounters.read(server);
  }

  private Map<String, Long> moved(Map<String, Long> before) {
    return StatusCounters.difference(before, counters());
  }

  /** The file that the JSON sink writes beside the error log. */
  Path jsonLog() {
    return server.errorLog().resolveSibling(server.errorLog().getFileName() + ".00.json");
  }
}
