package io.github.mysqlaborted.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.harness.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures what one, a hundred and five hundred targets cost, each probed every 15 seconds, the
 * probes spread over that time as Prometheus does; and five hundred of which ten are dead and ten
 * silent. {@code FleetBenchmark JAR}.
 */
final class FleetBenchmark {
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ROUNDS = 4;
  private static final int TICKS_PER_SECOND = 100;

  private final Fleet fleet;
  private final long exporterPid;

  private FleetBenchmark(Fleet fleet) {
    this.fleet = fleet;
    this.exporterPid = fleet.exporter().pid();
  }

  /** Prints a table. */
  @SuppressWarnings("SystemOut") // Its output is what it is for.
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("fleet");
    System.out.println(
        "targets  probes/s  p50 ms  p99 ms  max ms  exporter CPU ms  server CPU ms"
            + "  heap MB  resident MB  threads  not 200  down");
    for (int targets : new int[] {1, 100, 500}) {
      run(args[0], folder, targets, 0);
    }
    run(args[0], folder, 480, 10);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @SuppressWarnings("SystemOut")
  private static void run(String jar, Path parent, int alive, int broken) throws Exception {
    Path folder = Files.createTempDirectory(parent, "run");
    try (Fleet fleet = Fleet.start(Path.of(jar), folder)) {
      List<Fleet.Target> targets = new ArrayList<>();
      for (int i = 0; i < alive; i++) {
        targets.add(fleet.alive(i));
      }
      for (int i = 0; i < broken; i++) {
        targets.add(i * targets.size() / broken, fleet.dead(i));
        targets.add(i * targets.size() / broken, fleet.silent(i));
      }
      System.out.println(new FleetBenchmark(fleet).measure(targets));
    }
  }

  private String measure(List<Fleet.Target> targets) throws Exception {
    round(targets);
    round(targets);
    long exporterBefore = ticks(exporterPid);
    long serversBefore = serverTicks();
    List<Fleet.Answer> answers = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      answers.addAll(round(targets));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double probes = answers.size();
    double exporter = (ticks(exporterPid) - exporterBefore) * 1000.0 / TICKS_PER_SECOND / probes;
    double servers = (serverTicks() - serversBefore) * 1000.0 / TICKS_PER_SECOND / probes;
    List<Long> micros =
        answers.stream()
            .filter(answer -> answer.body().contains("mysql_up 1.0"))
            .map(answer -> answer.time().toNanos() / 1000)
            .sorted()
            .toList();
    long notOk = answers.stream().filter(answer -> answer.status() != 200).count();
    return String.format(
        "%7d  %8.1f  %6.1f  %6.1f  %6.1f  %15.2f  %13.2f  %7.1f  %11.1f  %7s  %7d  %4d",
        targets.size(),
        probes / seconds,
        at(micros, 0.5),
        at(micros, 0.99),
        at(micros, 1),
        exporter,
        servers,
        heapMegabytes(),
        residentMegabytes(),
        status("Threads:"),
        notOk,
        answers.size() - micros.size());
  }

  /** Probes each target once, spread over the interval. */
  private List<Fleet.Answer> round(List<Fleet.Target> targets) {
    long start = System.nanoTime();
    List<CompletableFuture<Fleet.Answer>> asked = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      sleepUntil(start + INTERVAL.toNanos() * i / targets.size());
      asked.add(fleet.ask(targets.get(i), TIMEOUT));
    }
    sleepUntil(start + INTERVAL.toNanos());
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private static void sleepUntil(long nanoTime) {
    while (System.nanoTime() < nanoTime) {
      LockSupport.parkNanos(nanoTime - System.nanoTime());
    }
  }

  private static double at(List<Long> sorted, double quantile) {
    int index = (int) Math.ceil(quantile * sorted.size()) - 1;
    return sorted.get(Math.max(0, index)) / 1000.0;
  }

  private long serverTicks() throws IOException {
    long ticks = 0;
    for (LocalServer server : fleet.servers()) {
      ticks += ticks(server.pid());
    }
    return ticks;
  }

  /** User and system time. */
  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** What is live after a collection. */
  private double heapMegabytes() throws Exception {
    jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    String used = info.replaceAll("(?s).*?used (\\d+)K.*", "$1");
    return Long.parseLong(used) / 1024.0;
  }

  private String jcmd(String command) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(exporterPid),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private double residentMegabytes() throws IOException {
    return Long.parseLong(status("VmRSS:").replaceAll("\\D", "")) / 1024.0;
  }

  private String status(String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + exporterPid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).strip())
          .findFirst()
          .orElseThrow();
    }
  }
}
