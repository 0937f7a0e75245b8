package io.github.mysqlaborted.metrics;

import io.github.mysqlaborted.source.mysql.MysqlSession;
import io.github.mysqlaborted.source.mysql.MysqlStatementException;
import io.github.mysqlaborted.source.mysql.MysqlUnavailableException;
import io.github.mysqlaborted.source.mysql.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/** Reads one MySQL object and turns it into metric families. Keeps nothing between scrapes. */
interface Scraper {

  /** The value of the {@code collector} label, and of {@code --collect.NAME}. */
  String name();

  /** Whether this server, by its version and settings, has what is read. */
  boolean isSupportedBy(MysqlSession session);

  List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException;
}
