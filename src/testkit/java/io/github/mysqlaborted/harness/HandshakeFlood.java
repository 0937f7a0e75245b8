package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;

/** Many connections that come to nothing, as fast as the server takes them. */
public final class HandshakeFlood {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final String PRE_AUTH =
      "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'unauthenticated user'";

  private HandshakeFlood() {}

  /**
   * Connects so many times, reads the greeting and closes: each is a failed attempt to connect.
   * Returns when the server has done with the last of them, its record written and counted.
   */
  public static void probe(Server server, int times) {
    byte[] greeting = new byte[256];
    try {
      for (int i = 0; i < times; i++) {
        try (Socket socket = new Socket(server.host(), server.port())) {
          if (socket.getInputStream().read(greeting) < 0) {
            throw new IOException("no greeting");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitNone(server);
  }

  /**
   * Waits until the server waits for nobody to log in: it has done with those who went away, its
   * records written and counted.
   */
  static void awaitNone(Server server) {
    if (!Await.within(LIMIT, () -> server.queryValue(PRE_AUTH).equals("0"))) {
      throw new IllegalStateException("the server still waits for a login");
    }
  }
}
