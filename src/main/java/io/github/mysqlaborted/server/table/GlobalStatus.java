package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code SHOW GLOBAL STATUS}, as far as it tells of connections. Needs no privilege.
 *
 * @param values by the name of the variable, of those that are asked for; what the server does not
 *     have is not there
 */
public record GlobalStatus(Map<String, Long> values) {

  /** Names as servers write them. */
  private static final List<String> NAMES =
      List.of(
          "Aborted_clients",
          "Aborted_connects",
          "Aborted_connects_preauth",
          "Access_denied_errors",
          "Locked_connects",
          "Com_kill",
          "Connection_control_delay_generated",
          "Component_connection_control_delay_generated",
          "Connections",
          "Connection_errors_accept",
          "Connection_errors_internal",
          "Connection_errors_max_connections",
          "Connection_errors_peer_address",
          "Connection_errors_select",
          "Connection_errors_tcpwrap",
          "Ssl_accepts",
          "Ssl_finished_accepts",
          "Mysqlx_aborted_clients",
          "Mysqlx_connection_errors",
          "Threads_connected",
          "Max_used_connections",
          "Uptime",
          "Uptime_since_flush_status");

  private static final Set<String> KNOWN =
      Stream.concat(NAMES.stream(), ErrorLogStatus.NAMES.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final String STATEMENT =
      statement(Stream.concat(NAMES.stream(), ErrorLogStatus.NAMES.stream()));

  private static final String ERROR_LOG_STATEMENT =
      statement(Stream.concat(Stream.of("Uptime"), ErrorLogStatus.NAMES.stream()));

  private static final String CONNECTIONS_STATEMENT = statement(Stream.of("Connections", "Uptime"));

  public GlobalStatus {
    values = Map.copyOf(values);
  }

  private static String statement(Stream<String> names) {
    return "SHOW GLOBAL STATUS WHERE Variable_name IN ('"
        + names.collect(Collectors.joining("','"))
        + "')";
  }

  public static GlobalStatus read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return read(session, STATEMENT);
  }

  /** Reads no more than {@link ErrorLogStatus} needs. */
  public static GlobalStatus readForErrorLog(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return read(session, ERROR_LOG_STATEMENT);
  }

  /** Reads no more than the age of sessions needs. */
  public static GlobalStatus readConnections(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return read(session, CONNECTIONS_STATEMENT);
  }

  private static GlobalStatus read(MysqlSession session, String statement)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        statement,
        rows -> {
          Map<String, Long> values = new HashMap<>();
          while (rows.next()) {
            String name = rows.getString(1);
            if (KNOWN.contains(name)) {
              values.put(name, rows.getLong(2));
            }
          }
          return new GlobalStatus(values);
        });
  }

  public OptionalLong value(String name) {
    Long value = values.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** All variables whose name begins so, by the rest of the name, in its order. */
  public Map<String, Long> valuesUnder(String prefix) {
    Map<String, Long> found = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
