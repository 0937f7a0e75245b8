package io.github.mysqlaborted.harness;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Packets of the MySQL protocol over a socket: three bytes of length, the least first, one of
 * sequence number, then the payload.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html">MySQL
 *     Packets</a>
 */
final class PacketChannel {
  static final int HEADER = 4;

  /** No fault takes longer than this to be answered. */
  private static final int READ_LIMIT_MILLIS = 120_000;

  private final Socket socket;
  private final DataInputStream input;
  private final OutputStream output;
  private int sequence;

  private PacketChannel(Socket socket) throws IOException {
    this.socket = socket;
    this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.output = socket.getOutputStream();
  }

  static PacketChannel open(String host, int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    socket.connect(new InetSocketAddress(host, port), READ_LIMIT_MILLIS);
    return new PacketChannel(socket);
  }

  /** The next packet's payload. Packets of 16 MiB and more are not put together. */
  byte[] read() throws IOException {
    int length = input.readUnsignedByte();
    length |= input.readUnsignedByte() << 8;
    length |= input.readUnsignedByte() << 16;
    sequence = input.readUnsignedByte() + 1;
    byte[] payload = new byte[length];
    input.readFully(payload);
    return payload;
  }

  /** Writes a packet with the sequence number that follows the last one seen. */
  void write(byte[] payload) throws IOException {
    output.write(framed(payload.length, sequence, payload));
    sequence++;
  }

  /** Begins an exchange: the sequence numbers start anew. */
  void begin() {
    sequence = 0;
  }

  /**
   * Begins TLS as a client that trusts no certificate of its own making, and tells the server so.
   */
  void refuseCertificate() throws IOException {
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket secured =
        (SSLSocket) tls.createSocket(socket, socket.getInetAddress().getHostName(), 0, true)) {
      secured.startHandshake();
      throw new IOException("the certificate is trusted");
    } catch (SSLHandshakeException e) {
      return;
    }
  }

  void writeRaw(byte[] bytes) throws IOException {
    output.write(bytes);
  }

  /** A payload behind a header that says what it likes. */
  static byte[] framed(int length, int sequence, byte[] payload) {
    byte[] packet = new byte[HEADER + payload.length];
    packet[0] = (byte) length;
    packet[1] = (byte) (length >> 8);
    packet[2] = (byte) (length >> 16);
    packet[3] = (byte) sequence;
    System.arraycopy(payload, 0, packet, HEADER, payload.length);
    return packet;
  }

  /** Reads until the server closes the connection, in whatever way. */
  void drain() {
    byte[] ignored = new byte[8192];
    try {
      InputStream rest = input;
      while (rest.read(ignored) >= 0) {}
    } catch (IOException e) {
      // A reset ends the connection as well as a close.
      return;
    }
  }

  /** Closes with FIN, if all that the server sent was read. */
  void close() throws IOException {
    socket.close();
  }

  /** Closes with RST. */
  void reset() throws IOException {
    if (!socket.isClosed()) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
