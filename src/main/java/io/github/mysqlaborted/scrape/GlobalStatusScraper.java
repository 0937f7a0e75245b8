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
 * # HELP mysql_connection_errors_total Connection errors before login, by kind ...
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
        "Connections that were not closed properly or were killed",
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
        "Failed attempts to connect in which the client had not named an account",
        "Aborted_connects_preauth");
    counter(
        families,
        status,
        "mysql_access_denied_errors",
        "Logins denied, and statements denied after login",
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
        "KILL statements; the sessions that they end are not logged",
        "Com_kill");
    counter(
        families,
        status,
        "mysql_connection_control_delays",
        "Logins that were delayed after too many failed ones",
        status.value("Component_connection_control_delay_generated").isPresent()
            ? "Component_connection_control_delay_generated"
            : "Connection_control_delay_generated");
  }

  private static void addConnections(Families families, GlobalStatus status) {
    counter(
        families,
        status,
        "mysql_connections",
        "Attempts to connect, successful or not",
        "Connections");
    families.counter(
        "mysql_connection_errors",
        "Connection errors before login, by kind" + FROM + "Connection_errors_*)",
        "error",
        status.valuesUnder("Connection_errors_"));
    gauge(families, status, "mysql_threads_connected", "Open connections", "Threads_connected");
    gauge(
        families,
        status,
        "mysql_max_used_connections",
        "Maximum number of connections open at the same time since the server"
            + " started or FLUSH STATUS",
        "Max_used_connections");
    gauge(families, status, "mysql_uptime_seconds", "Seconds since the server started", "Uptime");
    gauge(
        families,
        status,
        "mysql_uptime_since_flush_status_seconds",
        "Seconds since the server started or the last FLUSH STATUS, which resets"
            + " some counters",
        "Uptime_since_flush_status");
  }

  private static void addTlsAndX(Families families, GlobalStatus status) {
    counter(families, status, "mysql_ssl_accepts", "TLS handshakes started", "Ssl_accepts");
    counter(
        families,
        status,
        "mysql_ssl_finished_accepts",
        "TLS handshakes completed",
        "Ssl_finished_accepts");
    counter(
        families,
        status,
        "mysql_mysqlx_aborted_clients",
        "X protocol connections ended by a timeout or a network error",
        "Mysqlx_aborted_clients");
    counter(
        families,
        status,
        "mysql_mysqlx_connection_errors",
        "X protocol connections that ended with an error",
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
