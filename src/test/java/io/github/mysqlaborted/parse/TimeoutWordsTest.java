package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.event.SaidTimeout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers write beside an abort: seconds, the network's timeout, a binary log that stops. */
class TimeoutWordsTest {

  private static final String STAMP = "2026-11-25T22:30:37.245646Z 649 ";
  private static final String ABORTED =
      STAMP
          + "[Note] [MY-010914] [Server] Aborted connection 649 to db: 'shop' user: 'app' host:"
          + " '10.99.1.2' (The client was disconnected by the server because of inactivity.).";
  private static final String PERIOD =
      STAMP
          + "[Note] [MY-013730] [Server] 'wait_timeout' period of 28800 seconds was exceeded for"
          + " `%s`@`%%`. The idle time since last command was too long.";
  private static final String CLOSED =
      STAMP
          + "[Note] [MY-015123] [Server] A connection from `%s`@`127.0.0.1` was closed by the"
          + " server due to a timeout in the communication layer (vio:1, packet:0) %d seconds after"
          + " the last command started. Currently configured wait_timeout is 28800 seconds.";
  private static final String OF_NETWORK =
      STAMP + "[ERROR] [MY-013935] [Server] IO-layer timeout before wait_timeout was reached.";

  @ParameterizedTest
  @ValueSource(strings = {"app", "` was exceeded for 7", ") 9 seconds after the last command", ""})
  void takesTheTimeoutThatTheServerNames(String user) {
    AbortedConnection event = only(FedReader.of(PERIOD.formatted(user), ABORTED));

    assertThat(event.reason()).isEqualTo(Reason.INACTIVITY);
    assertThat(event.timeout())
        .isEqualTo(new SaidTimeout(OptionalLong.of(28_800), OptionalLong.empty()));
  }

  @ParameterizedTest(name = "idle for {0} s: {1}")
  @CsvSource({"28800, INACTIVITY", "28799, INACTIVITY", "28798, IO_TIMEOUT", "6, IO_TIMEOUT"})
  void comparesTheSecondsWithTheTimeout(long idle, Reason reason) {
    AbortedConnection event = only(FedReader.of(CLOSED.formatted("app", idle), ABORTED));

    assertThat(event.reason()).isEqualTo(reason);
    assertThat(event.timeout())
        .isEqualTo(new SaidTimeout(OptionalLong.of(28_800), OptionalLong.of(idle)));
  }

  /** A name is chosen by strangers and must not look like the server's own seconds. */
  @Test
  void takesNoSecondsOutOfAName() {
    String user =
        "(vio:1, packet:0) 1 seconds after the last command started. Currently configured"
            + " wait_timeout is 2 seconds.";

    assertThat(only(FedReader.of(CLOSED.formatted(user, 28_800), ABORTED)).timeout())
        .isEqualTo(new SaidTimeout(OptionalLong.of(28_800), OptionalLong.of(28_800)));
  }

  @Test
  void believesTheTimeoutOfTheNetwork() {
    AbortedConnection event = only(FedReader.of(CLOSED.formatted("app", 6), OF_NETWORK, ABORTED));

    assertThat(event.reason()).isEqualTo(Reason.IO_TIMEOUT);
  }

  /** At {@code log_error_verbosity=2} the error is written, and the abort is not. */
  @Test
  void makesNoEventOfWhatIsOnlyBeside() {
    FedReader read = FedReader.of(PERIOD.formatted("app"), CLOSED.formatted("app", 6), OF_NETWORK);

    assertThat(read.events).isEmpty();
    assertThat(read.reader.unrecognized()).isZero();
    assertThat(read.reader.records()).isEqualTo(3);
  }

  /** MY-013935 is the number of every message of a debugging server. */
  @Test
  void takesNoOtherMessageForTheTimeoutOfTheNetwork() {
    String other = STAMP + "[ERROR] [MY-013935] [Server] Something else.";

    assertThat(only(FedReader.of(other, ABORTED)).reason()).isEqualTo(Reason.INACTIVITY);
  }

  @Test
  void givesTheSecondsToNoOtherConnection() {
    String other = PERIOD.formatted("app").replace(" 649 ", " 648 ");

    assertThat(only(FedReader.of(other, ABORTED)).timeout()).isEqualTo(SaidTimeout.NONE);
  }

