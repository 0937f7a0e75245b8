package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of every server, in every envelope that collectors are known to make, upgraded from one
 * server to another in one log, with the lines of other programs at any place: each is counted. A
 * failure says its seed.
 */
class AnyEnvelopeTest {

  private static final int ROUNDS = 60;

  /** What other programs and the server itself write without a record, in a file of one server. */
  private static final List<String> UNSTAMPED =
      List.of(
          "Version: '10.11.19-MariaDB'  socket: '/run/mysqld/mysqld.sock'  port: 3306  Debian 12",
          "261122 12:00:00 mysqld_safe Starting mariadbd daemon with databases from /var/lib/mysql",
          "2026-11-22 12:00:00+00:00 [Note] [Entrypoint]: Entrypoint script for MariaDB started.",
          "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: NO)",
          "mysqladmin: connect to server at 'localhost' failed",
          "error: 'Access denied for user 'root'@'localhost' (using password: NO)'",
          "InnoDB: a line of version 5.5",
          "",
          "  ",
          "stack_bottom = 0x0 thread_stack 0x49000",
          "2026-11-22 12:00:00 7f3b2c000700  InnoDB: Buffer pool(s) load completed");

  /** Lines of other programs in a log of many programs. */
  private static final List<String> FOREIGN =
      List.of(
          "Nov 22 12:00:00 db1 systemd[1]: Starting mariadb.service - MariaDB 10.11 database...",
          "Nov 22 12:00:00 db1 mysqld_exporter[23547]: level=error msg=\"Error 1146\"",
          "Nov 22 12:00:00 db1 mysqld_safe[12]: Starting mysqld daemon",
          "Nov 22 12:00:00 db1 mysqlrouter[7]: Aborted connection 5 to db: 'x'",
          "Nov 22 12:00:00 db1 mariadb-prepare-db-dir[9]: Database MariaDB is initialized",
          "Nov 22 12:00:00 db1 mysql-server_auditing: 1,root,localhost,FAILED_CONNECT,,1045",
          "Nov 22 12:00:00 db1 /etc/mysql/debian-start[99]: Upgrading MySQL tables if necessary.",
          "Nov 22 12:00:00 db1 php[4]: SQLSTATE[HY000] [1045] Access denied for user 'a'@'b'",
          "Nov 22 12:00:00 db1 kernel: Out of memory: Killed process 31815 (mysqld)");

  /** A server, and how it puts a record. */
  private enum Server {
    MYSQL_5_5("261122 12:%02d:%02d [Warning] "),
    MYSQL_5_6("2026-11-22 12:%02d:%02d 31815 [Warning] "),
    MYSQL_5_6_IN_A_CONTAINER("2026-11-22 12:%02d:%02d 1 [Warning] "),
    MARIADB_10_1("2026-11-22 12:%02d:%02d 139650900000512 [Warning] "),
    MARIADB_10_11("2026-11-22 12:%02d:%02d %d [Warning] "),
    MYSQL_5_7("2026-11-22T12:%02d:%02d.123456Z %d [Note] "),
    MYSQL_8_0("2026-11-22T12:%02d:%02d.123456Z %d [Note] [MY-010914] [Server] ");

    private final String header;

    Server(String header) {
      this.header = header;
    }

    /** The records of a start; MySQL 5.6 says its process id in several. */
    List<String> start(int second) {
      boolean numbered = this == MYSQL_5_6 || this == MYSQL_5_6_IN_A_CONTAINER;
      List<String> records = new ArrayList<>(List.of(started(second)));
      for (int i = 0; i < 5 && numbered; i++) {
        records.add(header(second, 0).replace("Warning", "Note") + "Plugin 'x' is disabled.");
      }
      return records;
    }

    private String started(int second) {
      String text =
          switch (this) {
            case MARIADB_10_1 -> "mysqld (mysqld 10.1.14-MariaDB) starting as process 1 ...";
            case MARIADB_10_11 -> "mariadbd: ready for connections.";
            default -> "/usr/sbin/mysqld: ready for connections.";
          };
      return header(second, 0)
              .replace("Warning", "Note")
              .replace("MY-010914", "MY-010931")
              .replace("31815", "0")
          + text;
    }

    String aborted(int second, int id) {
      return header(second, id)
          + "Aborted connection "
          + id
          + " to db: 'shop' user: 'app' host: '10.0.3.7' (Got an error reading communication"
          + " packets)"
          + (this == MYSQL_8_0 ? "." : "");
    }

    String denied(int second, int id) {
      return header(second, id).replace("010914", "010926")
          + "Access denied for user 'a"
          + id
          + "'@'10.0.3.9' (using password: YES)";
    }

    private String header(int second, int id) {
      return String.format(header, second / 60, second % 60, id);
    }
  }

