package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;

/**
 * What the server counts of its connections.
 *
 * <pre>{@code
 * # HELP mysql_aborted_clients_total Connections that ended without a proper close ...
 * # TYPE mysql_aborted_clients_total counter
 * mysql_aborted_clients_total 3461.0
 * # HELP mysql_connection_errors_total Errors before a login, by kind ...
 * # TYPE mysql_connection_errors_total counter
 * mysql_connection_errors_total{error="max_connections",} 0.0
 * }</pre>
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/server-status-variables.html">Server Status
 *     Variables</a>
 */
final class GlobalStatusScraper implements Scraper {
  private static final String FROM = " (SHOW GLOBAL STATUS: ";

  @Override
  public String name() {
    return "global_status";
  }

  @Override
  public boolean isSupportedBy(MysqlSession session) {
    return true;
  }

  @Override
  public List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException {
    return families(reading.globalStatus());
  }

  static List<MetricFamilySamples> families(GlobalStatus status) {
    Families families = new Families();
    addAborts(families, status);
    addConnections(families, status);
    addTlsAndX(families, status);
    return families.list();
  }

  private static void addAborts(Families families, GlobalStatus status) {
    counter(
        families,
        status,
        "mysql_aborted_clients",
        "Connections that ended without a proper close, or were killed",
        "Aborted_clients");
    counter(
        families,
        status,
        "mysql_aborted_connects",
        "Attempts to connect that failed",
        "Aborted_connects");
    counter(
        families,
        status,
        "mysql_aborted_connects_preauth",
        "Attempts to connect that failed before an account was named",
        "Aborted_connects_preauth");
    counter(
        families,
        status,
        "mysql_access_denied_errors",
        "Denied logins, and denied statements of sessions that had logged in",
        "Access_denied_errors");
    counter(
        families,
        status,
        "mysql_locked_connects",
        "Attempts to connect with a locked account",
        "Locked_connects");
    counter(
        families,
        status,
        "mysql_kills",
        "KILL statements, which end sessions without a record in the log",
        "Com_kill");
  }

  private static void addConnections(Families families, GlobalStatus status) {
    counter(
        families,
        status,
        "mysql_connections",
        "Attempts to connect, failed ones too",
        "Connections");
    families.counter(
        "mysql_connection_errors",
        "Errors before a login, by kind" + FROM + "Connection_errors_*)",
        "error",
        status.valuesUnder("Connection_errors_"));
    gauge(families, status, "mysql_threads_connected", "Open connections", "Threads_connected");
    gauge(
        families,
        status,
        "mysql_max_used_connections",
        "Most connections open at a time since the start or FLUSH STATUS",
        "Max_used_connections");
    gauge(families, status, "mysql_uptime_seconds", "Seconds since the server started", "Uptime");
    gauge(
        families,
        status,
        "mysql_uptime_since_flush_status_seconds",
        "Seconds since the start or the last FLUSH STATUS, which resets some of the counters",
        "Uptime_since_flush_status");
  }

  private static void addTlsAndX(Families families, GlobalStatus status) {
    counter(families, status, "mysql_ssl_accepts", "TLS handshakes that were begun", "Ssl_accepts");
    counter(
        families,
        status,
        "mysql_ssl_finished_accepts",
        "TLS handshakes that were completed",
        "Ssl_finished_accepts");
    counter(
        families,
        status,
        "mysql_mysqlx_aborted_clients",
        "X protocol connections that ended by a timeout or a network error",
        "Mysqlx_aborted_clients");
    counter(
        families,
        status,
        "mysql_mysqlx_connection_errors",
        "X protocol connections that ended in an error",
        "Mysqlx_connection_errors");
  }

  private static void counter(
      Families families, GlobalStatus status, String name, String what, String variable) {
    families.counter(name, what + FROM + variable + ")", status.value(variable));
  }

  private static void gauge(
      Families families, GlobalStatus status, String name, String what, String variable) {
    families.gauge(name, what + FROM + variable + ")", status.value(variable));
  }
}
