package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client that sends what a test wants, well-formed or not. */
final class RawClient implements AutoCloseable {

  private static final int LIMIT_MILLIS = 30_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects from an address of the loopback network. */
  static RawClient connect(WebServer server, String from) throws IOException {
    return connect(server, from, 0);
  }

  /** The same, with a buffer of that many bytes for what it has not read, 0 for the usual one. */
  static RawClient connect(WebServer server, String from, int buffer) throws IOException {
    Socket socket = new Socket();
    if (buffer > 0) {
      socket.setReceiveBufferSize(buffer);
    }
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(server.addresses().get(0), LIMIT_MILLIS);
    return new RawClient(socket);
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends until the other side has had enough. */
  void sendUntilClosed(byte[] again) throws IOException {
    try {
      while (true) {
        send(again);
      }
    } catch (SocketException e) {
      socket.close();
    }
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The status of the next answer, of which the first line is read. */
  int status() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    if (!line.toString().startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer but '" + line + "'");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  /** All that comes until the other side closes the connection, in whatever way. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      return all.toString(ISO_8859_1);
    }
    return all.toString(ISO_8859_1);
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
