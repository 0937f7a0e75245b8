/** Asks servers when Prometheus asks for their metrics. */
package io.github.mysqlaborted.scrape;
