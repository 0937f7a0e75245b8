package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The global system variables that bear on aborted connections. Needs no privilege.
 *
 * <p>They are read by one {@code SELECT @@global...}, which costs a tenth of {@code SHOW GLOBAL
 * VARIABLES}; the latter is asked once a session, for which variables there are.
 *
 * @param values by name in lower case, as {@code SELECT} writes them: switches are 1 and 0; what
 *     the server does not have is not there
 */
public record GlobalVariables(Map<String, String> values) {

  /** In seconds, those that end a connection. */
  public static final List<String> TIMEOUTS =
      List.of(
          "wait_timeout",
          "interactive_timeout",
          "connect_timeout",
          "net_read_timeout",
          "net_write_timeout",
          "idle_transaction_timeout",
          "idle_readonly_transaction_timeout",
          "idle_write_transaction_timeout");

  /** What is asked for, where the server has it. */
  static final List<String> NAMES =
      Stream.concat(
              TIMEOUTS.stream(),
              Stream.of(
                  "max_allowed_packet",
                  "max_connections",
                  "max_connect_errors",
                  "log_error",
                  "log_error_verbosity",
                  "log_error_services",
                  "log_error_suppression_list",
                  "log_timestamps",
                  "log_warnings",
                  "general_log",
                  "thread_handling"))
          .toList();

  public GlobalVariables {
    values = Map.copyOf(values);
  }

  public static GlobalVariables read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    List<String> names = namesKnownTo(session);
    return session.query(
        "SELECT " + String.join(", ", columns(names)),
        rows -> {
          rows.next();
          return of(names, rows, 0);
        });
  }

  static List<String> namesKnownTo(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.globalVariablesAmong(NAMES);
  }

  /** What a {@code SELECT} asks for to read them. */
  static List<String> columns(List<String> names) {
    return names.stream().map(name -> "@@global." + name).toList();
  }

  /** The values in the row, behind {@code before} columns that are another's. */
  static GlobalVariables of(List<String> names, ResultSet row, int before) throws SQLException {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String value = row.getString(before + i + 1);
      values.put(names.get(i), value == null ? "" : value);
    }
    return new GlobalVariables(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The variable as a number, of which the largest stands for any that is larger; empty when it is
   * missing, or is no number.
   */
  public OptionalLong number(String name) {
    String text = values.getOrDefault(name, "");
    return text.matches("[0-9]{1,20}")
        ? OptionalLong.of(new BigInteger(text).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue())
        : OptionalLong.empty();
  }
}
