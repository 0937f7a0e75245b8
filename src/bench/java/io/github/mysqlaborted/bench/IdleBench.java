package io.github.mysqlaborted.bench;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LogDelay;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long the exporter takes from a record to its count, and what it uses of a processor while the
 * log is quiet and {@code /metrics} is scraped every 15 seconds. Takes the exporter's jar and how
 * many seconds to watch it idle.
 */
final class IdleBench {

  private static final int WRITES = 100;
  private static final String PROCESSOR = "process_cpu_seconds_total";
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

  /** After it, the JVM has compiled most of what a quiet exporter does. */
  private static final Duration WARM_UP = Duration.ofMinutes(2);

  private IdleBench() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("idle");
    try {
      measure(Path.of(arguments[0]), Duration.ofSeconds(Long.parseLong(arguments[1])), folder);
    } finally {
      Trees.delete(folder);
    }
  }

  private static void measure(Path jar, Duration idle, Path folder) throws IOException {
    Path log = Files.createFile(folder.resolve("error.log"));
    List<String> flags =
        List.of(
            "--no-mysqld",
            "--errorlog.file=" + log,
            "--state.directory=" + folder.resolve("state"));
    try (ExporterProcess exporter = ExporterProcess.start(jar, FreePort.find(), folder, flags)) {
      List<Duration> delays = LogDelay.measure(exporter, log, WRITES);
      System.out.printf(
          "from a record to its count, saved on the way: median %d ms, longest of %d %d ms%n",
          delays.get(WRITES / 2).toMillis(), WRITES, delays.get(WRITES - 1).toMillis());

      double before = scrapeFor(exporter, WARM_UP).value(PROCESSOR);
      long start = System.nanoTime();
      Scrape last = scrapeFor(exporter, idle);
      double used = last.value(PROCESSOR) - before;
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "quiet for %.0f s: %.0f ms of processor time, %.2f %% of a core; %.0f MB resident%n",
          seconds,
          1000 * used,
          100 * used / seconds,
          last.value("process_resident_memory_bytes") / 1e6);
    }
  }

  private static Scrape scrapeFor(ExporterProcess exporter, Duration time) {
    Scrape last = exporter.scrape();
    for (Duration at = SCRAPE_INTERVAL; at.compareTo(time) <= 0; at = at.plus(SCRAPE_INTERVAL)) {
      Await.within(SCRAPE_INTERVAL, () -> false);
      last = exporter.scrape();
    }
    return last;
  }
}
