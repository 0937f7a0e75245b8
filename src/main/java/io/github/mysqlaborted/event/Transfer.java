package io.github.mysqlaborted.event;

/**
 * How far the transfer of a packet was when the connection broke. Only a companion record tells it:
 * MariaDB's {@code Could not read packet: ... read_length: N} at {@code log_warnings=4}.
 */
public enum Transfer {
  /** The log does not tell. */
  UNKNOWN,
  /** Between two packets: the server waited for the four bytes of the next packet's header. */
  BETWEEN_PACKETS,
  /** Inside a packet: the client ended, or the network broke, in the middle of a transfer. */
  MID_PACKET
}
