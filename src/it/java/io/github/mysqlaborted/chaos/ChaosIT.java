package io.github.mysqlaborted.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Scrape;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built exporter beside a log that is written and rotated at random, killed at random, and
 * scraped all the while. {@code -Dchaos.seconds=600 -Dchaos.seed=7} for another run of it.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ChaosIT {
  private static final Duration DURATION = Duration.ofSeconds(Long.getLong("chaos.seconds", 30));
  private static final Duration CATCH_UP = Duration.ofMinutes(3);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

  private static final Pattern USER = Pattern.compile("by_account_total\\{.*user=\"([^\"]*)\"");

  /** Records that each copytruncate of the test itself loses, unless they are read in time. */
  private static final int WINDOW = 3;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Increases scraper = new Increases();
  private Path logs;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    logs = Files.createDirectory(folder.resolve("log"));
    port = FreePort.find();
  }

  /** One thing that happens to the log. */
  private interface Event {
    void happen() throws IOException;
  }

  @Test
  void countsEachEventOnceThroughRenamesAndKills() throws Exception {
    try (RotatedLog log = new RotatedLog(logs, random)) {
      int kills =
          unleash(
              log,
              () -> {
                switch (random.nextInt(8)) {
                  case 0 -> log.rename();
                  case 1, 2 -> log.reopen();
                  default -> log.writeSome();
                }
              });

      assertThat(kills).as("kills, seed %s", SEED).isPositive();
      assertThat(scraper.decreases()).as("seed %s", SEED).isEmpty();
      assertThat(scraper.increases()).as("seed %s", SEED).isEqualTo(log.truth());
    }
  }

  @Test
  void losesOfACopytruncateNoMoreThanWasWrittenBetweenItsTwoSteps() throws Exception {
    try (RotatedLog log = new RotatedLog(logs, random)) {
      unleash(
          log,
          () -> {
            if (random.nextInt(8) == 0) {
              log.copyTruncate(WINDOW);
            } else {
              log.write(random.nextInt(200));
            }
          });

      assertThat(scraper.decreases()).as("seed %s", SEED).isEmpty();
      Map<String, Long> lost = byUser(log.truth());
      byUser(scraper.increases()).forEach((user, counted) -> lost.merge(user, -counted, Long::sum));
      assertThat(lost.values()).as("seed %s: %s", SEED, lost).allMatch(n -> 0 <= n && n <= WINDOW);
    }
  }

  /** Sums by user, of whom there is another one after each rotation. */
  private static Map<String, Long> byUser(Map<String, Long> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach(
        (series, count) -> {
          Matcher user = USER.matcher(series);
          if (user.find()) {
            sums.merge(user.group(1), count, Long::sum);
          }
        });
    return sums;
  }

  /** Lets it happen for a while; then waits for the counts. How often the exporter was killed. */
  private int unleash(RotatedLog log, Event event) throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    List<String> flags =
        List.of(
            "--no-mysqld",
            "--errorlog.file=" + log.path(),
            "--errorlog.time-zone=UTC",
            "--accounts.max-series=10000",
            "--state.directory=" + Files.createDirectory(folder.resolve("state")));
    try (KilledExporter exporter =
        KilledExporter.start(
            ExporterProcess.builtJar(), port, folder, flags, new Random(random.nextLong()))) {
      long end = System.nanoTime() + DURATION.toNanos();
      while (System.nanoTime() < end) {
        event.happen();
        scraper.take(Scrape.of(metrics));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100)));
      }
      log.reopen();
      String last = log.writeLast();
      int kills = exporter.stay();
      Await.within(
          CATCH_UP,
          () -> {
            scraper.take(Scrape.of(metrics));
            return scraper.increases().containsKey(last);
          });
      return kills;
    }
  }
}
