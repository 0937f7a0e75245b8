package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** Provokes faults on a running server. */
public final class Faults {
  private static final Duration COUNT_LIMIT = Duration.ofMinutes(1);

  private Faults() {}

  /**
   * Provokes one and returns when the server has counted it and the session is gone.
   *
   * @return by how much which of the server's counters moved, within a limit
   * @throws IllegalArgumentException if it cannot be provoked there; see {@link Fault#expectedOn}
   */
  public static Map<String, Long> provoke(Server server, Fault fault) {
    Map<String, Long> expected =
        fault
            .expectedOn(server)
            .orElseThrow(() -> new IllegalArgumentException(fault + " on " + server.kind()))
            .status();
    Map<String, Long> before = StatusCounters.read(server);
    try (FaultClient client = run(server, fault)) {
      Await.within(COUNT_LIMIT, () -> hasMoved(moved(server, before), expected));
      Await.within(COUNT_LIMIT, () -> !isThere(server, client.connectionId()));
      HandshakeFlood.awaitNone(server);
    } catch (IOException e) {
      throw new UncheckedIOException(fault + " on " + server.kind(), e);
    }
    return moved(server, before);
  }

  /** Does the client's part, and returns it with what it still holds open. */
  private static FaultClient run(Server server, Fault fault) throws IOException {
    return switch (fault) {
      case NOT_CLOSED -> SessionFaults.notClosed(server);
      case NOT_CLOSED_WITHOUT_DATABASE -> SessionFaults.notClosedWithoutDatabase(server);
      case RESET_WHILE_IDLE -> SessionFaults.resetWhileIdle(server);
      case IDLE_TIMEOUT -> SessionFaults.idleTimeout(server);
      case INTERACTIVE_TIMEOUT -> SessionFaults.interactiveTimeout(server);
      case MID_PACKET -> SessionFaults.midPacket(server);
      case STALLED_MID_PACKET -> SessionFaults.stalledMidPacket(server);
      case WRITE_ERROR -> SessionFaults.writeError(server);
      case WRITE_TIMEOUT -> SessionFaults.writeTimeout(server);
      case GONE_DURING_QUERY -> SessionFaults.goneDuringQuery(server);
      case GONE_BEFORE_ERROR -> SessionFaults.goneBeforeError(server);
      case PACKET_TOO_LARGE -> SessionFaults.packetTooLarge(server);
      case OUT_OF_ORDER -> SessionFaults.outOfOrder(server);
      case UNCOMPRESS_ERROR -> SessionFaults.uncompressError(server);
      case KILLED -> SessionFaults.killed(server);
      case KILLED_RUNNING -> SessionFaults.killedRunning(server);
      case INIT_CONNECT_FAILED -> SessionFaults.initConnectFailed(server);
      case CLEAN -> SessionFaults.clean(server);
      case NO_PRIVILEGE -> LoginFaults.noPrivilege(server);
      case UNKNOWN_DATABASE -> LoginFaults.unknownDatabase(server);
      case WRONG_PASSWORD -> LoginFaults.wrongPassword(server);
      case NO_PASSWORD -> LoginFaults.noPassword(server);
      case UNKNOWN_USER -> LoginFaults.unknownUser(server);
      case LOCKED -> LoginFaults.locked(server);
      case EXPIRED -> LoginFaults.expired(server);
      case JUNK_HANDSHAKE -> HandshakeFaults.junk(server);
      case BAD_SEQUENCE_HANDSHAKE -> HandshakeFaults.badSequence(server);
      case SHORT_HANDSHAKE -> HandshakeFaults.tooShort(server);
      case TLS_GARBAGE -> HandshakeFaults.tlsGarbage(server);
      case TCP_PROBE -> HandshakeFaults.probe(server);
      case GREETED_AND_CLOSED -> HandshakeFaults.greetedAndClosed(server);
      case TCP_PROBE_RESET -> HandshakeFaults.probeReset(server);
      case SLOW_HANDSHAKE -> HandshakeFaults.slow(server);
      case TOO_MANY_CONNECTIONS -> HandshakeFaults.tooMany(server);
    };
  }

  private static Map<String, Long> moved(Server server, Map<String, Long> before) {
    return StatusCounters.difference(before, StatusCounters.read(server));
  }

  private static boolean hasMoved(Map<String, Long> moved, Map<String, Long> expected) {
    return expected.entrySet().stream()
        .allMatch(entry -> moved.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }

  private static boolean isThere(Server server, long connectionId) {
    return !server
        .queryValue(
            "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + connectionId)
        .equals("0");
  }

  /**
   * Tries to log in with a name of any bytes but zero, and a wrong password. Returns when the
   * server has counted it and the session is gone.
   */
  public static Reply loginAs(Server server, byte[] userName) {
    try (FaultClient client = FaultClient.connect(server)) {
      Reply reply = client.login(userName, "wrong", "");
      client.awaitClose();
      Await.within(COUNT_LIMIT, () -> !isThere(server, client.connectionId()));
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
