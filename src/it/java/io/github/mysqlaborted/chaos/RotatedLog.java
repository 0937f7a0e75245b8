package io.github.mysqlaborted.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An error log of MySQL 8 that is written and rotated, and the truth about it: how often each
 * series of the exporter must have counted. Not thread-safe.
 */
final class RotatedLog implements Closeable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[][] ABORTS = {
    {"client", "read_error", "Got an error reading communication packets"},
    {"client", "read_timeout", "Got timeout reading communication packets"},
    {"client", "write_error", "Got an error writing communication packets"},
    {"client", "packet_too_large", "Got a packet bigger than 'max_allowed_packet' bytes"},
  };

  private final Path folder;
  private final Random random;
  private final Map<String, Long> truth = new TreeMap<>();
  private FileChannel writer;
  private long connection;

  /**
   * How often the log was rotated: a part of each user name, so that it tells in which file the
   * record was.
   */
  private int rotations;

  RotatedLog(Path folder, Random random) throws IOException {
    this.folder = folder;
    this.random = random;
    reopen();
  }

  Path path() {
    return folder.resolve("error.log");
  }

  /** Value by series of all that was written. */
  Map<String, Long> truth() {
    return new TreeMap<>(truth);
  }

  /** Writes up to 200 records, some of them in two pieces. */
  void writeSome() throws IOException {
    for (int i = random.nextInt(200); i >= 0; i--) {
      write(record(), random.nextInt(20) == 0);
    }
  }

  /** Writes that many records, each in one piece. */
  void write(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write(record(), false);
    }
  }

  /** Writes a record like no other; its series. */
  String writeLast() throws IOException {
    count("client", "packets_out_of_order", "last", "10.0.0.9", "unconnected");
    write(
        STAMP.format(Instant.now())
            + " %d [Note] [MY-010914] [Server] Aborted connection %d to db: 'unconnected'"
                .formatted(connection + 1, connection + 1)
            + " user: 'last' host: '10.0.0.9' (Got packets out of order).\n",
        false);
    return logged("client", "packets_out_of_order");
  }

  /** Renames the log, which the server goes on writing. */
  void rename() throws IOException {
    if (Files.exists(path())) {
      shift();
      Files.move(path(), folder.resolve("error.log.1"));
    }
  }

  /** The server opens its log anew. */
  void reopen() throws IOException {
    close();
    writer = FileChannel.open(path(), CREATE, WRITE, APPEND);
  }

  /**
   * Copies the log and empties it.
   *
   * @param between how many records the server writes in between, which the copy does not have
   */
  void copyTruncate(int between) throws IOException {
    shift();
    Files.copy(path(), folder.resolve("error.log.1"));
    write(between);
    writer.truncate(0);
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  private void shift() throws IOException {
    rotations++;
    int last = 1;
    while (Files.exists(folder.resolve("error.log." + last))) {
      last++;
    }
    for (int number = last - 1; number >= 1; number--) {
      Files.move(
          folder.resolve("error.log." + number), folder.resolve("error.log." + (number + 1)));
    }
  }

  private void write(String record, boolean inTwo) throws IOException {
    int middle = inTwo ? random.nextInt(record.length()) : 0;
    writer.write(ByteBuffer.wrap(record.substring(0, middle).getBytes(UTF_8)));
    writer.write(ByteBuffer.wrap(record.substring(middle).getBytes(UTF_8)));
  }

  private String record() {
    String stamp = STAMP.format(Instant.now());
    long id = ++connection;
    String user = "app" + rotations;
    String head = stamp + " " + id + " [Note] ";
    return switch (random.nextInt(10)) {
      case 0, 1 -> head + "[MY-010051] [Server] Event Scheduler: scheduler thread started\n";
      case 2, 3, 4 -> {
        count("connect", "access_denied", user, "10.0.0.7", "");
        yield head
            + "[MY-010926] [Server] Access denied for user '%s'@'10.0.0.7' (using password: YES)\n"
                .formatted(user);
      }
      default -> {
        String[] abort = ABORTS[random.nextInt(ABORTS.length)];
        count(abort[0], abort[1], user, "10.0.0.8", "shop");
        yield head
            + "[MY-010914] [Server] Aborted connection %d to db: 'shop' user: '%s' host: '10.0.0.8' (%s).\n"
                .formatted(id, user, abort[2]);
      }
    };
  }

  private void count(String phase, String reason, String user, String host, String db) {
    truth.merge(logged(phase, reason), 1L, Long::sum);
    truth.merge(
        "mysql_aborted_connections_by_account_total"
            + "{phase=\"%s\",reason=\"%s\",user=\"%s\",host=\"%s\",db=\"%s\",}"
                .formatted(phase, reason, user, host, db),
        1L,
        Long::sum);
  }

  private static String logged(String phase, String reason) {
    return "mysql_aborted_connections_logged_total{phase=\"%s\",reason=\"%s\",}"
        .formatted(phase, reason);
  }
}
