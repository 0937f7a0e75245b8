package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A way to a server that can go wrong: a port of loopback that passes on what it gets. */
public final class FaultyNetwork implements AutoCloseable {

  /** What the network does with each piece of data, in both directions unless said. */
  public enum Mode {
    /** Passes it on. */
    SOUND,
    /** Passes it on after 50 ms. */
    SLOW,
    /** Passes on what the server says one byte a second. */
    DRIPPING,
    /** Swallows it; nobody is told. */
    SILENT,
    /**
     * Passes on the first half of what the server says next, holds the rest until there is another
     * mode, and closes the connections then.
     */
    HALF_WAY,
    /** Closes the connections when the next piece arrives. */
    CUT,
    /** Resets the connections when the next piece arrives. */
    RESET
  }

  private static final Duration DELAY = Duration.ofMillis(50);
  private static final Duration DRIP = Duration.ofSeconds(1);

  private final ServerSocket listening;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private Mode mode = Mode.SOUND;
  private boolean holding;
  private final AtomicInteger connections = new AtomicInteger();

  private FaultyNetwork(ServerSocket listening, int serverPort) {
    this.listening = listening;
    this.serverPort = serverPort;
  }

  /** One between a new port and that of the server. */
  public static FaultyNetwork before(Server server) {
    try {
      FaultyNetwork network =
          new FaultyNetwork(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
      start("accept", network::acceptAll);
      return network;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  /** What happens from now on. */
  public synchronized void become(Mode next) {
    mode = next;
    notifyAll();
  }

  /** Whether half of an answer is held now. */
  public synchronized boolean isHolding() {
    return holding;
  }

  private synchronized Mode mode() {
    return mode;
  }

  private synchronized void hold() throws IOException {
    holding = true;
    try {
      while (mode == Mode.HALF_WAY) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      holding = false;
    }
  }

  private void acceptAll() throws IOException {
    while (true) {
      Socket client = listening.accept();
      connections.incrementAndGet();
      Socket server = new Socket();
      try {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      } catch (ConnectException e) {
        // The server is down: the next client may find it again.
        client.close();
        continue;
      }
      sockets.addAll(List.of(client, server));
      start("to-server", () -> pass(client, server, false));
      start("to-client", () -> pass(server, client, true));
    }
  }

  private void pass(Socket from, Socket to, boolean fromServer) throws IOException {
    byte[] buffer = new byte[8192];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      switch (mode()) {
        case SOUND -> out.write(buffer, 0, count);
        case SLOW -> {
          LockSupport.parkNanos(DELAY.toNanos());
          out.write(buffer, 0, count);
        }
        case DRIPPING -> drip(buffer, count, out, fromServer ? DRIP : Duration.ZERO);
        case SILENT -> {}
        case HALF_WAY -> {
          out.write(buffer, 0, fromServer ? count / 2 : count);
          if (fromServer) {
            hold();
            closeBoth(from, to);
          }
        }
        case CUT -> closeBoth(from, to);
        case RESET -> {
          from.setSoLinger(true, 0);
          to.setSoLinger(true, 0);
          closeBoth(from, to);
        }
      }
    }
    closeBoth(from, to);
  }

  private static void drip(byte[] buffer, int count, OutputStream out, Duration pause)
      throws IOException {
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(pause.toNanos());
      out.write(buffer, i, 1);
    }
  }

  private static void closeBoth(Socket one, Socket other) throws IOException {
    one.close();
    other.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end is gone, as it may.
                return;
              }
            },
            "faulty-network-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
