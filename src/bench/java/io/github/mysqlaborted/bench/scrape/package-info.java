/** What a scrape costs, beside Debian's {@code prometheus-mysqld-exporter}. */
package io.github.mysqlaborted.bench.scrape;
