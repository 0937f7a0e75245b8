package io.github.mysqlaborted.metrics;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.count.AgeHistogram;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.CauseCounts.CauseKey;
import io.github.mysqlaborted.count.ProgramCounts;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.CounterMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of the log by cause, and the ages of the sessions. Every cause that the evidence of a
 * single event can support is there from the first scrape.
 *
 * <pre>{@code
 * # HELP mysql_aborted_connections_by_cause_total Aborted connections in the server's log, by the cause that the evidence of each supports
 * # TYPE mysql_aborted_connections_by_cause_total counter
 * mysql_aborted_connections_by_cause_total{phase="client",cause="dead_path",certainty="certain",} 2.0
 * # HELP mysql_aborted_connection_age_seconds Age of sessions when they were aborted, in seconds since they connected; only of sessions whose age is known
 * # TYPE mysql_aborted_connection_age_seconds histogram
 * mysql_aborted_connection_age_seconds_bucket{phase="client",reason="inactivity",le="1.0",} 0.0
 * }</pre>
 */
final class CauseFamilies {

  private CauseFamilies() {}

  static MetricFamilySamples byCause(CauseCounts.Snapshot counts) {
    CounterMetricFamily family =
        new CounterMetricFamily(
            "mysql_aborted_connections_by_cause_total",
            "Aborted connections in the server's log, by the cause that the evidence of"
                + " each supports",
            List.of("phase", "cause", "certainty"));
    for (Phase phase : Phase.values()) {
      for (Cause cause : Cause.values()) {
        if (cause.phases().contains(phase)) {
          for (Certainty certainty : cause.certaintiesOfOneEvent()) {
            add(family, counts, new CauseKey(phase, Optional.of(cause), certainty));
          }
        }
      }
      add(family, counts, new CauseKey(phase, Optional.empty(), Certainty.POSSIBLE));
    }
    return family;
  }

  private static void add(CounterMetricFamily family, CauseCounts.Snapshot counts, CauseKey key) {
    family.addMetric(
        List.of(
            key.phase().label(),
            key.cause().map(Cause::key).orElse(Verdict.UNEXPLAINED_KEY),
            key.certainty().label()),
        counts.byCause().getOrDefault(key, 0L));
  }

  static MetricFamilySamples ages(CauseCounts.Snapshot counts) {
    return histograms(
        "mysql_aborted_connection_age_seconds",
        "Age of sessions when they were aborted, in seconds since they connected; only of"
            + " sessions whose age is known",
        counts.ages());
  }

  static MetricFamilySamples idle(ProgramCounts.Snapshot counts) {
    return histograms(
        "mysql_aborted_connection_idle_seconds",
        "Time that sessions had been idle when they were aborted, in seconds; only of sessions"
            + " that --collect.sessions saw idle",
        counts.idle());
  }

  /** In the order of reasons, those that occurred. */
  private static MetricFamilySamples histograms(
      String name, String help, Map<Reason, AgeHistogram.Snapshot> byReason) {
    List<Sample> samples = new ArrayList<>();
    byReason.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> add(samples, name, entry.getKey().label(), entry.getValue()));
    return new MetricFamilySamples(name, Collector.Type.HISTOGRAM, help, samples);
  }

  private static void add(
      List<Sample> samples, String name, String reason, AgeHistogram.Snapshot ages) {
    List<String> labels = List.of(Phase.CLIENT.label(), reason);
    List<Double> bounds = AgeHistogram.bounds();
    long count = 0;
    for (int i = 0; i < ages.counts().size(); i++) {
      count += ages.counts().get(i);
      double bound = i < bounds.size() ? bounds.get(i) : Double.POSITIVE_INFINITY;
      samples.add(
          new Sample(
              name + "_bucket",
              List.of("phase", "reason", "le"),
              List.of(Phase.CLIENT.label(), reason, Collector.doubleToGoString(bound)),
              count));
    }
    List<String> names = List.of("phase", "reason");
    samples.add(new Sample(name + "_count", names, labels, count));
    samples.add(new Sample(name + "_sum", names, labels, ages.sumMillis() / 1e3));
  }
}
