package io.github.mysqlaborted.scrape;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that {@code /metrics} shows: the server's status, asked when it is scraped, and what the
 * collectors of a registry have. One that fails costs only its own metrics.
 */
public final class Exposition {

  private static final Logger LOG = LoggerFactory.getLogger(Exposition.class);

  private final Optional<MysqlCollector> mysql;
  private final Set<String> enabled;
  private final List<Collector> others;

  /**
   * @param mysql the server's status; empty if only logs are read
   * @param enabled which of its collectors run when a scrape names none
   * @param others what else there is to show
   */
  public Exposition(Optional<MysqlCollector> mysql, Set<String> enabled, List<Collector> others) {
    this.mysql = mysql;
    this.enabled = Set.copyOf(enabled);
    this.others = List.copyOf(others);
  }

  /** The names that {@code collect[]} may have. */
  public Set<String> collectors() {
    return enabled;
  }

  /**
   * Asks all of them.
   *
   * @param timeout how long the server may take
   * @param collectors which collectors of the server's status to run; empty for all that are
   *     enabled
   * @param names which samples to keep; empty for all
   */
  public List<MetricFamilySamples> collect(
      Duration timeout, Set<String> collectors, Set<String> names) {
    List<MetricFamilySamples> families = new ArrayList<>();
    mysql.ifPresent(
        server ->
            families.addAll(server.scrape(timeout, collectors.isEmpty() ? enabled : collectors)));
    for (Collector collector : others) {
      try {
        families.addAll(collector.collect());
      } catch (RuntimeException e) {
        LOG.error("{} failed", collector.getClass().getSimpleName(), e);
      }
    }
    return names.isEmpty() ? families : only(names, families);
  }

  private static List<MetricFamilySamples> only(
      Set<String> names, List<MetricFamilySamples> families) {
    return families.stream()
        .flatMap(family -> Stream.ofNullable(family.filter(names::contains)))
        .toList();
  }
}
