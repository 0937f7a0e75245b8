package io.github.mysqlaborted.event;

/** What the log says of an aborted connection besides the reason. */
public enum Detail {
  /** Nothing more. */
  NONE,
  /**
   * The server waited for the four bytes of the next packet's header: MariaDB's {@code Could not
   * read packet: ... read_length: 4} at {@code log_warnings=4}.
   */
  BETWEEN_PACKETS,
  /**
   * The client ended, or the network broke, in the middle of a packet: the same record with another
   * {@code read_length}.
   */
  MID_PACKET,
  /** The server was sending its binary log to a replica or to a reader of changes. */
  BINLOG_DUMP,
  /**
   * The authentication plugin of the account is not loaded, or the client cannot do what it asks
   * for.
   */
  AUTH_PLUGIN,
  /**
   * The name server did not answer in time when the server asked for the client's name, which it
   * does before it greets the client.
   */
  SLOW_LOOKUP
}
