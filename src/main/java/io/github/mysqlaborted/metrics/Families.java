package io.github.mysqlaborted.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Collects metric families in the order of the exposition. What is absent adds nothing. */
public final class Families {
  private final List<MetricFamilySamples> families = new ArrayList<>();

  public Families counter(String name, String help, OptionalLong value) {
    value.ifPresent(number -> families.add(new CounterMetricFamily(name, help, number)));
    return this;
  }

  public Families counter(String name, String help, String label, Map<String, Long> values) {
    if (!values.isEmpty()) {
      CounterMetricFamily family = new CounterMetricFamily(name, help, List.of(label));
      values.forEach((key, value) -> family.addMetric(List.of(key), value));
      families.add(family);
    }
    return this;
  }

  public Families gauge(String name, String help, OptionalLong value) {
    value.ifPresent(number -> families.add(new GaugeMetricFamily(name, help, number)));
    return this;
  }

  public Families gauge(
      String name, String help, String label, Map<String, ? extends Number> values) {
    if (!values.isEmpty()) {
      GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of(label));
      values.forEach((key, value) -> family.addMetric(List.of(key), value.doubleValue()));
      families.add(family);
    }
    return this;
  }

  /** A gauge that is 1 and says something by its labels. */
  public Families info(String name, String help, List<String> labels, List<String> values) {
    families.add(new GaugeMetricFamily(name, help, labels).addMetric(values, 1));
    return this;
  }

  public List<MetricFamilySamples> list() {
    return List.copyOf(families);
  }
}
