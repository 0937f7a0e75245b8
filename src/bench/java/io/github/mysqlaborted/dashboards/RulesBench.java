package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.harness.MonitoringTool;
import io.github.mysqlaborted.harness.PrometheusProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rules cost a real Prometheus: how many series they record for each server, and how long
 * one evaluation of all of them takes. The servers have an hour and a quarter of {@code
 * sample.txt}; three causes go on, as on a server that one would look at.
 */
public final class RulesBench {
  private static final Duration HISTORY = Duration.ofMinutes(75);
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int EVALUATIONS = 3;

  /** Of what grows with reasons and causes, only this does. */
  private static final Set<String> GOING_ON =
      Set.of(
          "reason=\"read_error\"",
          "reason=\"inactivity\"",
          "reason=\"access_denied\"",
          "cause=\"not_closed\"",
          "cause=\"idle_timeout\"",
          "cause=\"wrong_password\"");

  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]*,\"([^\"]*)\"\\]");
  private static final Pattern DURATION =
      Pattern.compile("prometheus_rule_group_last_duration_seconds\\{[^}]*\\} (\\S+)");
  private static final Pattern DONE =
      Pattern.compile("prometheus_rule_group_iterations_total\\{[^}]*\\} (\\S+)");

  private RulesBench() {}

  /**
   * Measures, on a machine that is quick enough to write the samples in less than five minutes:
   * what is older is stale.
   *
   * @param arguments a folder for files, numbers of servers, and rule files to compare
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    System.out.println("| rules | servers | series | recorded for each server | an evaluation |");
    System.out.println("|---|---|---|---|---|");
    for (String number : arguments[1].split(" ", -1)) {
      int servers = Integer.parseInt(number);
      Path samples = folder.resolve("samples.txt");
      for (int i = 2; i < arguments.length; i++) {
        write(samples, servers, Instant.now());
        Path own = Files.createDirectories(folder.resolve(servers + "-" + i));
        MonitoringTool.PROMTOOL.run(
            own,
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            samples.toAbsolutePath().toString(),
            own.toAbsolutePath().resolve("data").toString());
        measure(own.toAbsolutePath(), Path.of(arguments[i]), servers);
      }
    }
  }

  private static void measure(Path folder, Path rules, int servers) throws Exception {
    String configuration =
        """
        global: {evaluation_interval: 15s}
        rule_files: ['%s']
        """
            .formatted(atOneInterval(rules, folder));
    try (PrometheusProcess prometheus = PrometheusProcess.start(folder, configuration)) {
      List<Double> durations = new ArrayList<>();
      int groups = groups(prometheus);
      for (int seen = 0; seen < EVALUATIONS; ) {
        Thread.sleep(500);
        String metrics = prometheus.get("/metrics");
        double done =
            DONE.matcher(metrics).results().mapToDouble(RulesBench::number).min().orElse(0);
        if (done > seen && groups > 0) {
          seen = (int) done;
          durations.add(DURATION.matcher(metrics).results().mapToDouble(RulesBench::number).sum());
        }
      }
      double series = value(prometheus, "count({instance!=\"\",__name__!~\".*:.*|ALERTS.*\"})");
      double recorded = value(prometheus, "count({__name__=~\".*:.*\",instance!=\"\"})");
      System.out.printf(
          "| %s | %d | %.0f | %.0f | %.2f s |%n",
          rules.getFileName(),
          servers,
          series,
          recorded / servers,
          durations.get(durations.size() - 1));
    }
  }

  /** Groups with an interval of their own are not waited for, and count as if they had none. */
  private static Path atOneInterval(Path rules, Path folder) throws IOException {
    String text = Files.readString(rules).replaceAll("\\n    interval: \\w+\\n", "\n");
    return Files.writeString(folder.resolve("rules.yml"), text);
  }

  private static int groups(PrometheusProcess prometheus) {
    return (int)
        Pattern.compile("\"evaluationTime\"")
            .matcher(prometheus.get("/api/v1/rules"))
            .results()
            .count();
  }

  private static double number(MatchResult found) {
    return Double.parseDouble(found.group(1));
  }

  private static double value(PrometheusProcess prometheus, String query) {
    Matcher value = VALUE.matcher(prometheus.query(query));
    if (!value.find()) {
      throw new IllegalStateException("no answer to " + query);
    }
    return Double.parseDouble(value.group(1));
  }

  private static void write(Path file, int servers, Instant now) throws IOException {
    Instant start = now.minus(HISTORY);
    try (BufferedWriter text = Files.newBufferedWriter(file)) {
      for (SampleSeries each : SampleSeries.read()) {
        if (each.isOfHost()) {
          continue;
        }
        SampleSeries series = goesOn(each) ? each : still(each);
        for (int server = 0; server < servers; server++) {
          String target = "job=\"mysql-aborted\",instance=\"db%d:3306\"".formatted(server);
          for (Instant at = start; !at.isAfter(now); at = at.plus(STEP)) {
            text.append(series.line(target, at, Duration.between(start, at)));
          }
        }
      }
      text.append("# EOF\n");
    }
  }

  private static boolean goesOn(SampleSeries series) {
    boolean isDivided = series.labels().contains("reason=") || series.labels().contains("cause=");
    return !isDivided || GOING_ON.stream().anyMatch(series.labels()::contains);
  }

  private static SampleSeries still(SampleSeries series) {
    return new SampleSeries(series.metric(), series.labels(), series.start(), 0);
  }
}
