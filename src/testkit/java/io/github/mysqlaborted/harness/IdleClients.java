package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients of an HTTP server that hold connections and ask nothing: some are silent, some send a
 * head that never ends. Whoever is cut off connects again.
 */
public final class IdleClients implements AutoCloseable {

  private static final byte[] HEAD = "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ".getBytes(US_ASCII);
  private static final int IN_A_NETWORK = 250;

  private final class Client {
    private final InetSocketAddress from;
    private final boolean slow;
    private SocketChannel channel;
    private int sent;

    Client(InetSocketAddress from, boolean slow) throws IOException {
      this.from = from;
      this.slow = slow;
      connect();
    }

    private void connect() throws IOException {
      sent = 0;
      channel = SocketChannel.open();
      channel.bind(from);
      channel.configureBlocking(false);
      channel.connect(server);
    }

    void goOn() throws IOException {
      try {
        if (!channel.finishConnect()) {
          return;
        }
        if (channel.read(ByteBuffer.allocate(1)) < 0) {
          throw new IOException("closed");
        }
        if (slow) {
          byte next = sent < HEAD.length ? HEAD[sent] : (byte) 'a';
          sent += channel.write(ByteBuffer.wrap(new byte[] {next}));
        }
      } catch (IOException e) {
        channel.close();
        connect();
      }
    }
  }

  private final InetSocketAddress server;
  private final List<Client> clients = new ArrayList<>();

  private IdleClients(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Connects them from that many loopback addresses, none of them 127.0.0.1. */
  public static IdleClients connect(int port, int idle, int slow, int addresses)
      throws IOException {
    IdleClients all = new IdleClients(port);
    for (int i = 0; i < idle + slow; i++) {
      int address = i % addresses;
      byte[] from = {127, 1, (byte) (address / IN_A_NETWORK), (byte) (1 + address % IN_A_NETWORK)};
      all.clients.add(
          all.new Client(new InetSocketAddress(InetAddress.getByAddress(from), 0), i >= idle));
    }
    return all;
  }

  /** The slow ones send one byte more, and all that were cut off connect again. */
  public void goOn() throws IOException {
    for (Client client : clients) {
      client.goOn();
    }
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.channel.close();
    }
  }
}
