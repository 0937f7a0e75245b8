package io.github.mysqlaborted.metrics;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/**
 * What keeps the log from telling why connections are aborted. All problems are there from the
 * first scrape.
 *
 * <pre>{@code
 * # HELP mysql_aborted_exporter_log_problem Whether this problem keeps the log from showing why connections are aborted
 * # TYPE mysql_aborted_exporter_log_problem gauge
 * mysql_aborted_exporter_log_problem{problem="verbosity",} 1.0
 * mysql_aborted_exporter_log_problem{problem="suppressed",} 0.0
 * }</pre>
 */
public final class LogProblemCollector extends Collector {

  private final Supplier<List<Finding>> findings;

  /**
   * @param findings those of now
   */
  public LogProblemCollector(Supplier<List<Finding>> findings) {
    this.findings = findings;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<LogProblem> now = findings.get().stream().map(Finding::problem).toList();
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "mysql_aborted_exporter_log_problem",
            "Whether this problem keeps the log from showing why connections are" + " aborted",
            List.of("problem"));
    for (LogProblem problem : LogProblem.values()) {
      family.addMetric(List.of(problem.key()), now.contains(problem) ? 1 : 0);
    }
    return List.of(family);
  }
}
