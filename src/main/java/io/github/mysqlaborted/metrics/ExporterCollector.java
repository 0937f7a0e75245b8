package io.github.mysqlaborted.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The exporter itself.
 *
 * <pre>{@code
 * # HELP mysql_aborted_exporter_build_info Version and revision of the exporter, and the Java version that runs it
 * # TYPE mysql_aborted_exporter_build_info gauge
 * mysql_aborted_exporter_build_info{version="0.1.0",revision="1ff92ea",javaversion="17.0.15",} 1.0
 * # HELP mysql_aborted_exporter_config_last_reload_successful Whether the last configuration reload succeeded; 1 until one fails
 * # TYPE mysql_aborted_exporter_config_last_reload_successful gauge
 * mysql_aborted_exporter_config_last_reload_successful 1.0
 * # HELP mysql_aborted_exporter_state_last_save_successful Whether positions and counters were saved at the last attempt; 1 without --state.directory
 * # TYPE mysql_aborted_exporter_state_last_save_successful gauge
 * mysql_aborted_exporter_state_last_save_successful 1.0
 * }</pre>
 */
public final class ExporterCollector extends Collector {

  private final BuildInfo build;
  private final BooleanSupplier reloaded;
  private final BooleanSupplier saved;

  /**
   * @param reloaded whether the last reload succeeded
   * @param saved whether the state could be saved the last time
   */
  public ExporterCollector(BuildInfo build, BooleanSupplier reloaded, BooleanSupplier saved) {
    this.build = build;
    this.reloaded = reloaded;
    this.saved = saved;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return List.of(
        new GaugeMetricFamily(
                "mysql_aborted_exporter_build_info",
                "Version and revision of the exporter, and the Java version that runs it",
                List.of("version", "revision", "javaversion"))
            .addMetric(List.of(build.version(), build.revision(), build.javaVersion()), 1),
        new GaugeMetricFamily(
            "mysql_aborted_exporter_config_last_reload_successful",
            "Whether the last configuration reload succeeded; 1 until one fails",
            reloaded.getAsBoolean() ? 1 : 0),
        new GaugeMetricFamily(
            "mysql_aborted_exporter_state_last_save_successful",
            "Whether positions and counters were saved at the last attempt; 1 without"
                + " --state.directory",
            saved.getAsBoolean() ? 1 : 0));
  }
}
