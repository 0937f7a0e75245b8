package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.ServerVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code performance_schema.host_cache} of MySQL 5.6 and MariaDB 10.0 and later, summed over all
 * hosts. Rows leave the cache when it is full or flushed, so the sums fall too. Clients over
 * loopback or a socket are not in it. Needs SELECT on the table.
 *
 * @param hosts how many rows
 * @param blockedHosts how many of them reached {@code max_connect_errors}
 * @param errors the sums of the {@code COUNT_*_ERRORS} columns, by their name in lower case without
 *     that beginning and end, in the table's order
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/performance-schema-host-cache-table.html">
 *     The host_cache Table</a>
 */
public record HostCache(long hosts, long blockedHosts, Map<String, Long> errors) {

  private static final List<String> KINDS =
      List.of(
          "host_blocked",
          "nameinfo_transient",
          "nameinfo_permanent",
          "format",
          "addrinfo_transient",
          "addrinfo_permanent",
          "fcrdns",
          "host_acl",
          "no_auth_plugin",
          "auth_plugin",
          "handshake",
          "proxy_user",
          "proxy_user_acl",
          "authentication",
          "ssl",
          "max_user_connections",
          "max_user_connections_per_hour",
          "default_database",
          "init_connect",
          "local",
          "unknown");

  /** What a {@code SELECT} asks for to read it. */
  static final List<String> COLUMNS =
      Stream.concat(
              Stream.of("COUNT(*)", "SUM(SUM_CONNECT_ERRORS >= @@global.max_connect_errors)"),
              KINDS.stream().map(kind -> "SUM(COUNT_" + kind + "_ERRORS)"))
          .toList();

  static final String FROM = " FROM performance_schema.host_cache";

  public HostCache {
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  /** Whether the server has the table and fills it. */
  public static boolean isIn(MysqlSession session) {
    ServerVersion version = session.version();
    boolean hasTable =
        version.isMariaDb() ? version.isAtLeast(10, 0, 0) : version.isAtLeast(5, 6, 0);
    return hasTable && session.hasPerformanceSchema();
  }

  public static HostCache read(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    return session.query(
        "SELECT " + String.join(", ", COLUMNS) + FROM,
        rows -> {
          rows.next();
          return of(rows);
        });
  }

  /** The cache in a row that begins with {@link #COLUMNS}. */
  static HostCache of(ResultSet row) throws SQLException {
    Map<String, Long> errors = new LinkedHashMap<>();
    for (int i = 0; i < KINDS.size(); i++) {
      errors.put(KINDS.get(i), row.getLong(i + 3));
    }
    return new HostCache(row.getLong(1), row.getLong(2), errors);
  }
}
