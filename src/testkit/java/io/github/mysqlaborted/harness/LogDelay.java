package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The time from a record's write to its count on {@code /metrics}. */
public final class LogDelay {

  private static final String COUNTED =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",}";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int LONGEST_PAUSE_MILLIS = 400;

  private LogDelay() {}

  /**
   * Writes records to {@code log} at random moments and asks for the count of each until it is
   * there.
   *
   * @return how long each took, the shortest first
   */
  public static List<Duration> measure(ExporterProcess exporter, Path log, int writes)
      throws IOException {
    Random random = new Random(1);
    List<Duration> delays = new ArrayList<>();
    double before = exporter.scrape().value(COUNTED);
    for (int i = 1; i <= writes; i++) {
      Await.within(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)), () -> false);
      double expected = before + i;
      String record =
          "2026-11-22T09:05:01.123456Z %d [Note] [MY-010914] [Server] Aborted connection %d to db:"
              + " 'shop' user: 'app' host: 'localhost' (Got an error reading communication"
              + " packets).\n";
      Files.writeString(log, record.formatted(i, i), UTF_8, StandardOpenOption.APPEND);
      long written = System.nanoTime();
      while (exporter.scrape().value(COUNTED) != expected) {
        if (System.nanoTime() - written > LIMIT.toNanos()) {
          throw new IOException("record %d was not counted:%n%s".formatted(i, exporter.log()));
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
      delays.add(Duration.ofNanos(System.nanoTime() - written));
    }
    return delays.stream().sorted().toList();
  }
}