  @Test
  void readsTheSameFromTheTableAndAsJson() {
    FedReader read = new FedReader();
    Instant time = Instant.parse("2026-11-25T22:30:37Z");
    read.reader.row(time, 649, "MY-015123", text(CLOSED.formatted("app", 6)));
    read.reader.row(time, 649, "MY-010914", text(ABORTED));
    read.feed(json(15123, CLOSED.formatted("app", 6)), json(10914, ABORTED));

    assertThat(read.events)
        .hasSize(2)
        .allMatch(event -> event.reason() == Reason.IO_TIMEOUT)
        .allMatch(event -> event.timeout().idleSeconds().equals(OptionalLong.of(6)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed on my_net_write()",
        "Failed on my_net_write()",
        "failed on net_flush()",
        "failed on flush_net()",
        "Found net error"
      })
  void knowsAReplicaByTheWordsOfTheReason(String reason) {
    AbortedConnection event =
        only(
            FedReader.of(
                "2026-11-25T22:30:37.245646Z 649 [Note] Aborted connection 649 to db:"
                    + " 'unconnected' user: 'repl' host: '10.0.0.9' ("
                    + reason
                    + ")"));

    assertThat(event.reason()).isEqualTo(Reason.WRITE_ERROR);
    assertThat(event.detail()).isEqualTo(Detail.BINLOG_DUMP);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MySQL 8|2026-11-25T22:30:37.2Z 649 [Note] [MY-011171] [Server] Stop asynchronous"
            + " binlog_dump to replica (server_id: 2).|2026-11-25T22:30:37.3Z 649 [Note]"
            + " [MY-010914] [Server] Aborted connection 649 to db: 'unconnected' user: 'repl' host:"
            + " '10.0.0.9' (Got an error reading communication packets).",
        "MySQL 5.7|2026-11-25T22:30:37.2Z 649 [Note] Stop asynchronous binlog_dump to slave"
            + " (server_id: 2)|2026-11-25T22:30:37.3Z 649 [Note] Aborted connection 649 to db:"
            + " 'unconnected' user: 'repl' host: '10.0.0.9' (Got an error reading communication"
            + " packets)",
        "MariaDB|2026-11-25 22:30:37 649 [Note] Stop semi-sync binlog_dump to slave (server_id:"
            + " 2)|2026-11-25 22:30:37 649 [Warning] Aborted connection 649 to db: 'unconnected'"
            + " user: 'repl' host: '10.0.0.9' (Got an error writing communication packets)"
      })
  void knowsAReplicaByTheRecordBeside(String server, String stop, String aborted) {
    assertThat(only(FedReader.of(stop, aborted)).detail()).isEqualTo(Detail.BINLOG_DUMP);
  }

