package io.github.mysqlaborted.scrape;

import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/** What came of a probe. */
public sealed interface ProbeResult {

  /** The target was asked, whether or not it answered. */
  record Asked(List<MetricFamilySamples> families) implements ProbeResult {
    public Asked {
      families = List.copyOf(families);
    }
  }

  /** The target may not be probed; nothing was connected to. */
  record Forbidden() implements ProbeResult {}

  /** The request makes no sense; {@code message} says why. */
  record Malformed(String message) implements ProbeResult {}
}
