package io.github.mysqlaborted.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A MySQL client over a raw socket, that can do wrong what every real client does right. Close
 * without {@link #quit} leaves the session open as far as the server knows.
 */
public final class FaultClient implements AutoCloseable {
  /** {@code CLIENT_COMPRESS}. */
  static final int COMPRESS = 0x20;

  /** {@code CLIENT_INTERACTIVE}: the session's {@code wait_timeout} is the interactive one. */
  static final int INTERACTIVE = 0x400;

  /** {@code CLIENT_SSL}. */
  static final int SSL = 0x800;

  /** Long flags, protocol 4.1, transactions, 20 byte seeds, authentication plugins. */
  private static final int CAPABILITIES = 0x1 | 0x4 | 0x200 | 0x2000 | 0x8000 | 0x80000;

  private static final int CONNECT_WITH_DB = 0x8;
  private static final int MAX_PACKET = 1 << 24;
  private static final byte UTF8 = 33;
  private static final int COM_QUIT = 1;
  private static final int COM_QUERY = 3;
  private static final int COM_BINLOG_DUMP = 18;
  private static final int BINLOG_START = 4;
  private static final int REPLICA_ID = 2;
  private static final int AUTH_MORE = 1;
  private static final int AUTH_SWITCH = 0xfe;
  private static final int END = 0xfe;
  private static final int FULL_AUTHENTICATION = 4;
  private static final byte[] REQUEST_PUBLIC_KEY = {2};

  private final PacketChannel channel;
  private long connectionId;

  private FaultClient(PacketChannel channel) {
    this.channel = channel;
  }

  /** Opens a TCP connection and reads nothing. */
  public static FaultClient connect(Server server) throws IOException {
    return new FaultClient(PacketChannel.open(server.host(), server.port()));
  }

  /** A session that is logged in on a server of this address. */
  static FaultClient loggedIn(String host, int port, SampleData.Login login, String database)
      throws IOException {
    return logIn(new FaultClient(PacketChannel.open(host, port)), login, database, 0);
  }

  /** Opens a TCP connection and reads the server's greeting. */
  public static FaultClient greeted(Server server) throws IOException {
    FaultClient client = connect(server);
    client.greeting();
    return client;
  }

  /** A session that is logged in, with {@code database} selected unless that is empty. */
  public static FaultClient loggedIn(Server server, SampleData.Login login, String database)
      throws IOException {
    return loggedIn(server, login, database, 0);
  }

  static FaultClient loggedIn(
      Server server, SampleData.Login login, String database, int capabilities) throws IOException {
    return logIn(connect(server), login, database, capabilities);
  }

  private static FaultClient logIn(
      FaultClient client, SampleData.Login login, String database, int capabilities)
      throws IOException {
    byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
    Reply reply = client.login(user, login.password(), database, capabilities);
    if (!reply.isOk()) {
      throw new IOException(login.user() + " cannot log in: " + reply.message());
    }
    return client;
  }

  private Greeting greeting() throws IOException {
    Greeting greeting = Greeting.parse(channel.read());
    connectionId = greeting.connectionId();
    return greeting;
  }

  /** The server's id of this connection; 0 before its greeting was read. */
  public long connectionId() {
    return connectionId;
  }

  /**
   * Tries to log in.
   *
   * @param user any bytes but zero
   */
  public Reply login(byte[] user, String password, String database) throws IOException {
    return login(user, password, database, 0);
  }

  private Reply login(byte[] user, String password, String database, int capabilities)
      throws IOException {
    Greeting greeting = greeting();
    String plugin = greeting.plugin().isEmpty() ? Passwords.NATIVE : greeting.plugin();
    byte[] seed = greeting.seed();
    channel.write(loginPacket(user, password, database, capabilities, plugin, seed));
    while (true) {
      byte[] payload = channel.read();
      switch (payload[0] & 0xff) {
        case AUTH_SWITCH -> {
          plugin = Greeting.text(payload, 1);
          seed = Arrays.copyOfRange(payload, plugin.length() + 2, payload.length - 1);
          channel.write(Passwords.answer(plugin, password, seed));
        }
        case AUTH_MORE -> {
          byte[] more = Arrays.copyOfRange(payload, 1, payload.length);
          if (more.length > 1) {
            channel.write(Passwords.encrypted(password, seed, more));
          } else if (more[0] == FULL_AUTHENTICATION) {
            channel.write(REQUEST_PUBLIC_KEY);
          }
        }
        default -> {
          return Reply.parse(payload);
        }
      }
    }
  }

  private static byte[] loginPacket(
      byte[] user, String password, String database, int more, String plugin, byte[] seed) {
    byte[] answer = Passwords.answer(plugin, password, seed);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int database41 = database.isEmpty() ? 0 : CONNECT_WITH_DB;
    packet.writeBytes(loginHead(CAPABILITIES | database41 | more));
    packet.writeBytes(user);
    packet.write(0);
    packet.write(answer.length);
    packet.writeBytes(answer);
    if (!database.isEmpty()) {
      packet.writeBytes(database.getBytes(StandardCharsets.UTF_8));
      packet.write(0);
    }
    packet.writeBytes(plugin.getBytes(StandardCharsets.US_ASCII));
    packet.write(0);
    return packet.toByteArray();
  }

  /** The first 32 bytes of a login packet, which alone are the request for TLS. */
  static byte[] loginHead(int capabilities) {
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(capabilities | CAPABILITIES)
        .putInt(MAX_PACKET)
        .put(UTF8)
        .array();
  }

  /** Asks for TLS and refuses the server's certificate. */
  static FaultClient refusingCertificate(Server server) throws IOException {
    FaultClient client = greeted(server);
    byte[] request = loginHead(SSL);
    client.channel.writeRaw(PacketChannel.framed(request.length, 1, request));
    client.channel.refuseCertificate();
    return client;
  }

  /** Asks for a file of the binary log, as a replica does, and reads the first packet. */
  void dumpBinlog(String file) throws IOException {
    byte[] name = file.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer payload =
        ByteBuffer.allocate(11 + name.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) COM_BINLOG_DUMP)
            .putInt(BINLOG_START)
            .putShort((short) 0)
            .putInt(REPLICA_ID)
            .put(name);
    channel.begin();
    channel.write(payload.array());
    channel.read();
  }

  /** Runs a statement and reads its result to the end. */
  public Reply query(String sql) throws IOException {
    send(sql);
    byte[] payload = channel.read();
    int first = payload[0] & 0xff;
    if (first == 0 || first == Reply.ERR) {
      return Reply.parse(payload);
    }
    readToEnd();
    return readToEnd();
  }

  private Reply readToEnd() throws IOException {
    while (true) {
      byte[] payload = channel.read();
      int first = payload[0] & 0xff;
      if (first == Reply.ERR || (first == END && payload.length < 9)) {
        return Reply.parse(payload);
      }
    }
  }

  /** Sends a statement and reads nothing. */
  public void send(String sql) throws IOException {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(1 + text.length).put((byte) COM_QUERY).put(text);
    channel.begin();
    channel.write(payload.array());
  }

  /** Sends bytes as they are. */
  public void sendRaw(byte[] bytes) throws IOException {
    channel.writeRaw(bytes);
  }

  /** Reads one packet. */
  void readPacket() throws IOException {
    channel.read();
  }

  /** Reads until the server closes the connection. */
  public void awaitClose() {
    channel.drain();
  }

  /** Says goodbye as a real client does, and waits until the server has heard it. */
  public void quit() throws IOException {
    channel.begin();
    channel.write(new byte[] {COM_QUIT});
    channel.drain();
    channel.close();
  }

  /** Closes with RST. */
  public void reset() throws IOException {
    channel.reset();
  }

  /** Closes with FIN and without a word. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
