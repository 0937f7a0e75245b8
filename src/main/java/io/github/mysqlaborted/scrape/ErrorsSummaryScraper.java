package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorsSummary;
import io.github.mysqlaborted.server.table.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/**
 * Errors of the network and of logins as MySQL 8.0 and later count them, with or without a log.
 *
 * <pre>{@code
 * # HELP mysql_net_errors_total Errors of the network and of logins that were raised ...
 * # TYPE mysql_net_errors_total counter
 * mysql_net_errors_total{error="ER_NET_READ_ERROR",} 12.0
 * }</pre>
 */
final class ErrorsSummaryScraper implements Scraper {

  @Override
  public String name() {
    return "errors_summary";
  }

  @Override
  public boolean isSupportedBy(MysqlSession session) {
    return ErrorsSummary.isIn(session);
  }

  @Override
  public List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException {
    return families(reading.errorsSummary());
  }

  static List<MetricFamilySamples> families(ErrorsSummary summary) {
    return new Families()
        .counter(
            "mysql_net_errors",
            "Network and login errors raised; one aborted connection can raise several"
                + " (performance_schema.events_errors_summary_global_by_error:"
                + " SUM_ERROR_RAISED)",
            "error",
            summary.raised())
        .list();
  }
}
