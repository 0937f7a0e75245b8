package io.github.mysqlaborted.bench.scrape;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scrape costs: ours beside {@code prometheus-mysqld-exporter} with its collectors of global
 * status and global variables only, on one MySQL 8.0 and with one account. They take turns, so that
 * what else the machine does meanwhile is shared by all.
 */
final class ScrapeBench {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final int ROUNDS = 3;

  private final Path folder;
  private final LocalServer server;
  private final Path myCnf;

  private ScrapeBench(Path folder, LocalServer server) throws IOException {
    this.folder = folder;
    this.server = server;
    this.myCnf = ExporterProcess.writeMyCnf(server, folder);
  }

  /** Takes the jar, how many seconds each run lasts, and flags for the JVM of a small exporter. */
  @SuppressWarnings("SystemOut") // Its output is what it is for.
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]).toAbsolutePath();
    Duration duration = Duration.ofSeconds(Long.parseLong(arguments[1]));
    List<String> small = List.of(arguments[2].split(" ", -1));
    Path folder = Files.createTempDirectory(Path.of("target/bench").toAbsolutePath(), "scrape");
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL)) {
      server.execute("SET GLOBAL general_log = 0");
      ScrapeBench bench = new ScrapeBench(folder, server);
      System.out.printf(
          "%s, JDK %s, %d processors; medians of %d runs of %d s%n%s%n%n",
          server.version(),
          Runtime.version(),
          Runtime.getRuntime().availableProcessors(),
          ROUNDS,
          duration.toSeconds(),
          "small: java " + String.join(" ", small));
      print(bench.run(jar, small, duration));
    }
  }

  private Map<Contender, Run> run(Path jar, List<String> small, Duration duration)
      throws IOException {
    int theirPort = FreePort.find();
    try (GuardedProcess theirs = start("theirs", theirs(theirPort))) {
      int smallPort = FreePort.find();
      try (GuardedProcess ours = start("small", ours(jar, smallPort, small))) {
        int plainPort = FreePort.find();
        try (GuardedProcess plain = start("plain", ours(jar, plainPort, List.of()))) {
          Contender other = contender("mysqld_exporter", theirs, theirPort);
          Contender first = contender("ours, small", ours, smallPort);
          return measure(
              List.of(
                  other,
                  other.withGzip(),
                  first,
                  first.withGzip(),
                  contender("ours, no JVM flags", plain, plainPort)),
              duration);
        }
      }
    }
  }

  private Map<Contender, Run> measure(List<Contender> contenders, Duration duration)
      throws IOException {
    for (Contender contender : contenders) {
      contender.run(server, WARM_UP);
    }
    Map<Contender, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : contenders) {
        runs.computeIfAbsent(contender, key -> new ArrayList<>())
            .add(contender.run(server, duration));
      }
    }
    Map<Contender, Run> medians = new LinkedHashMap<>();
    runs.forEach((contender, all) -> medians.put(contender, Run.medianOf(all)));
    return medians;
  }

  private List<String> ours(Path jar, int port, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-jar",
            jar.toString(),
            "--config.my-cnf=" + myCnf,
            "--errorlog.file=" + server.errorLog(),
            "--web.listen-address=127.0.0.1:" + port));
    return command;
  }

  private List<String> theirs(int port) {
    return List.of(
        "prometheus-mysqld-exporter",
        "--config.my-cnf=" + myCnf,
        "--web.listen-address=127.0.0.1:" + port,
        "--collect.global_status",
        "--collect.global_variables",
        // On unless they are turned off.
        "--no-collect.slave_status",
        "--no-collect.info_schema.innodb_cmp",
        "--no-collect.info_schema.innodb_cmpmem",
        "--no-collect.info_schema.query_response_time");
  }

  private GuardedProcess start(String name, List<String> command) throws IOException {
    return GuardedProcess.start(folder, folder.resolve(name + ".log"), command);
  }

  private static Contender contender(String name, GuardedProcess process, int port)
      throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    if (!Await.within(START_LIMIT, () -> Scrape.of(uri).value("mysql_up") == 1)) {
      throw new IOException(name + " does not answer, or the server does not answer it");
    }
    return new Contender(name, process.pid(), uri, List.of());
  }

  @SuppressWarnings("SystemOut") // Its output is what it is for.
  private static void print(Map<Contender, Run> runs) {
    System.out.printf(
        "%-24s %8s %8s %8s %8s %8s %6s %6s %8s %8s%n",
        "", "median", "99th", "scrapes", "cpu", "server", "state-", "connec", "MiB", "MiB");
    System.out.printf(
        "%-24s %8s %8s %8s %8s %8s %6s %6s %8s %8s%n",
        "", "ms", "ms", "a s", "ms", "cpu ms", "ments", "tions", "resident", "peak");
    Run theirs = runs.values().iterator().next();
    runs.forEach((contender, run) -> print(contender.name(), run));
    System.out.printf("%nas a part of mysqld_exporter's:%n");
    runs.forEach(
        (contender, run) ->
            System.out.printf(
                "%-24s median %.2f, 99th %.2f, cpu %.2f, server cpu %.2f%n",
                contender.name(),
                run.median() / theirs.median(),
                run.percentile99() / theirs.percentile99(),
                run.processor() / theirs.processor(),
                run.serverProcessor() / theirs.serverProcessor()));
  }

  @SuppressWarnings("SystemOut") // Its output is what it is for.
  private static void print(String name, Run run) {
    System.out.printf(
        "%-24s %8.2f %8.2f %8.0f %8.2f %8.2f %6.1f %6.2f %8.0f %8.0f%n",
        name,
        run.median(),
        run.percentile99(),
        run.perSecond(),
        run.processor(),
        run.serverProcessor(),
        run.statements(),
        run.connections(),
        run.resident(),
        run.peak());
  }
}
