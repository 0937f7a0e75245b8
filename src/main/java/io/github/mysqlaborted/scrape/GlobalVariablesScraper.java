package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.metrics.Families;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.AbortLogging;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that decide when a connection is aborted and whether the log tells of it.
 *
 * <pre>{@code
 * # HELP mysql_timeout_seconds Timeouts after which the server ends a connection ...
 * # TYPE mysql_timeout_seconds gauge
 * mysql_timeout_seconds{variable="wait_timeout",} 28800.0
 * # HELP mysql_aborted_connections_logging_enabled Whether the error log gets records ...
 * # TYPE mysql_aborted_connections_logging_enabled gauge
 * mysql_aborted_connections_logging_enabled{phase="client",} 1.0
 * mysql_aborted_connections_logging_enabled{phase="connect",} 1.0
 * }</pre>
 */
final class GlobalVariablesScraper implements Scraper {
  @Override
  public String name() {
    return "global_variables";
  }

  @Override
  public boolean isSupportedBy(MysqlSession session) {
    return true;
  }

  @Override
  public List<MetricFamilySamples> scrape(Reading reading)
      throws MysqlUnavailableException, MysqlStatementException {
    return families(reading.version(), reading.globalVariables());
  }

  static List<MetricFamilySamples> families(ServerVersion version, GlobalVariables variables) {
    return new Families()
        .gauge(
            "mysql_timeout_seconds",
            "Timeout after which the server closes a connection, by system variable",
            "variable",
            numbers(variables, GlobalVariables.TIMEOUTS))
        .gauge(
            "mysql_max_allowed_packet_bytes",
            "Maximum packet size that the server accepts (max_allowed_packet)",
            variables.number("max_allowed_packet"))
        .gauge(
            "mysql_max_connections",
            "Maximum number of simultaneous connections (max_connections)",
            variables.number("max_connections"))
        .gauge(
            "mysql_max_connect_errors",
            "Number of consecutive failed handshakes after which a host is blocked"
                + " (max_connect_errors)",
            variables.number("max_connect_errors"))
        .gauge(
            "mysql_log_verbosity",
            "Verbosity of the error log (log_error_verbosity, log_warnings)",
            "variable",
            numbers(variables, List.of("log_error_verbosity", "log_warnings")))
        .gauge(
            "mysql_aborted_connections_logging_enabled",
            "Whether the server writes aborted connections to its error log (derived"
                + " from version, log_error_verbosity or log_warnings, log_error_services,"
                + " log_error_suppression_list)",
            "phase",
            logging(version, variables))
        .gauge(
            "mysql_general_log_enabled",
            "Whether the general query log is on (general_log)",
            variables.number("general_log"))
        .list();
  }

  private static Map<String, Long> numbers(GlobalVariables variables, List<String> names) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String name : names) {
      variables.number(name).ifPresent(number -> numbers.put(name, number));
    }
    return numbers;
  }

  private static Map<String, Long> logging(ServerVersion version, GlobalVariables variables) {
    Map<String, Long> logging = new LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      AbortLogging.isEnabled(version, variables, phase)
          .ifPresent(enabled -> logging.put(phase.label(), enabled ? 1L : 0L));
    }
    return logging;
  }
}
