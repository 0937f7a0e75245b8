package io.github.mysqlaborted.harness;

import static io.github.mysqlaborted.event.Phase.CLIENT;
import static io.github.mysqlaborted.event.Phase.CONNECT;

import io.github.mysqlaborted.event.Reason;
import java.util.Optional;

/**
 * One way in which a connection ends, and what the server makes of it. Seen on MySQL 5.5.34, 5.6.14
 * and 8.0.33 and on MariaDB 10.11.19 and 11.4.5.
 */
public enum Fault {
  /** Ends without {@code COM_QUIT}: FIN, with a default database. */
  NOT_CLOSED,
  /** As {@link #NOT_CLOSED}, without a default database. */
  NOT_CLOSED_WITHOUT_DATABASE,
  /** Ends without {@code COM_QUIT}: RST, between two statements. */
  RESET_WHILE_IDLE,
  /** Idle for longer than {@code wait_timeout}. */
  IDLE_TIMEOUT,
  /** Idle for longer than {@code interactive_timeout}, as an interactive client. */
  INTERACTIVE_TIMEOUT,
  /** RST inside a command packet. */
  MID_PACKET,
  /** Sends half a command packet and then nothing, for longer than {@code wait_timeout}. */
  STALLED_MID_PACKET,
  /** RST while a large result is on its way: killed mid-transfer. */
  WRITE_ERROR,
  /** Does not read a large result for longer than {@code net_write_timeout}. */
  WRITE_TIMEOUT,
  /** RST while a statement runs. */
  GONE_DURING_QUERY,
  /** RST while a statement runs that then fails: its error is the reason. */
  GONE_BEFORE_ERROR,
  /** A statement larger than {@code max_allowed_packet}. */
  PACKET_TOO_LARGE,
  /** A command packet with a wrong sequence number. */
  OUT_OF_ORDER,
  /** A compressed packet that is none. */
  UNCOMPRESS_ERROR,
  /** {@code KILL} while idle. */
  KILLED,
  /** {@code KILL} while a statement runs. */
  KILLED_RUNNING,
  /** {@code init_connect} fails. */
  INIT_CONNECT_FAILED,
  /** Ends as it should. */
  CLEAN,
  /** No privilege for the database. */
  NO_PRIVILEGE,
  /** A database that is not there. */
  UNKNOWN_DATABASE,
  /** A wrong password. */
  WRONG_PASSWORD,
  /** No password for an account that has one. */
  NO_PASSWORD,
  /** An account that is not there. */
  UNKNOWN_USER,
  /** An account that is locked. */
  LOCKED,
  /** An account whose password has expired, and a client that cannot change it. */
  EXPIRED,
  /** Something else than a connection packet: an HTTP request. */
  JUNK_HANDSHAKE,
  /** A connection packet with a wrong sequence number. */
  BAD_SEQUENCE_HANDSHAKE,
  /** A connection packet of two bytes. */
  SHORT_HANDSHAKE,
  /** Asks for TLS and then talks none. */
  TLS_GARBAGE,
  /** Connects and closes at once. */
  TCP_PROBE,
  /** Reads the greeting and closes. */
  GREETED_AND_CLOSED,
  /** RST before the server has accepted the connection. */
  TCP_PROBE_RESET,
  /** Says nothing for longer than {@code connect_timeout}. */
  SLOW_HANDSHAKE,
  /** One connection more than {@code max_connections} and the one in reserve. */
  TOO_MANY_CONNECTIONS;

  private static final String CLIENTS = "Aborted_clients";
  private static final String CONNECTS = "Aborted_connects";

  /** What it changes on {@code server}; empty if it cannot be provoked there. */
  public Optional<Expected> expectedOn(Server server) {
    if (needsReset() && !(server instanceof LocalServer)) {
      return Optional.empty();
    }
    boolean offersTls = server.globalVariable("have_ssl").map("YES"::equals).orElse(true);
    return expected(server.dialect(), server.verbosity(), offersTls);
  }

  /** Whether the server has to see the RST at once; what forwards ports makes a late FIN of it. */
  private boolean needsReset() {
    return this == TCP_PROBE_RESET || this == GONE_DURING_QUERY || this == GONE_BEFORE_ERROR;
  }

  private Optional<Expected> expected(Dialect dialect, Verbosity verbosity, boolean offersTls) {
    return switch (verbosity) {
      case FULL -> atFull(dialect, offersTls);
      case QUIET ->
          atFull(dialect, offersTls).map(all -> loggedWhenQuiet(dialect) ? all : all.unlogged());
      case COMPANIONS ->
          atFull(dialect, offersTls)
              .map(
                  all ->
                      dialect == Dialect.MARIADB && (this == KILLED || this == KILLED_RUNNING)
                          ? all.andLogged(CLIENT, Reason.KILLED)
                          : all);
    };
  }

  /** It is a warning, and not a note, everywhere but on MariaDB at level 0. */
  private boolean loggedWhenQuiet(Dialect dialect) {
    return this == INIT_CONNECT_FAILED && dialect != Dialect.MARIADB;
  }

