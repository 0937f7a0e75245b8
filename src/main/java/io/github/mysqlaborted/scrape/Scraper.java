package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/** Reads one MySQL object and turns it into metric families. */
interface Scraper {

  /** The value of the {@code collector} label, and of {@code --collect.NAME}. */
  String name();

  /** Whether this server, by its version and settings, has what is read. */
  boolean isSupportedBy(MysqlSession session);

  /** Whether it is off, and no failure, where the account may not read it. */
  default boolean isOptional() {
    return false;
  }

  List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException;
}
