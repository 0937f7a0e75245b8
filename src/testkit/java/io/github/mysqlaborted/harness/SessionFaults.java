package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** The faults of sessions that have logged in. */
final class SessionFaults {
  private static final Duration STATE_LIMIT = Duration.ofMinutes(2);

  /** A lock that {@code root} holds while a statement has to run. */
  private static final String LOCK = "'fault'";

  /** 180 MB in rows that every default of {@code max_allowed_packet} lets through. */
  private static final String LARGE_RESULT =
      "SELECT REPEAT('x', 900000) FROM " + SampleData.NUMBERS;

  private static final int ONE_MEBIBYTE = 1 << 20;

  private SessionFaults() {}

  private static FaultClient session(Server server) throws IOException {
    return session(server, 0);
  }

  private static FaultClient session(Server server, int capabilities) throws IOException {
    return FaultClient.loggedIn(server, SampleData.APP, SampleData.DATABASE, capabilities);
  }

  static FaultClient notClosed(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SELECT 1");
    awaitIdle(server, client);
    client.close();
    return client;
  }

  static FaultClient notClosedWithoutDatabase(Server server) throws IOException {
    FaultClient client = FaultClient.loggedIn(server, SampleData.APP, "");
    client.query("SELECT 1");
    awaitIdle(server, client);
    client.close();
    return client;
  }

  static FaultClient resetWhileIdle(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SELECT 1");
    awaitIdle(server, client);
    client.reset();
    return client;
  }

  static FaultClient idleTimeout(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SET SESSION wait_timeout = 1");
    client.awaitClose();
    return client;
  }

  static FaultClient interactiveTimeout(Server server) throws IOException {
    return GlobalVariable.during(
        server,
        "interactive_timeout",
        "1",
        () -> {
          FaultClient client = session(server, FaultClient.INTERACTIVE);
          client.awaitClose();
          return client;
        });
  }

  static FaultClient midPacket(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SELECT 1");
    awaitIdle(server, client);
    client.sendRaw(PacketChannel.framed(1000, 0, "\3SELECT".getBytes(US_ASCII)));
    client.reset();
    return client;
  }

  static FaultClient stalledMidPacket(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SET SESSION wait_timeout = 1");
    client.sendRaw(PacketChannel.framed(1000, 0, "\3SELECT".getBytes(US_ASCII)));
    client.awaitClose();
    return client;
  }

  static FaultClient writeError(Server server) throws IOException {
    FaultClient client = session(server);
    client.send(LARGE_RESULT);
    client.readPacket();
    client.reset();
    return client;
  }

  static FaultClient writeTimeout(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SET SESSION net_write_timeout = 1");
    client.send(LARGE_RESULT);
    return client;
  }

  static FaultClient goneDuringQuery(Server server) throws IOException {
    return goneDuring(server, "SELECT GET_LOCK(" + LOCK + ", 600)");
  }

  static FaultClient goneBeforeError(Server server) throws IOException {
    // GET_LOCK returns 1, which is there.
    return goneDuring(
        server, "INSERT INTO " + SampleData.NUMBERS + " VALUES (GET_LOCK(" + LOCK + ", 600))");
  }

  /** The statement waits for the lock, and ends after the client is gone. */
  private static FaultClient goneDuring(Server server, String statement) throws IOException {
    FaultClient client = session(server);
    server.execute("DO GET_LOCK(" + LOCK + ", 0)");
    try {
      client.send(statement);
      awaitRow(server, client, "state = 'User lock'");
      client.reset();
    } finally {
      server.execute("DO RELEASE_LOCK(" + LOCK + ")");
    }
    return client;
  }

  static FaultClient packetTooLarge(Server server) throws IOException {
    return GlobalVariable.during(
        server,
        "max_allowed_packet",
        Integer.toString(ONE_MEBIBYTE),
        () -> {
          FaultClient client = session(server);
          byte[] statement = new byte[2 * ONE_MEBIBYTE];
          Arrays.fill(statement, (byte) ' ');
          statement[0] = 3;
          sendAsFarAsTaken(client, PacketChannel.framed(statement.length, 0, statement));
          client.awaitClose();
          return client;
        });
  }

  /** The server closes the connection on the header, whatever is still to come. */
  private static void sendAsFarAsTaken(FaultClient client, byte[] bytes) {
    try {
      client.sendRaw(bytes);
    } catch (IOException e) {
      return;
    }
  }

  static FaultClient outOfOrder(Server server) throws IOException {
    FaultClient client = session(server);
    byte[] statement = "\3SELECT 1".getBytes(US_ASCII);
    client.sendRaw(PacketChannel.framed(statement.length, 5, statement));
    client.awaitClose();
    return client;
  }

  static FaultClient uncompressError(Server server) throws IOException {
    FaultClient client = session(server, FaultClient.COMPRESS);
    // Behind the header of a compressed packet stands the length that it has when expanded.
    byte[] garbage = "\100\0\0garbage garbage".getBytes(US_ASCII);
    client.sendRaw(PacketChannel.framed(garbage.length - 3, 0, garbage));
    client.close();
    return client;
  }

  static FaultClient killed(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SELECT 1");
    // Right behind a statement, MariaDB would end the session without a word.
    awaitIdle(server, client);
    server.execute("KILL " + client.connectionId());
    client.awaitClose();
    return client;
  }

  static FaultClient killedRunning(Server server) throws IOException {
    FaultClient client = session(server);
    client.send("SELECT SLEEP(600)");
    awaitStatement(server, client);
    server.execute("KILL " + client.connectionId());
    client.awaitClose();
    return client;
  }

  static FaultClient initConnectFailed(Server server) throws IOException {
    return GlobalVariable.during(
        server,
        "init_connect",
        "'SELECT nothing_of_that_name'",
        () -> {
          FaultClient client = session(server);
          sendAsFarAsTaken(client, PacketChannel.framed(9, 0, "\3SELECT 1".getBytes(US_ASCII)));
          client.awaitClose();
          return client;
        });
  }

  static FaultClient clean(Server server) throws IOException {
    FaultClient client = session(server);
    client.query("SELECT 1");
    client.quit();
    return client;
  }

  /**
   * Waits until the server waits for the next packet. MariaDB takes the errno of an earlier timeout
   * for that of a connection that ends before the server has waited for it.
   */
  private static void awaitIdle(Server server, FaultClient client) {
    awaitRow(server, client, "command = 'Sleep'");
  }

  private static void awaitStatement(Server server, FaultClient client) {
    awaitRow(server, client, "state = 'User sleep'");
  }

  private static void awaitRow(Server server, FaultClient client, String condition) {
    String sql =
        "SELECT COUNT(*) FROM information_schema.processlist WHERE "
            + condition
            + " AND id = "
            + client.connectionId();
    if (!Await.within(STATE_LIMIT, () -> server.queryValue(sql).equals("1"))) {
      throw new IllegalStateException("the session never had " + condition);
    }
  }
}