  private Optional<Expected> atFull(Dialect dialect, boolean offersTls) {
    return switch (this) {
      case NOT_CLOSED, NOT_CLOSED_WITHOUT_DATABASE, RESET_WHILE_IDLE, MID_PACKET ->
          session(Reason.READ_ERROR);
      case IDLE_TIMEOUT, INTERACTIVE_TIMEOUT ->
          session(dialect == Dialect.MYSQL_8 ? Reason.INACTIVITY : Reason.READ_TIMEOUT);
      case STALLED_MID_PACKET -> session(Reason.READ_TIMEOUT);
      case WRITE_ERROR, GONE_DURING_QUERY -> session(Reason.WRITE_ERROR);
      case WRITE_TIMEOUT ->
          switch (dialect) {
            case MYSQL_5_6, MYSQL_8 -> session(Reason.WRITE_TIMEOUT);
            case MYSQL_5_5, MARIADB -> session(Reason.WRITE_ERROR);
          };
      case GONE_BEFORE_ERROR -> session(Reason.OTHER);
      case PACKET_TOO_LARGE -> session(Reason.PACKET_TOO_LARGE);
      case UNCOMPRESS_ERROR ->
          session(dialect == Dialect.MYSQL_8 ? Reason.READ_ERROR : Reason.UNCOMPRESS_ERROR);
      case INIT_CONNECT_FAILED -> session(Reason.INIT_CONNECT_FAILED);
      case KILLED, KILLED_RUNNING -> Optional.of(Expected.counted(CLIENTS));
      case OUT_OF_ORDER, CLEAN -> Optional.of(Expected.NOTHING);
      case NO_PRIVILEGE, UNKNOWN_DATABASE ->
          switch (dialect) {
            case MYSQL_5_5, MYSQL_5_6 -> Optional.of(Expected.counted(CONNECTS));
            case MYSQL_8, MARIADB -> denied(dialect, Reason.ACCESS_DENIED_DB);
          };
      case WRONG_PASSWORD, NO_PASSWORD, UNKNOWN_USER -> denied(dialect, Reason.ACCESS_DENIED);
      case LOCKED ->
          switch (dialect) {
            case MYSQL_5_5, MYSQL_5_6 -> Optional.empty();
            case MYSQL_8 ->
                Optional.of(
                    Expected.counted(CONNECTS, "Locked_connects")
                        .andLogged(CONNECT, Reason.ACCOUNT_LOCKED));
            case MARIADB -> Optional.of(Expected.counted(CONNECTS));
          };
      case EXPIRED ->
          dialect == Dialect.MYSQL_8
              ? Optional.of(Expected.counted(CONNECTS).andLogged(CONNECT, Reason.PASSWORD_EXPIRED))
              : Optional.empty();
      case JUNK_HANDSHAKE, BAD_SEQUENCE_HANDSHAKE ->
          unauthenticated(dialect, Reason.PACKETS_OUT_OF_ORDER);
      case SHORT_HANDSHAKE -> unauthenticated(dialect, Reason.BAD_HANDSHAKE);
      case TLS_GARBAGE ->
          unauthenticated(dialect, Reason.BAD_HANDSHAKE)
              .map(expected -> offersTls ? expected.andCounted("Ssl_accepts") : expected);
      case TCP_PROBE, GREETED_AND_CLOSED -> unauthenticated(dialect, Reason.READ_ERROR);
      case TCP_PROBE_RESET ->
          switch (dialect) {
            case MYSQL_5_5 -> Optional.of(Expected.counted(CONNECTS));
            case MYSQL_5_6, MYSQL_8 ->
                Optional.of(Expected.counted(CONNECTS, "Connection_errors_peer_address"));
            case MARIADB ->
                unauthenticated(dialect, Reason.UNAUTHENTICATED)
                    .map(expected -> expected.andCounted("Connection_errors_peer_address"));
          };
      case SLOW_HANDSHAKE -> unauthenticated(dialect, Reason.CONNECT_TIMEOUT);
      case TOO_MANY_CONNECTIONS ->
          switch (dialect) {
            case MYSQL_5_5 -> Optional.of(Expected.NOTHING);
            case MYSQL_5_6, MYSQL_8 ->
                Optional.of(Expected.counted("Connection_errors_max_connections"));
            case MARIADB ->
                Optional.of(
                    Expected.counted(CONNECTS, "Connection_errors_max_connections")
                        .andLogged(CONNECT, Reason.TOO_MANY_CONNECTIONS));
          };
    };
  }

  private static Optional<Expected> session(Reason reason) {
    return Optional.of(Expected.counted(CLIENTS).andLogged(CLIENT, reason));
  }

  private static Optional<Expected> denied(Dialect dialect, Reason reason) {
    Expected counted =
        dialect == Dialect.MARIADB
            ? Expected.counted(CONNECTS, "Access_denied_errors")
            : Expected.counted(CONNECTS);
    return Optional.of(counted.andLogged(CONNECT, reason));
  }

  /** What only MySQL 8 tells apart, the older ones do not log, and MariaDB has one word for. */
  private static Optional<Expected> unauthenticated(Dialect dialect, Reason reason) {
    return Optional.of(
        switch (dialect) {
          case MYSQL_5_5, MYSQL_5_6 -> Expected.counted(CONNECTS);
          case MYSQL_8 -> Expected.counted(CONNECTS).andLogged(CONNECT, reason);
          case MARIADB ->
              Expected.counted(CONNECTS, "Aborted_connects_preauth")
                  .andLogged(CONNECT, Reason.UNAUTHENTICATED);
        });
  }
}
