package io.github.mysqlaborted.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/** What came of a probe. */
public sealed interface ProbeAnswer {

  /** The target was asked, whether or not it answered. */
  record Asked(List<MetricFamilySamples> families) implements ProbeAnswer {
    public Asked {
      families = List.copyOf(families);
    }
  }

  /** The target may not be probed; nothing was connected to. */
  record Forbidden() implements ProbeAnswer {}

  /** The request makes no sense; {@code message} says why. */
  record Malformed(String message) implements ProbeAnswer {}
}
