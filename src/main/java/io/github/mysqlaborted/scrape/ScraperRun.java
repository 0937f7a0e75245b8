package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.Reading;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one scraper so that its failure costs its own metrics and nothing else. What the account may
 * not read is asked for again only after five minutes: each try is an error on the server.
 */
final class ScraperRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScraperRun.class);
  private static final Duration DENIED_PAUSE = Duration.ofMinutes(5);

  /** What one run gave. */
  record Result(
      String name, boolean success, Duration duration, List<MetricFamilySamples> families) {}

  private final Scraper scraper;
  private final Pause denied;

  ScraperRun(Scraper scraper, Ticker ticker) {
    this.scraper = scraper;
    this.denied = new Pause(ticker);
  }

  String name() {
    return scraper.name();
  }

  boolean isSupportedBy(MysqlSession session) {
    return scraper.isSupportedBy(session);
  }

  void retryNow() {
    denied.end();
  }

  /** Whether the account may not read it, as it was told a short while ago. */
  boolean isPaused() {
    return denied.isOn();
  }

  Result run(Reading reading) throws MysqlUnavailableException {
    if (isPaused()) {
      return new Result(name(), scraper.isOptional(), Duration.ZERO, List.of());
    }
    long start = System.nanoTime();
    try {
      List<MetricFamilySamples> families = scraper.scrape(reading);
      return new Result(name(), true, since(start), families);
    } catch (MysqlStatementException e) {
      if (e.isAccessDenied()) {
        denied.begin(DENIED_PAUSE);
        if (scraper.isOptional()) {
          LOG.debug("collector {} is off: {}", name(), e.getMessage());
          return new Result(name(), true, since(start), List.of());
        }
      }
      LOG.warn("collector {} failed: {}", name(), e.getMessage());
      return new Result(name(), false, since(start), List.of());
    }
  }

  private static Duration since(long startNanoTime) {
    return Duration.ofNanos(System.nanoTime() - startNanoTime);
  }

  /** The exporter's own metrics of these runs. */
  static Families outcomes(List<Result> results) {
    Map<String, Integer> successes = new LinkedHashMap<>();
    Map<String, Double> durations = new LinkedHashMap<>();
    for (Result result : results) {
      successes.put(result.name(), result.success() ? 1 : 0);
      durations.put(result.name(), result.duration().toNanos() / 1e9);
    }
    return new Families()
        .gauge(
            "mysql_aborted_exporter_collector_success",
            "Whether the collector succeeded",
            "collector",
            successes)
        .gauge(
            "mysql_aborted_exporter_collector_duration_seconds",
            "Duration of the collector in seconds",
            "collector",
            durations);
  }
}
