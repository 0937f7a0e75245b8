package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, and that nobody else is given while this JVM runs: it holds the UDP
 * port of the same number, as each user of this class does. They lie below those that systems give
 * to outgoing connections, one of which might else take a port before who it was found for.
 */
public final class FreePort {
  private static final int FIRST = 15_000;
  private static final int LAST = 30_000;
  private static final int TRIES = 1000;

  private static final List<DatagramSocket> HELD = new ArrayList<>();

  private FreePort() {}

  /** A free loopback port. */
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (take(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free from " + FIRST + " to " + LAST);
  }

  /** {@code wanted} if it is free, else another. */
  public static int findPreferring(int wanted) {
    return take(wanted) ? wanted : find();
  }

  private static synchronized boolean take(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      DatagramSocket held = new DatagramSocket(new InetSocketAddress(loopback, port));
      try (ServerSocket socket = new ServerSocket(port, 1, loopback)) {
        HELD.add(held);
        return socket.isBound();
      } catch (IOException e) {
        held.close();
        return false;
      }
    } catch (IOException e) {
      return false;
    }
  }
}
