package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.log.tail.LogScan;
import io.github.mysqlaborted.parse.ErrorLogReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the error log of a server whose connections end for known causes. Ids are given out in the
 * order in which connections are opened, records are written in the order in which they end.
 */
final class SimulatedServer {

  /** Whose log it is. */
  enum Style {
    MARIADB,
    MYSQL_5_7,
    MYSQL_8_0,
    MYSQL_8_4
  }

  /**
   * A connection.
   *
   * @param ends what the server writes of its end
   */
  private record Connection(
      Instant opened, Instant ended, String user, String host, String db, End ends, Cause truth) {}

  /** How a connection ends. */
  enum End {
    READ_ERROR,
    TIMEOUT,
    IO_TIMEOUT,
    WRITE_ERROR,
    PACKET_TOO_LARGE,
    OUT_OF_ORDER,
    DENIED,
    DENIED_DB,
    NO_LOGIN,
    START
  }

  private static final DateTimeFormatter MARIADB_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MYSQL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  private final Style style;
  private final long waitTimeout;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Long, Cause> truth = new HashMap<>();

  SimulatedServer(Style style, Duration waitTimeout) {
    this.style = style;
    this.waitTimeout = waitTimeout.toSeconds();
  }

  void add(
      Instant opened, Duration age, String user, String host, String db, End end, Cause cause) {
    connections.add(new Connection(opened, opened.plus(age), user, host, db, end, cause));
  }

  void start(Instant time) {
    add(time, Duration.ZERO, "", "", "", End.START, Cause.SERVER_RESTART);
  }

  /** The cause of the connection that an event tells of; some servers give no id of a login. */
  Cause truth(AbortedConnection event) {
    return event.connectionId().isPresent()
        ? truth.get(event.connectionId().getAsLong())
        : connections.stream()
            .filter(connection -> connection.user().equals(event.account().user()))
            .filter(connection -> connection.host().equals(event.account().host()))
            .filter(connection -> connection.ends() != End.READ_ERROR)
            .map(Connection::truth)
            .findFirst()
            .orElseThrow();
  }

  int events() {
    return truth.size();
  }

  /** The log. */
  String log() {
    List<Connection> opened = new ArrayList<>(connections);
    opened.sort(Comparator.comparing(Connection::opened));
    IdentityHashMap<Connection, Long> ids = new IdentityHashMap<>();
    long id = 10;
    for (Connection connection : opened) {
      if (connection.ends() != End.START) {
        ids.put(connection, id++);
      }
    }
    List<Connection> ended = new ArrayList<>(connections);
    ended.sort(Comparator.comparing(Connection::ended));
    StringBuilder log = new StringBuilder();
    for (Connection connection : ended) {
      if (connection.ends() == End.START) {
        log.append(started(connection.ended()));
      } else {
        truth.put(ids.get(connection), connection.truth());
        log.append(record(connection, ids.get(connection)));
      }
    }
    return log.toString();
  }

  /** What the log tells. */
  IncidentLog read(Settings settings) {
    LoggedIncidents incidents = new LoggedIncidents(settings, event -> true);
    ErrorLogReader reader =
        new ErrorLogReader(
            ZoneOffset.UTC,
            Clock.fixed(Instant.parse("2026-12-31T00:00:00Z"), ZoneOffset.UTC),
            incidents);
    try {
      LogScan.scan(
          new ByteArrayInputStream(log().getBytes(StandardCharsets.UTF_8)), reader, bytes -> {});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return incidents.incidents();
  }

  private String started(Instant time) {
    return switch (style) {
      case MARIADB -> line(time, 0, "Note", "", "/usr/sbin/mariadbd: ready for connections.");
      case MYSQL_5_7 -> line(time, 0, "Note", "", "mysqld: ready for connections.");
      case MYSQL_8_0, MYSQL_8_4 ->
          line(
              time,
              0,
              "System",
              "MY-010931",
              "/usr/sbin/mysqld: ready for connections. Version: '8.0.33'  socket:"
                  + " '/tmp/mysql.sock'  port: 3306  MySQL Community Server - GPL.");
    };
  }

  private String record(Connection connection, long id) {
    Instant time = connection.ended();
    return switch (connection.ends()) {
      case READ_ERROR -> aborted(connection, id, "Got an error reading communication packets");
      case WRITE_ERROR -> aborted(connection, id, "Got an error writing communication packets");
      case PACKET_TOO_LARGE ->
          aborted(connection, id, "Got a packet bigger than 'max_allowed_packet' bytes");
      case OUT_OF_ORDER -> aborted(connection, id, "Got packets out of order");
      case TIMEOUT -> timedOut(connection, id);
      case IO_TIMEOUT ->
          line(time, id, "Error", "MY-013935", "IO-layer timeout before wait_timeout was reached.")
              + inactive(connection, id);
      case DENIED ->
          line(
              time,
              id,
              style == Style.MARIADB ? "Warning" : "Note",
              "MY-010926",
              "Access denied for user '%s'@'%s' (using password: YES)"
                  .formatted(connection.user(), connection.host()));
      case DENIED_DB ->
          line(
              time,
              id,
              style == Style.MARIADB ? "Warning" : "Note",
              "MY-010926",
              "Access denied for user '%s'@'%s' to database '%s'"
                  .formatted(connection.user(), connection.host(), connection.db()));
      case NO_LOGIN ->
          style == Style.MARIADB
              ? line(
                  time,
                  id,
                  "Warning",
                  "",
                  "Aborted connection %d to db: 'unconnected' user: 'unauthenticated' host: '%s' (This connection closed normally without authentication)"
                      .formatted(id, connection.host()))
              : line(time, id, "Note", "MY-010914", "Got an error reading communication packets");
      case START -> throw new IllegalStateException();
    };
  }

  private String timedOut(Connection connection, long id) {
    Instant time = connection.ended();
    return switch (style) {
      case MARIADB, MYSQL_5_7 ->
          aborted(connection, id, "Got timeout reading communication packets");
      case MYSQL_8_0 ->
          line(
                  time,
                  id,
                  "Note",
                  "MY-013730",
                  "'wait_timeout' period of %d seconds was exceeded for `%s`@`%s`. The idle time since last command was too long."
                      .formatted(waitTimeout, connection.user(), connection.host()))
              + inactive(connection, id);
      case MYSQL_8_4 -> inactive(connection, id);
    };
  }

  private String inactive(Connection connection, long id) {
    return aborted(
        connection, id, "The client was disconnected by the server because of inactivity.");
  }

  private String aborted(Connection connection, long id, String reason) {
    return line(
        connection.ended(),
        id,
        style == Style.MARIADB ? "Warning" : "Note",
        "MY-010914",
        "Aborted connection %d to db: '%s' user: '%s' host: '%s' (%s)%s"
            .formatted(
                id,
                connection.db(),
                connection.user(),
                connection.host(),
                reason,
                style == Style.MARIADB || style == Style.MYSQL_5_7 ? "" : "."));
  }

  private String line(Instant time, long id, String label, String code, String message) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return switch (style) {
      case MARIADB -> "%s %d [%s] %s\n".formatted(MARIADB_TIME.format(utc), id, label, message);
      case MYSQL_5_7 -> "%s %d [%s] %s\n".formatted(MYSQL_TIME.format(utc), id, label, message);
      case MYSQL_8_0, MYSQL_8_4 ->
          "%s %d [%s] [%s] [Server] %s\n"
              .formatted(MYSQL_TIME.format(utc), id, label, code, message);
    };
  }
}