  /** MariaDB and MySQL 5.6 say nothing more than this when the session ends. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MariaDB|2026-11-25 22:30:37 649 [Note] Start binlog_dump to slave_server(2),"
            + " pos(binlog.000004, 4), using_gtid(0), gtid('')|2026-11-27 22:30:37 649 [Warning]"
            + " Aborted connection 649 to db: 'unconnected' user: 'repl' host: '10.0.0.9' (Got an"
            + " error writing communication packets)",
        "MariaDB with companions|2026-11-25 22:30:37 649 [Note] Start binlog_dump to"
            + " slave_server(2), pos(binlog.000004, 4)|2026-11-27 22:30:37 649 [Warning] Could not"
            + " read packet: fd: 30  state: 1  read_length: 993  errno: 104  vio_errno: 1158 "
            + " length: -1¶2026-11-27 22:30:37 649 [Warning] Aborted connection 649 to db:"
            + " 'unconnected' user: 'repl' host: '10.0.0.9' (Got an error reading communication"
            + " packets)",
        "MySQL 5.6, with its process id|2026-11-25 22:30:36 0 [Note] /usr/sbin/mysqld (mysqld 5.6.14-log) starting as process 31815 ...¶2026-11-25 22:30:37 31815 [Note] Start binlog_dump to"
            + " master_thread_id(649) slave_server(2), pos(binlog.000004, 4)|2026-11-27 22:30:37"
            + " 31815 [Warning] Aborted connection 649 to db: 'unconnected' user: 'repl' host:"
            + " '10.0.0.9' (Got an error writing communication packets)",
        "MySQL 8|2026-11-25T22:30:37.2Z 649 [Note] [MY-010462] [Repl] Start binlog_dump to"
            + " source_thread_id(649) replica_server(2), pos(binlog.000004, 4)"
            + "|2026-11-27T22:30:37.3Z 649 [Note] [MY-010914] [Server] Aborted connection 649 to"
            + " db: 'unconnected' user: 'repl' host: '10.0.0.9' (Got an error reading communication"
            + " packets)."
      })
  void knowsAReplicaByTheRecordOfItsBeginning(String server, String start, String aborted) {
    List<String> lines = new ArrayList<>(List.of(start.split("¶")));
    lines.addAll(List.of(aborted.split("¶")));

    assertThat(only(FedReader.of(lines.toArray(new String[0]))).detail())
        .isEqualTo(Detail.BINLOG_DUMP);
    assertThat(only(FedReader.of(aborted.replace("649", "650").split("¶"))).detail())
        .isNotEqualTo(Detail.BINLOG_DUMP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-25T22:30:37.2Z 7 [Note] [MY-010914] [Server] Plugin 'mysql_native_password' is"
            + " not loaded",
        "2026-11-25T22:30:37.2Z 7 [Note] Plugin 'sha256_password' is not loaded",
        "2026-11-25T22:30:37.2Z 7 [Note] Client does not support authentication protocol requested"
            + " by server; consider upgrading MySQL client",
      })
  void knowsAnAuthenticationPluginThatIsMissing(String line) {
    AbortedConnection event = only(FedReader.of(line));

    assertThat(event.reason()).isEqualTo(Reason.OTHER);
    assertThat(event.detail()).isEqualTo(Detail.AUTH_PLUGIN);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MySQL 8|2026-11-25T22:30:37.2Z 7 [Warning] [MY-010055] [Server] IP address '10.0.0.7'"
            + " could not be resolved: Temporary failure in name resolution"
            + "|2026-11-25T22:30:37.3Z 7 [Note] [MY-010914] [Server] Got an error reading"
            + " communication packets",
        "MySQL 8, the name|2026-11-25T22:30:37.2Z 7 [Warning] [MY-010056] [Server] Host name"
            + " 'web1.example.com' could not be resolved: Temporary failure in name resolution"
            + "|2026-11-25T22:30:37.3Z 7 [Note] [MY-010914] [Server] Got an error reading"
            + " communication packets",
        "MySQL 5.7|2026-11-25T22:30:37.2Z 7 [Warning] IP address '10.0.0.7' could not be resolved:"
            + " Temporary failure in name resolution|2026-11-25T22:30:37.3Z 7 [Note] Got an error"
            + " reading communication packets",
        "MariaDB on musl|2026-11-25 22:30:37 7 [Warning] IP address '10.0.0.7' could not be"
            + " resolved: Try again|2026-11-25 22:30:37 7 [Warning] Aborted connection 7 to db:"
            + " 'unconnected' user: 'unauthenticated' host: '10.0.0.7' (This connection closed"
            + " normally without authentication)"
      })
  void knowsALookupThatTheNameServerDidNotAnswer(String server, String lookup, String aborted) {
    assertThat(only(FedReader.of(lookup, aborted)).detail()).isEqualTo(Detail.SLOW_LOOKUP);
    assertThat(only(FedReader.of(lookup.replace(" 7 [", " 8 ["), aborted)).detail())
        .as("of another connection")
        .isEqualTo(Detail.NONE);
    assertThat(
            only(FedReader.of(
                    lookup.replaceFirst("resolved: .*", "resolved: Name or service not known"),
                    aborted))
                .detail())
        .as("there is no such name")
        .isEqualTo(Detail.NONE);
  }

  /** The client was slow to be looked up, and logged in all the same. */
  @Test
  void saysNothingOfALookupWhenASessionEnds() {
    AbortedConnection event =
        only(
            FedReader.of(
                "2026-11-25T22:30:37.2Z 7 [Warning] [MY-010055] [Server] IP address '10.0.0.7'"
                    + " could not be resolved: Temporary failure in name resolution",
                "2026-11-25T22:30:39.3Z 7 [Note] [MY-010914] [Server] Aborted connection 7 to db:"
                    + " 'shop' user: 'app' host: '10.0.0.7' (Got an error reading communication"
                    + " packets)."));

    assertThat(event.detail()).isEqualTo(Detail.NONE);
  }

  /** What two real servers wrote while the path to their clients was cut. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"mysql-8.0.33, 10, INACTIVITY 2, 28800", "mariadb-10.11.19, 6, READ_TIMEOUT 2, ''"})
  void countsADeadPathOnce(String server, int events, String timedOut, String limit)
      throws IOException {
    Path log = Path.of("src", "test", "resources", "captures", "dead-path-" + server + ".log");
    FedReader read = FedReader.of(Files.readAllLines(log).toArray(new String[0]));

    List<AbortedConnection> ended =
        read.events.stream()
            .filter(
                event ->
                    event.reason() == Reason.INACTIVITY || event.reason() == Reason.READ_TIMEOUT)
            .toList();
    assertThat(read.events).hasSize(events);
    assertThat(ended.get(0).reason() + " " + ended.size()).isEqualTo(timedOut);
    assertThat(ended)
        .extracting(event -> event.timeout().limitSeconds())
        .containsOnly(
            limit.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(limit)));
  }

  private static AbortedConnection only(FedReader read) {
    assertThat(read.events).hasSize(1);
    assertThat(read.reader.unrecognized()).isZero();
    return read.events.get(0);
  }

  private static String text(String record) {
    return record.substring(record.indexOf("[Server] ") + "[Server] ".length());
  }

  private static String json(int code, String record) {
    return "{ \"prio\" : 3, \"err_code\" : %d, \"subsystem\" : \"Server\", \"msg\" : \"%s\", \"time\" : \"2026-11-25T22:30:37.245646Z\", \"thread\" : 649, \"err_symbol\" : \"X\", \"label\" : \"Note\" }"
        .formatted(code, text(record).replace("\"", "\\\""));
  }
}
