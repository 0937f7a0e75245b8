package io.github.mysqlaborted.event;

import static io.github.mysqlaborted.event.Phase.CLIENT;
import static io.github.mysqlaborted.event.Phase.CONNECT;

import java.util.List;

/**
 * What the server said of an aborted connection: a fact, from a closed list. What it means is a
 * cause, and an inference.
 *
 * <p>Each reason belongs to the phases in which a server can say it. The order is that of the
 * exposition.
 */
public enum Reason {
  /** {@code ER_NET_READ_ERROR}: the peer closed or reset the connection while it was read from. */
  READ_ERROR("read_error", CLIENT, CONNECT),
  /** {@code ER_NET_READ_INTERRUPTED}: a read took longer than a timeout allows. */
  READ_TIMEOUT("read_timeout", CLIENT),
  /** {@code ER_CLIENT_INTERACTION_TIMEOUT}: idle too long, as MySQL 8.0.24 and later say it. */
  INACTIVITY("inactivity", CLIENT),
  /**
   * The connection broke while it was idle, before {@code wait_timeout} had passed: as MySQL 8.4.2
   * and later say it beside {@code inactivity} (MY-013935, or the seconds of MY-015123).
   */
  IO_TIMEOUT("io_timeout", CLIENT),
  /** {@code ER_NET_ERROR_ON_WRITE}: the peer was gone while the server wrote to it. */
  WRITE_ERROR("write_error", CLIENT),
  /** {@code ER_NET_WRITE_INTERRUPTED}: the peer did not read for {@code net_write_timeout}. */
  WRITE_TIMEOUT("write_timeout", CLIENT),
  /** {@code ER_NET_PACKET_TOO_LARGE}: a packet was larger than {@code max_allowed_packet}. */
  PACKET_TOO_LARGE("packet_too_large", CLIENT),
  /** {@code ER_NET_PACKETS_OUT_OF_ORDER}: not, or no longer, the MySQL protocol. */
  PACKETS_OUT_OF_ORDER("packets_out_of_order", CLIENT, CONNECT),
  /** {@code ER_NET_UNCOMPRESS_ERROR}: a compressed packet could not be expanded. */
  UNCOMPRESS_ERROR("uncompress_error", CLIENT),
  /** Ended by {@code KILL}, which MariaDB logs from {@code log_warnings=4} on and MySQL never. */
  KILLED("killed", CLIENT),
  /** The statements of {@code init_connect} failed. */
  INIT_CONNECT_FAILED("init_connect_failed", CLIENT),
  /** {@code ER_SERVER_SHUTDOWN}: the server was stopping. */
  SERVER_SHUTDOWN("server_shutdown", CLIENT),
  /** Wrong password or unknown account. */
  ACCESS_DENIED("access_denied", CONNECT),
  /** The account may not use the database that it asked for, or there is no such database. */
  ACCESS_DENIED_DB("access_denied_db", CONNECT),
  /** The account is locked, or blocked after too many failed logins. */
  ACCOUNT_LOCKED("account_locked", CONNECT),
  /** The account's password has expired and the client cannot change it. */
  PASSWORD_EXPIRED("password_expired", CONNECT),
  /** {@code ER_HANDSHAKE_ERROR}: the connection packet lacks the right information. */
  BAD_HANDSHAKE("bad_handshake", CONNECT),
  /** The connection packet took longer than {@code connect_timeout}. */
  CONNECT_TIMEOUT("connect_timeout", CONNECT),
  /** MariaDB's one text for all that ends before a login: probe, timeout, TLS failure, garbage. */
  UNAUTHENTICATED("unauthenticated", CONNECT),
  /** {@code ER_CON_COUNT_ERROR}: {@code max_connections} was reached. */
  TOO_MANY_CONNECTIONS("too_many_connections", CONNECT),
  /** {@code ER_HOST_IS_BLOCKED}: the host had {@code max_connect_errors} failures in a row. */
  HOST_BLOCKED("host_blocked", CONNECT),
  /** MariaDB's PROXY protocol header was malformed or came from a host that may not send one. */
  PROXY_HEADER("proxy_header", CONNECT),
  /** Any other text. The set of texts is open: any SQL error's message can stand there. */
  OTHER("other", CLIENT, CONNECT);

  private final String label;
  private final boolean occursInClient;
  private final boolean occursInConnect;

  Reason(String label, Phase... phases) {
    this.label = label;
    this.occursInClient = List.of(phases).contains(CLIENT);
    this.occursInConnect = List.of(phases).contains(CONNECT);
  }

  /** The value of the {@code reason} label. */
  public String label() {
    return label;
  }

  /** Whether a server can give this reason in {@code phase}. */
  public boolean occursIn(Phase phase) {
    return switch (phase) {
      case CLIENT -> occursInClient;
      case CONNECT -> occursInConnect;
    };
  }
}
