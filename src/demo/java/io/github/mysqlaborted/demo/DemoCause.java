package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Fault;

/**
 * The causes of the manual that can be provoked on one machine, in the manual's order: nine of
 * twelve. The other three are a network's: Ethernet's duplex, badly configured TCP/IP, faulty
 * hardware.
 */
enum DemoCause {
  NOT_CLOSED(Fault.NOT_CLOSED, "left open without mysql_close()"),
  IDLE_TIMEOUT(Fault.IDLE_TIMEOUT, "idle past wait_timeout"),
  DIED_MID_TRANSFER(Fault.WRITE_ERROR, "killed mid-transfer"),
  NO_PRIVILEGE(Fault.NO_PRIVILEGE, "no privilege for the database"),
  WRONG_PASSWORD(Fault.WRONG_PASSWORD, "wrong password"),
  BAD_CONNECT_PACKET(Fault.SHORT_HANDSHAKE, "bad connection packet"),
  CONNECT_TIMEOUT(Fault.SLOW_HANDSHAKE, "slow handshake"),
  PACKET_TOO_LARGE(Fault.PACKET_TOO_LARGE, "packet too large"),
  /** What the server sees of reads that end too early: a read timeout before any timeout. */
  THREAD_LIBRARY(Fault.STALLED_MID_PACKET, "read interrupted too early");

  private final Fault fault;
  private final String words;

  DemoCause(Fault fault, String words) {
    this.fault = fault;
    this.words = words;
  }

  Fault fault() {
    return fault;
  }

  /** For who watches. */
  String words() {
    return words;
  }
}
