package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/** Many connections that come to nothing, as fast as the server takes them. */
public final class HandshakeFlood {
  private HandshakeFlood() {}

  /** Connects so many times, reads the greeting and closes: each is a failed attempt to connect. */
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
  }
}
