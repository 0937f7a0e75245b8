package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Makes a server's Unix socket a port of loopback, for a server whose network is elsewhere. */
final class SocketForwarder implements AutoCloseable {

  private final ServerSocketChannel listening;
  private final Path socket;

  private SocketForwarder(ServerSocketChannel listening, Path socket) {
    this.listening = listening;
    this.socket = socket;
  }

  static SocketForwarder start(int port, Path socket) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    SocketForwarder forwarder = new SocketForwarder(listening, socket);
    daemon("accept", forwarder::acceptAll);
    return forwarder;
  }

  private void acceptAll() throws IOException {
    while (true) {
      SocketChannel client = listening.accept();
      SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.connect(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        client.close();
        server.close();
        continue;
      }
      daemon("to-server", () -> pass(client, server));
      daemon("to-client", () -> pass(server, client));
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(String name, Work work) {
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
            "socket-forwarder-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
