package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client of a {@link FakeServer}. */
public final class FakeSession {

  /** Twenty bytes, as any server has them. */
  public static final String SEED = "abcdefghijklmnopqrst";

  private static final int CLIENT_SSL = 1 << 11;
  private static final int SSL_REQUEST = 32;

  /**
   * LONG_PASSWORD, LONG_FLAG, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, MULTI_RESULTS,
   * PLUGIN_AUTH, PLUGIN_AUTH_LENENC_CLIENT_DATA, CAN_HANDLE_EXPIRED_PASSWORDS, SESSION_TRACK.
   */
  private static final int CAPABILITIES =
      1 | 1 << 2 | 1 << 9 | 1 << 13 | 1 << 15 | 1 << 17 | 1 << 19 | 1 << 21 | 1 << 22 | 1 << 23;

  private static final int DEPRECATE_EOF = 1 << 24;
  private static final Pattern ALIAS = Pattern.compile("@@[a-z_.]+ AS ([a-z_]+)");

  /** What the driver asks for when it has logged in, where 0 makes no sense. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "auto_increment_increment", "1",
          "character_set_client", "utf8mb4",
          "character_set_connection", "utf8mb4",
          "character_set_results", "utf8mb4",
          "character_set_server", "utf8mb4",
          "collation_server", "utf8mb4_general_ci",
          "collation_connection", "utf8mb4_general_ci",
          "max_allowed_packet", "67108864",
          "time_zone", "UTC",
          "transaction_isolation", "REPEATABLE-READ");

  private final Optional<SSLContext> tls;
  private final List<byte[]> received;
  private final AtomicLong sent;
  private Socket socket;
  private DataInputStream input;
  private OutputStream output;
  private boolean eofDeprecated = true;
  private int sequence;

  FakeSession(Socket socket, Optional<SSLContext> tls, List<byte[]> received, AtomicLong sent)
      throws IOException {
    this.tls = tls;
    this.received = received;
    this.sent = sent;
    use(socket);
  }

  private void use(Socket next) throws IOException {
    socket = next;
    input = new DataInputStream(next.getInputStream());
    output = next.getOutputStream();
  }

  /** Ends columns and rows by EOF packets, as MySQL 5.6 does. */
  public FakeSession withEof() {
    eofDeprecated = false;
    return this;
  }

  /** Greets, turns to TLS where the client wants it, and takes the client's first answer. */
  public byte[] greet(String version, String plugin) throws IOException {
    int flags =
        CAPABILITIES | (eofDeprecated ? DEPRECATE_EOF : 0) | (tls.isPresent() ? CLIENT_SSL : 0);
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    greeting.write(10);
    greeting.writeBytes((version + "\0").getBytes(UTF_8));
    greeting.writeBytes(new byte[] {1, 0, 0, 0});
    greeting.writeBytes(SEED.substring(0, 8).getBytes(UTF_8));
    greeting.write(0);
    greeting.writeBytes(new byte[] {(byte) flags, (byte) (flags >> 8), 45, 2, 0});
    greeting.writeBytes(new byte[] {(byte) (flags >> 16), (byte) (flags >> 24), 21});
    greeting.writeBytes(new byte[10]);
    greeting.writeBytes((SEED.substring(8) + "\0" + plugin + "\0").getBytes(UTF_8));
    send(greeting.toByteArray());
    byte[] answer = read();
    if (answer.length == SSL_REQUEST && tls.isPresent()) {
      SSLSocket secured =
          (SSLSocket) tls.get().getSocketFactory().createSocket(socket, (InputStream) null, true);
      use(secured);
      answer = read();
    }
    return answer;
  }

  /** Asks for another plugin than the one of the greeting. */
  public byte[] switchTo(String plugin) throws IOException {
    send(joined(new byte[] {(byte) 0xfe}, (plugin + "\0" + SEED + "\0").getBytes(UTF_8)));
    return read();
  }

  /** Lets the client in, whoever it is, and answers what the driver asks at first. */
  public void letIn(String version) throws IOException {
    greet(version, "mysql_native_password");
    ok();
  }