  static Stream<Arguments> envelopes() {
    String stamp = "2026-11-22T12:00:00.123456789Z";
    return Stream.of(
        envelope("a file", false, line -> line),
        envelope("a file of Windows", false, line -> line + "\r"),
        envelope("docker logs -t", false, line -> stamp + " " + line),
        envelope("docker logs -t, in a zone", false, line -> "2026-11-22T14:00:00+02:00 " + line),
        envelope("docker compose logs", false, line -> "db-1  | " + line),
        envelope("docker compose logs -t", false, line -> "db-1  | " + stamp + " " + line),
        envelope("docker service logs", false, line -> "db.1.x9@node1    | " + line),
        envelope("kubectl logs --prefix", false, line -> "[pod/mysql-0/mysql] " + line),
        envelope(
            "kubectl logs --prefix --timestamps",
            false,
            line -> "[pod/mysql-0/mysql] " + stamp + " " + line),
        envelope("stern", false, line -> "mysql-0 mysql " + line),
        envelope("a container runtime", false, line -> stamp + " stderr F " + line),
        envelope(
            "json-file",
            false,
            line ->
                json(
                    "{\"log\":\"",
                    line,
                    "\\n\",\"stream\":\"stderr\",\"time\":\"" + stamp + "\"}")),
        envelope(
            "json-file, in another order",
            false,
            line -> json("{\"stream\":\"stderr\",\"log\":\"", line, "\"}")),
        envelope(
            "Fluent Bit", false, line -> json("{\"date\":1795348800.5,\"log\":\"", line, "\"}")),
        envelope(
            "Filebeat",
            false,
            line ->
                json(
                    "{\"@timestamp\":\"" + stamp + "\",\"log\":{\"offset\":8},\"message\":\"",
                    line,
                    "\"}")),
        envelope("a nested object", false, line -> json("{\"body\":{\"msg\":\"", line, "\"}}")),
        envelope(
            "Stackdriver",
            false,
            line -> json("{\"textPayload\":\"", line, "\",\"timestamp\":\"" + stamp + "\"}")),
        envelope("syslog", true, line -> "Nov 22 12:00:00 db1 mysqld[1550]: " + line),
        envelope("syslog with a tag", true, line -> "Nov 22 12:00:00 db1 mysqld-shop: " + line),
        envelope(
            "rsyslog's own form",
            true,
            line -> "2026-11-22T12:00:00.123+00:00 db1 mariadbd[2]: " + line),
        envelope("RFC 5424", true, line -> "<27>1 " + stamp + " db1 mysqld 812 - - " + line),
        envelope(
            "journalctl -o short-full",
            true,
            line -> "Sun 2026-11-22 12:00:00 UTC db1 mariadbd[2]: " + line),
        envelope(
            "journalctl -o short-unix", true, line -> "1795348800.123456 db1 mariadbd[2]: " + line),
        envelope(
            "journalctl -o short-monotonic",
            true,
            line -> "[ 1234.567890] db1 mariadbd[2]: " + line));
  }

  private static String json(String before, String line, String after) {
    return before + line.replace("\\", "\\\\").replace("\"", "\\\"") + after;
  }

  private static Arguments envelope(String name, boolean shared, UnaryOperator<String> wrap) {
    return Arguments.of(name, shared, wrap);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("envelopes")
  void countsEachRecord(String name, boolean shared, UnaryOperator<String> wrap) {
    for (long seed = 0; seed < ROUNDS; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      FedReader reading = new FedReader();
      List<String> written = new ArrayList<>();
      int second = 0;
      for (int servers = 1 + random.nextInt(3); servers > 0; servers--) {
        Server server = Server.values()[random.nextInt(Server.values().length)];
        if (second > 0 || random.nextBoolean()) {
          server.start(second++).forEach(line -> reading.feed(wrap.apply(line)));
        }
        int id = 2 + random.nextInt(100);
        for (int records = random.nextInt(12); records > 0; records--) {
          id += 1 + random.nextInt(5);
          foreign(reading, random, shared, wrap);
          if (random.nextInt(3) > 0) {
            written.add("client/read_error app@10.0.3.7 shop");
            reading.feed(wrap.apply(server.aborted(second++, id)));
          } else {
            written.add("connect/access_denied a" + id + "@10.0.3.9 ");
            reading.feed(wrap.apply(server.denied(second++, id)));
          }
          if (random.nextInt(4) == 0) {
            reading.rest();
          }
        }
        reading.rest();
      }
      reading.reader.endOfFile();
      assertThat(reading.summary()).as(name + ", seed " + seed).isEqualTo(written);
      if (!shared) {
        assertThat(reading.reader.unrecognized()).as(name + ", seed " + seed).isZero();
      }
    }
  }

  private static void foreign(
      FedReader reading, RandomGenerator random, boolean shared, UnaryOperator<String> wrap) {
    if (random.nextBoolean()) {
      // What a client says of a failed login, right behind one, can be the end of its name.
      reading.rest();
      reading.feed(
          shared
              ? FOREIGN.get(random.nextInt(FOREIGN.size()))
              : wrap.apply(UNSTAMPED.get(random.nextInt(UNSTAMPED.size()))));
    }
  }
}
