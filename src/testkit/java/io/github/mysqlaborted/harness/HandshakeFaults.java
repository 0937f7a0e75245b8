package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults of connections that never say who they are. */
final class HandshakeFaults {
  /** The least that MariaDB takes for {@code max_connections}. */
  private static final int FEWEST = 10;

  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);

  private static final String SESSIONS =
      "SELECT COUNT(*) FROM information_schema.processlist"
          + " WHERE user NOT IN ('system user', 'event_scheduler')";

  private HandshakeFaults() {}

  static FaultClient junk(Server server) throws IOException {
    return answered(server, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
  }

  static FaultClient badSequence(Server server) throws IOException {
    byte[] head = FaultClient.loginHead(0);
    return answered(server, PacketChannel.framed(head.length, 7, head));
  }

  static FaultClient tooShort(Server server) throws IOException {
    return answered(server, PacketChannel.framed(2, 1, new byte[] {1, 2}));
  }

  static FaultClient tlsGarbage(Server server) throws IOException {
    FaultClient client = FaultClient.greeted(server);
    byte[] request = FaultClient.loginHead(FaultClient.SSL);
    client.sendRaw(PacketChannel.framed(request.length, 1, request));
    client.sendRaw("no TLS at all, and long enough to be sure of that".getBytes(US_ASCII));
    client.awaitClose();
    return client;
  }

  private static FaultClient answered(Server server, byte[] answer) throws IOException {
    FaultClient client = FaultClient.greeted(server);
    client.sendRaw(answer);
    client.awaitClose();
    return client;
  }

  static FaultClient probe(Server server) throws IOException {
    FaultClient client = FaultClient.connect(server);
    client.close();
    return client;
  }

  static FaultClient greetedAndClosed(Server server) throws IOException {
    FaultClient client = FaultClient.greeted(server);
    client.close();
    return client;
  }

  static FaultClient probeReset(Server server) throws IOException {
    LocalServer local = (LocalServer) server;
    local.suspend();
    try {
      FaultClient client = FaultClient.connect(server);
      client.reset();
      return client;
    } finally {
      local.resume();
    }
  }

  static FaultClient slow(Server server) throws IOException {
    return GlobalVariable.during(
        server,
        "connect_timeout",
        "2",
        () -> {
          FaultClient client = FaultClient.greeted(server);
          client.awaitClose();
          return client;
        });
  }

  static FaultClient tooMany(Server server) throws IOException {
    return GlobalVariable.during(
        server, "max_connections", Integer.toString(FEWEST), () -> refusedAfter(server, FEWEST));
  }

  /** How many connections there are, once those that are ending have ended. */
  private static long connected(Server server) {
    boolean settled =
        Await.within(
            SETTLE_LIMIT,
            () ->
                server.globalStatus().get("Threads_connected")
                    == Long.parseLong(server.queryValue(SESSIONS)));
    if (!settled) {
      throw new IllegalStateException("connections of " + server.kind() + " do not end");
    }
    return server.globalStatus().get("Threads_connected");
  }

  private static FaultClient refusedAfter(Server server, int limit) throws IOException {
    List<FaultClient> sessions = new ArrayList<>();
    try {
      long there = connected(server);
      for (long i = there; i < limit; i++) {
        sessions.add(FaultClient.loggedIn(server, SampleData.APP, ""));
      }
      Connection reserve = server.connect();
      FaultClient client = FaultClient.connect(server);
      client.awaitClose();
      reserve.close();
      return client;
    } catch (SQLException e) {
      throw new IOException("root has no connection in reserve", e);
    } finally {
      for (FaultClient session : sessions) {
        session.quit();
      }
    }
  }
}
