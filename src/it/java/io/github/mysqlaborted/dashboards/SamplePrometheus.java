package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.harness.MonitoringTool;
import io.github.mysqlaborted.harness.PrometheusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Prometheus that holds hours of {@code sample.txt} and evaluates the recording rules. */
final class SamplePrometheus {
  static final Duration HISTORY = Duration.ofHours(3);

  private static final Duration STEP = Duration.ofSeconds(30);
  static final Path RULES = Path.of("alerts", "mysql-aborted-connections.rules.yml");

  private SamplePrometheus() {}

  /** Fills the storage in {@code folder} with samples up to {@code now}, and starts it. */
  static PrometheusProcess start(Path folder, Instant now) throws IOException {
    Path samples = folder.resolve("samples.txt");
    Files.writeString(samples, openMetrics(now));
    MonitoringTool.PROMTOOL.run(
        folder,
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        samples.toString(),
        folder.resolve("data").toString());
    return PrometheusProcess.start(
        folder, Duration.ofSeconds(1), Map.of(), List.of(RULES), Optional.empty());
  }

  private static String openMetrics(Instant now) throws IOException {
    StringBuilder text = new StringBuilder();
    Instant start = now.minus(HISTORY);
    for (SampleSeries series : SampleSeries.read()) {
      for (String server : List.of("db1", "db2")) {
        String target =
            series.isOfHost()
                ? "job=\"node\",instance=\"%s:9100\"".formatted(server)
                : "job=\"mysql-aborted\",instance=\"%s:3306\"".formatted(server);
        for (Instant at = start; !at.isAfter(now); at = at.plus(STEP)) {
          text.append(series.line(target, at, Duration.between(start, at)));
        }
      }
    }
    return text.append("# EOF\n").toString();
  }
}
