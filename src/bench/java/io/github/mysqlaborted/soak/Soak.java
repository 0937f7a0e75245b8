package io.github.mysqlaborted.soak;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FaultyNetwork;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Provoked;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Trees;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built exporter, as its launcher starts it, for a while beside a MySQL 8.0 that is restarted,
 * whose log is rotated, whose connections are aborted, by a network that fails, asked by several
 * clients at the same time. Takes the jar, a {@link Duration} and a seed.
 */
public final class Soak {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A little more than the exporter waits after logins that failed. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(6);

  private static final Path LAUNCHER = Path.of("deploy/bin/mysql-aborted-exporter");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "mysql_aborted_connections_by_account_total\\{phase=\"(\\w+)\",reason=\"(\\w+)\","
              + "user=\"(exporter|)\",.*");

  private final Random random;
  private final Duration duration;

  private Soak(Duration duration, long seed) {
    this.duration = duration;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[2]);
    System.out.println("seed " + seed);
    SoakReport report = run(Path.of(arguments[0]), Duration.parse(arguments[1]), seed);
    System.out.print(report.text());
    report.problems().forEach(problem -> System.out.println("NOT AS IT SHOULD BE: " + problem));
    System.exit(report.problems().isEmpty() ? 0 : 1);
  }

  /** Runs it for so long, or longer, until each fault has happened. */
  public static SoakReport run(Path jar, Duration duration, long seed) throws Exception {
    Path folder = Files.createTempDirectory("soak");
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL)) {
      return new Soak(duration, seed).watch(jar, server, folder);
    } finally {
      Trees.delete(folder);
    }
  }

  private SoakReport watch(Path jar, LocalServer server, Path folder) throws Exception {
    int port = FreePort.find();
    Path log = folder.resolve("exporter.log");
    try (FaultyNetwork network = FaultyNetwork.before(server);
        GuardedProcess exporter =
            GuardedProcess.start(folder, log, command(jar, server, network, folder, port))) {
      URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      if (!Await.within(LIMIT, () -> Scrape.of(metrics).value("mysql_up") == 1)) {
        throw new IOException("the exporter does not start:\n" + Files.readString(log));
      }
      SizeSeries sizes = SizeSeries.of(exporter.pid());
      Scrapers scrapers = Scrapers.of(port, random);
      SoakFaults[] own = new SoakFaults[1];
      SoakFaults faults =
          new SoakFaults(
              server,
              network,
              random,
              () -> Await.within(LIMIT, () -> counted(metrics).equals(own[0].provoked())));
      own[0] = faults;
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() < end || !faults.haveAllHappened()) {
        faults.next();
      }
      network.become(FaultyNetwork.Mode.SOUND);
      Await.within(LIMIT, () -> counted(metrics).equals(faults.provoked()));
      scrapers.end();
      List<ProcessSize> seen = sizes.end();
      boolean isUp = Await.within(LONGEST_PAUSE, () -> Scrape.of(metrics).value("mysql_up") == 1);
      return new SoakReport(
          seen,
          faults.happened(),
          faults.provoked(),
          counted(metrics),
          scrapers.answered(),
          scrapers.failed(),
          isUp);
    }
  }

  private static List<String> command(
      Path jar, LocalServer server, FaultyNetwork network, Path folder, int port)
      throws IOException {
    return List.of(
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        "EXPORTER_JAR=" + jar.toAbsolutePath(),
        LAUNCHER.toAbsolutePath().toString(),
        "--config.my-cnf=" + ExporterProcess.writeMyCnf(server, folder),
        "--mysqld.address=127.0.0.1:" + network.port(),
        "--errorlog.file=" + server.errorLog(),
        "--state.directory=" + Files.createDirectory(folder.resolve("state")),
        "--web.listen-address=127.0.0.1:" + port);
  }

  /**
   * What is counted, without what the exporter's own connections suffered: those of its account,
   * and those that were cut before they had named one.
   */
  private static Map<String, Long> counted(URI metrics) {
    Scrape scrape = Scrape.of(metrics);
    Map<String, Long> counted = new TreeMap<>(Provoked.counted(scrape));
    scrape
        .samples()
        .forEach(
            (series, value) -> {
              Matcher own = ACCOUNT.matcher(series);
              if (own.matches()) {
                counted.merge(
                    "mysql_aborted_connections_logged_total{phase=\"%s\",reason=\"%s\",}"
                        .formatted(own.group(1), own.group(2)),
                    -Math.round(value),
                    Long::sum);
              }
            });
    counted.values().removeIf(count -> count == 0);
    return counted;
  }
}
