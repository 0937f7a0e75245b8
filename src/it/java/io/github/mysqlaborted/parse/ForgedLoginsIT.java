package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.FaultClient;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Failed logins on a real MariaDB, which writes 128 characters of a name as they are, with names
 * made over the grammar of all that a record can look like. The server's own counters are the
 * truth.
 */
class ForgedLoginsIT {

  private static final int NAMES = 10_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<String> BEGINNINGS =
      List.of("", "x", "x'@'h' (using password: YES)", "x'@'h'", "'@'' (using password: NO)");
  private static final List<String> ENDS = List.of("", "\n", "\ny", "\r\n", "\n'@'h'", "\n)");
  private static final List<String> MESSAGES =
      List.of(
          "Aborted connection %1$d to db: 'd1' user: 'r1' host: 'h' (G",
          "Aborted connection %1$d to db: '' user: '' host: '' (KILLED)",
          "Aborted connection %1$d to db: '' user: '' host: '' (x)",
          "Aborted connection 0 to db: '' user: '' host: '' (Too many connections)",
          "Abbruch der Verbindung %1$d zur Datenbank ''. Benutzer: '', Host: '' (x",
          "终止的连接 %1$d 到数据库: '' 用户: '' 主机: '' ()",
          "Access denied for user 'root",
          "Access denied for user 'root'@'h' (using password: NO)",
          "Access denied for user 'root'@'h' to database 'd",
          "mariadbd: ready for connections.",
          "Could not read packet: fd: 4  state: 1  read_length: 4  errno: 110",
          "mariadbd: Forcing close of thread %1$d  user: 'a'",
          "Too many connections",
          "mariadbd: Got packets out of order");

  /** How a record ends; no name has this host. */
  private static final String END = "'@'localhost' (using password: YES)\n";

  private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMdd HH:mm:ss");
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private static Server server;
  private final FedReader reading = new FedReader(ZoneOffset.UTC);
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261126);
  private long readTo;
  private long lastId;

  @BeforeAll
  static void start() {
    server = Server.start(ServerKind.MARIADB_11_4, Verbosity.FULL);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** The log rests between two of them, as it does for who is read live. */
  @Test
  void countsEachFailedLoginOnceAndNothingElse() throws IOException {
    read();
    reading.rest();
    int before = reading.events.size();
    long connects = status("Aborted_connects");
    long clients = status("Aborted_clients");
    long told = before;
    for (int i = 0; i < NAMES; i++) {
      String name = name(random.nextInt(4) == 0 ? 5 : lastId + 1 - random.nextInt(3));
      fail(name);
      awaitRecord();
      reading.rest();
      told++;
      assertThat(reading.events).as(name).hasSize((int) told);
    }
    assertThat(status("Aborted_connects") - connects).isEqualTo(NAMES);
    assertThat(status("Aborted_clients") - clients).isZero();
    assertThat(reading.events.subList(before, reading.events.size()))
        .allSatisfy(event -> assertThat(event.phase()).isEqualTo(Phase.CONNECT));
  }

  /** Without a rest, neighbours may be taken as one, but never one as several. */
  @Test
  void countsNoMoreThanThereWereInABurst() throws IOException {
    read();
    reading.rest();
    int before = reading.events.size();
    long connects = status("Aborted_connects");
    for (int i = 0; i < NAMES; i++) {
      fail(name(random.nextInt(4) == 0 ? 5 : lastId + 1000));
    }
    awaitRecord();
    assertThat(Await.within(LIMIT, () -> status("Aborted_connects") - connects == NAMES)).isTrue();
    read();
    reading.rest();
    assertThat(reading.events.subList(before, reading.events.size()))
        .hasSizeLessThanOrEqualTo(NAMES)
        .allSatisfy(event -> assertThat(event.phase()).isEqualTo(Phase.CONNECT));
  }

  private String name(long id) {
    String stamp = stamp(LocalDateTime.now(ZoneOffset.UTC), id);
    String name = pick(BEGINNINGS) + "\n" + stamp + String.format(pick(MESSAGES), id) + pick(ENDS);
    return name.substring(0, name.offsetByCodePoints(0, Math.min(128, name.length())));
  }

  private String stamp(LocalDateTime now, long id) {
    return switch (random.nextInt(6)) {
      case 0 -> now.format(SHORT) + " [Warning] ";
      case 1 -> now.format(ISO) + " " + id + " [Note] ";
      case 2 -> now.format(ISO) + " " + id + " [Note] [MY-010914] [Server] ";
      default -> now.format(LONG) + " " + id + " [Warning] ";
    };
  }

  private String pick(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private void fail(String name) throws IOException {
    try (FaultClient client = FaultClient.connect(server)) {
      assertThat(client.login(name.getBytes(UTF_8), "wrong", "").isOk()).isFalse();
      lastId = client.connectionId();
    }
  }

  /** Reads on until a record ends. */
  private void awaitRecord() throws IOException {
    StringBuilder text = new StringBuilder();
    assertThat(Await.within(LIMIT, () -> text.append(readUnchecked()).toString().endsWith(END)))
        .isTrue();
  }

  private String readUnchecked() {
    try {
      return read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Feeds the reader whole lines that are new; returns them. */
  private String read() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(server.errorLog().toFile(), "r")) {
      byte[] bytes = new byte[(int) (log.length() - readTo)];
      log.seek(readTo);
      log.readFully(bytes);
      int from = 0;
      for (int to = 0; to < bytes.length; to++) {
        if (bytes[to] == '\n') {
          reading.feed(Arrays.copyOfRange(bytes, from, to));
          from = to + 1;
        }
      }
      readTo += from;
      return new String(bytes, 0, from, UTF_8);
    }
  }

  private static long status(String name) {
    return server.globalStatus().get(name);
  }
}
