package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.HostCache;
import io.github.mysqlaborted.server.table.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the server remembers of the hosts that connect. Gauges, since rows leave the cache.
 *
 * <pre>{@code
 * # HELP mysql_host_cache_errors Errors of hosts in the host cache, by kind ...
 * # TYPE mysql_host_cache_errors gauge
 * mysql_host_cache_errors{error="handshake",} 2.0
 * # HELP mysql_host_cache_hosts Hosts in the host cache ...
 * # TYPE mysql_host_cache_hosts gauge
 * mysql_host_cache_hosts 1.0
 * }</pre>
 */
final class HostCacheScraper implements Scraper {
  static final String NAME = "host_cache";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isSupportedBy(MysqlSession session) {
    return HostCache.isIn(session);
  }

  @Override
  public List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException {
    return families(reading.hostCache());
  }

  static List<MetricFamilySamples> families(HostCache cache) {
    return new Families()
        .gauge(
            "mysql_host_cache_errors",
            "Errors of hosts in the host cache, by kind"
                + " (performance_schema.host_cache: sums of COUNT_*_ERRORS)",
            "error",
            cache.errors())
        .gauge(
            "mysql_host_cache_hosts",
            "Hosts in the host cache (performance_schema.host_cache: rows)",
            OptionalLong.of(cache.hosts()))
        .gauge(
            "mysql_host_cache_blocked_hosts",
            "Hosts that reached max_connect_errors (performance_schema.host_cache:"
                + " SUM_CONNECT_ERRORS)",
            OptionalLong.of(cache.blockedHosts()))
        .list();
  }
}