  /**
   * The next statement that is not one of a login; those are answered.
   *
   * @param comment {@code @@version_comment}
   */
  public String statement(String version, String comment) throws IOException {
    while (true) {
      byte[] command = read();
      String sql = new String(command, 1, command.length - 1, UTF_8);
      if (command[0] == 3 && sql.contains("@@session.auto_increment_increment")) {
        variables(sql);
      } else if (command[0] == 3 && sql.equals("SELECT @@session.autocommit")) {
        rows(List.of("@@session.autocommit"), List.of(List.of("1")));
      } else if (command[0] == 3 && sql.startsWith("SELECT @@version,")) {
        rows(List.of("v", "c", "p"), List.of(List.of(version, comment, "1")));
      } else if (command[0] == 3 && sql.startsWith("SHOW GLOBAL VARIABLES")) {
        rows(List.of("n", "v"), List.of());
      } else if (command[0] == 3 && !sql.startsWith("SET ")) {
        return sql;
      } else {
        ok();
      }
    }
  }

  private void variables(String sql) throws IOException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    Matcher aliases = ALIAS.matcher(sql);
    while (aliases.find()) {
      names.add(aliases.group(1));
      values.add(VARIABLES.getOrDefault(aliases.group(1), "0"));
    }
    rows(names, List.of(values));
  }

  /** Answers with rows, which then are at their end. */
  public void rows(List<String> columns, List<List<String>> rows) throws IOException {
    columns(columns);
    for (List<String> row : rows) {
      row(row);
    }
    send(eofDeprecated ? new byte[] {(byte) 0xfe, 0, 0, 2, 0, 0, 0} : eof());
  }

  /** Begins an answer: rows have to follow. */
  public void columns(List<String> names) throws IOException {
    send(new byte[] {(byte) names.size()});
    for (String name : names) {
      column(name);
    }
    if (!eofDeprecated) {
      send(eof());
    }
  }

  private static byte[] eof() {
    return new byte[] {(byte) 0xfe, 0, 0, 2, 0};
  }

  public void column(String name) throws IOException {
    ByteArrayOutputStream column = new ByteArrayOutputStream();
    for (String text : List.of("def", "", "", "", name, name)) {
      column.writeBytes(text(text));
    }
    column.writeBytes(new byte[] {12, 45, 0, 0, 1, 0, 0, (byte) 0xfd, 0, 0, 0, 0, 0});
    send(column.toByteArray());
  }

  public void row(List<String> values) throws IOException {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    values.forEach(value -> row.writeBytes(text(value)));
    send(row.toByteArray());
  }

  public void ok() throws IOException {
    send(new byte[] {0, 0, 0, 2, 0, 0, 0});
  }

  public void error(int code, String message) throws IOException {
    send(
        joined(
            new byte[] {(byte) 0xff, (byte) code, (byte) (code >> 8)},
            ("#HY000" + message).getBytes(UTF_8)));
  }

  /** A packet with the number that follows. */
  public void send(byte[] payload) throws IOException {
    byte[] header = {
      (byte) payload.length,
      (byte) (payload.length >> 8),
      (byte) (payload.length >> 16),
      (byte) sequence++
    };
    raw(joined(header, payload));
  }

  /** Bytes as they are. */
  public void raw(byte[] bytes) throws IOException {
    output.write(bytes);
    output.flush();
    sent.addAndGet(bytes.length);
  }

  /** The next packet's payload. */
  public byte[] read() throws IOException {
    int length = input.readUnsignedByte();
    length |= input.readUnsignedByte() << 8;
    length |= input.readUnsignedByte() << 16;
    sequence = input.readUnsignedByte() + 1;
    byte[] payload = new byte[length];
    input.readFully(payload);
    received.add(payload);
    return payload;
  }

  /** Reads until the client leaves. */
  public void drain() throws IOException {
    while (true) {
      read();
    }
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return bytes.length < 0xfb
        ? joined(new byte[] {(byte) bytes.length}, bytes)
        : joined(
            new byte[] {
              (byte) 0xfd,
              (byte) bytes.length,
              (byte) (bytes.length >> 8),
              (byte) (bytes.length >> 16)
            },
            bytes);
  }

  /** One after the other. */
  public static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
