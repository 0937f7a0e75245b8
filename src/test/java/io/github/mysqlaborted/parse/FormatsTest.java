package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.parse.format.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form that a record can have on its way from the server to the file. */
class FormatsTest {

  private static final String BODY =
      "Aborted connection 24 to db: 'shop' user: 'app' host: 'localhost' (Got an error reading"
          + " communication packets)";
  private static final String MARIADB = "2026-11-22 12:34:37 24 [Warning] " + BODY;
  private static final String CODED =
      "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] " + BODY + ".";
  private static final Instant SECOND = Instant.parse("2026-11-22T12:34:37Z");
  private static final Instant MICROSECOND = Instant.parse("2026-11-22T12:34:37.741121Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "261122 12:34:37 [Warning] " + BODY,
        "2026-11-22 12:34:37 24 [Warning] " + BODY,
        "2026-11-22 12:34:37 24 [Warning] " + BODY + "\r",
        "2026-11-22 12:34:37 24 [Warning] " + BODY + " (sql_connect.cc:842)",
        "db_1  | 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "my-shop-db-1  | 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "\u001b[36mdb_1  |\u001b[0m 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "{\"log\":\"2026-11-22 12:34:37 24 [Warning] "
            + BODY
            + "\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-22T12:34:38.2Z\"}",
        "2026-11-22T12:34:38.123456789Z stderr F 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "2026-11-22T13:34:38.123456789+01:00 stdout F 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "Nov 22 12:34:38 db1 mariadbd[812]: 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "Nov 22 12:34:38.123456 db1 mariadbd[812]: 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "<27>Nov 22 12:34:38 db1 mysqld-shop[812]: 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "2026-11-22T12:34:38.123456+00:00 db1 mysqld: 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "2026-11-22T12:34:38+0000 db1 mysqld[8]: 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "<27>1 2026-11-22T12:34:38.1Z db1 mysqld 812 - - 2026-11-22 12:34:37 24 [Warning] " + BODY,
        "Nov 22 12:34:37 db1 mysqld[812]: " + BODY,
        "Nov 22 12:34:37 db1 mysqld[812]: " + BODY + ".",
        "2026-11-22T12:34:37+00:00 db1 mysqld-shop[812]: " + BODY + ".",
        "<30>1 2026-11-22T12:34:37Z db1 mysqld 812 - [x@1 y=\"z\"] " + BODY + ".",
      })
  void readsWholeSeconds(String line) {
    assertReads(line, SECOND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T12:34:37.741121Z 24 [Note] " + BODY,
        "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] " + BODY + ".",
        "2026-11-22T12:34:37.741121-00:00 24 [Note] [MY-010914] [Server] " + BODY + ".",
        "2026-11-22T18:04:37.741121+05:30 24 [Note] [MY-010914] [Server] " + BODY + ".",
        "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] " + BODY + ".\r",
        "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] "
            + BODY
            + ". (sql_connect.cc:842)",
        "2026-11-22T12:34:37.741121Z 24 [Note] [MY-013104] [Server] " + BODY,
        "2026-11-22T12:35:00Z stderr F 2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] "
            + BODY
            + ".",
        "db_1  | 2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] " + BODY + ".",
        "{ \"msg\" : \""
            + BODY
            + ".\", \"time\" : \"2026-11-22T12:34:37.741121Z\", \"thread\" : 24, \"err_code\" :"
            + " 10914 }",
        "{\"err_code\":10914,\"thread\":24,\"ts\":1,\"time\":\"2026-11-22T12:34:37.741121Z\","
            + "\"source\":{\"msg\":\"x\"},\"msg\":\""
            + BODY
            + ".\"}",
      })
  void readsMicroseconds(String line) {
    assertReads(line, MICROSECOND);
  }

  /** A server in another zone than is configured, beside a collector's stamp that has one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T12:34:38.123456789Z stderr F 2026-11-22 14:34:37 24 [Warning] ",
        "2026-11-22T13:34:38.123456789+01:00 2026-11-22 18:04:37 24 [Warning] ",
        "2026-11-22T12:34:36.9Z stdout F 2026-11-22  7:04:37 24 [Warning] ",
        "2026-11-22T12:37:01+00:00 db1 mysqld[8]: 2026-11-22 14:34:37 24 [Warning] ",
        "db_1  | 2026-11-22T12:34:38Z 261122 12:34:37 [Warning] "
      })
  void takesTheZoneFromTheCollectorsStamp(String header) {
    assertReads(header + BODY, SECOND);
  }

  private static void assertReads(String line, Instant time) {
    FedReader reading = FedReader.of(line);
    assertThat(reading.summary()).containsExactly("client/read_error app@localhost shop");
    AbortedConnection event = reading.events.get(0);
    assertThat(event.time()).isEqualTo(time);
    assertThat(event.connectionId()).isEqualTo(OptionalLong.of(24));
    assertThat(reading.reader.unrecognized()).isZero();
    assertThat(reading.reader.records()).isEqualTo(1);
  }

  @Test
  void readsHoursThatASpacePads() {
    assertThat(
            FedReader.of("261122  9:05:01 [Warning] " + BODY, "261122 10:05:01 [Warning] " + BODY)
                .events)
        .extracting(AbortedConnection::time)
        .containsExactly(
            Instant.parse("2026-11-22T09:05:01Z"), Instant.parse("2026-11-22T10:05:01Z"));
    assertThat(FedReader.of("2026-11-22  9:05:01 24 [Warning] " + BODY).events)
        .extracting(AbortedConnection::time)
        .containsExactly(Instant.parse("2026-11-22T09:05:01Z"));
  }

  @Test
  void takesStampsWithoutAZoneInTheZoneGiven() {
    FedReader reading = new FedReader(ZoneId.of("Europe/Berlin"));
    reading.feed(
        "2026-07-01 12:00:00 24 [Warning] " + BODY,
        "2026-12-01 12:00:00 24 [Warning] " + BODY,
        "2026-10-25  2:30:00 24 [Warning] " + BODY);
    assertThat(reading.events)
        .extracting(AbortedConnection::time)
        .containsExactly(
            Instant.parse("2026-07-01T10:00:00Z"),
            Instant.parse("2026-12-01T11:00:00Z"),
            Instant.parse("2026-10-25T00:30:00Z"));
  }

  @Test
  void takesSyslogStampsInTheLatestYearThatIsNotAhead() {
    FedReader reading =
        FedReader.of(
            "Dec 31 23:59:59 db1 mysqld[812]: " + BODY, "Nov  2 00:00:01 db1 mysqld[812]: " + BODY);
    assertThat(reading.events)
        .extracting(AbortedConnection::time)
        .containsExactly(
            Instant.parse("2025-12-31T23:59:59Z"), Instant.parse("2026-11-02T00:00:01Z"));
  }

  @Test
  void readsTheProxiedClientAsTheHost() {
    String line =
        "2026-11-22 12:34:37 50 [Warning] Aborted connection 50 to db: 'shop' user: 'app' host:"
            + " '203.0.113.7' real ip: '127.0.0.1' (Got an error reading communication packets)";
    assertThat(FedReader.of(line).summary())
        .containsExactly("client/read_error app@203.0.113.7 shop");
  }

  @Test
  void readsARecordThatStandsBetweenLinesWithoutStamp() {
    FedReader reading =
        FedReader.of(
            "Version: '10.11.19-MariaDB'  socket: '/run/mysqld.sock'  port: 3306  MariaDB Server",
            "261122 12:00:00 mysqld_safe Starting mariadbd daemon",
            "2026-11-22 12:34:36 0 [Note] InnoDB: Buffer pool(s) load completed",
            "InnoDB: a line without a stamp",
            MARIADB,
            "stack_bottom = 0x0 thread_stack 0x49000");
    assertThat(reading.summary()).containsExactly("client/read_error app@localhost shop");
    assertThat(reading.reader.records()).isEqualTo(2);
    assertThat(reading.reader.unrecognized()).isZero();
  }

  @Test
  void goesOnInAnotherStyle() {
    FedReader reading =
        FedReader.of(
            MARIADB,
            CODED,
            "2026-11-22T12:34:37.000000Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld"
                + " 8.0.33) starting as process 1",
            CODED,
            MARIADB);
    assertThat(reading.events)
        .extracting(AbortedConnection::time)
        .containsExactly(SECOND, MICROSECOND, MICROSECOND, SECOND);
  }

  @Test
  void learnsTheFormOfEachFileAnew() {
    FedReader reading = new FedReader();
    reading.feed(MARIADB);
    reading.reader.endOfFile();
    reading.feed(CODED);
    assertThat(reading.events).hasSize(2);
  }

  @Test
  void countsTheRecordsThatAThrottleDropped() {
    String line =
        "{ \"err_code\" : 10914, \"and_n_more\" : 4, \"time\" : \"2026-11-22T12:34:37Z\", \"msg\" :"
            + " \"Got timeout reading communication packets\", \"thread\" : 7 }";
    assertThat(FedReader.of(line).summary()).hasSize(5).containsOnly("connect/connect_timeout @ ");
  }

  @Test
  void countsOneWhereTheNumberOfDroppedRecordsIsNonsense() {
    for (long dropped : List.of(-1L, Long.MAX_VALUE)) {
      String line =
          "{ \"err_code\" : 10914, \"and_n_more\" : %d, \"time\" : \"2026-11-22T12:34:37Z\", \"msg\" :"
              + " \"Got timeout reading communication packets\", \"thread\" : 7 }";
      assertThat(FedReader.of(line.formatted(dropped)).events).hasSize(1);
    }
  }

  @Test
  void readsTheJsonSinkOfARealServer() throws IOException {
    FedReader reading =
        FedReader.of(CapturesTest.text("/captures/mysql-8.0.33.json-sink.log").strip());
    assertThat(reading.summary())
        .containsExactly(
            "client/read_error app@localhost shop",
            "client/inactivity app@localhost shop",
            "connect/access_denied_db limited@127.0.0.1 shop",
            "connect/access_denied app2@localhost ",
            "connect/packets_out_of_order @ ",
            "connect/connect_timeout @ ",
            "client/packet_too_large app@localhost shop",
            "connect/account_locked locked@localhost ",
            "connect/read_error @ ");
    assertThat(reading.events.get(0).connectionId()).isEqualTo(OptionalLong.of(1680));
    assertThat(reading.events.get(2).connectionId()).isEqualTo(OptionalLong.of(1682));
    assertThat(reading.reader.records()).isEqualTo(10);
    assertThat(reading.reader.unrecognized()).isZero();
  }

  @Test
  void readsRowsOfTheErrorLogTable() {
    FedReader reading = new FedReader();
    reading.reader.row(SECOND, 24, "MY-010914", BODY + ".");
    reading.reader.row(SECOND, 25, "MY-010914", "Bad handshake");
    reading.reader.row(SECOND, 0, "MY-011323", "X Plugin ready for connections");
    reading.reader.row(
        MICROSECOND,
        26,
        "MY-010926",
        "{ \"err_code\" : 10926, \"thread\" : 26, \"time\" : \"2026-11-22T12:34:37.741121Z\","
            + " \"msg\" : \"Access denied for user 'a'@'b' (using password: NO)\" }");
    assertThat(reading.summary())
        .containsExactly(
            "client/read_error app@localhost shop",
            "connect/bad_handshake @ ",
            "connect/access_denied a@b ");
    assertThat(reading.events)
        .extracting(AbortedConnection::time)
        .containsExactly(SECOND, SECOND, MICROSECOND);
    assertThat(reading.reader.records()).isEqualTo(4);
  }

  @Test
  void readsMessagesOfTheJournal() {
    FedReader reading = new FedReader();
    reading.reader.entry(SECOND, Optional.of("mysqld"), Bytes.utf8(BODY + "."), 1);
    reading.reader.entry(SECOND, Optional.of("mysqld"), Bytes.utf8("Got packets out of order"), 2);
    reading.reader.entry(SECOND, Optional.of("mysqld"), Bytes.utf8("InnoDB: nothing"), 3);
    assertThat(reading.summary())
        .containsExactly("client/read_error app@localhost shop", "connect/packets_out_of_order @ ");
    FedReader stamped = new FedReader();
    stamped.reader.entry(MICROSECOND, Optional.of("mariadbd"), Bytes.utf8(MARIADB), 1);
    assertThat(stamped.events).extracting(AbortedConnection::time).containsExactly(SECOND);
  }

  @Test
  void countsWhatBearsTheWordsAndFitsNoTemplate() {
    FedReader reading =
        FedReader.of(
            "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010914] [Server] Aborted connection 854 to"
                + " db: 'employees' user: 'josh'",
            "2026-11-22T12:34:37.741121Z 24 [Note] [MY-010926] [Server] Access denied");
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.unrecognized()).isEqualTo(2);
    assertThat(reading.reader.records()).isEqualTo(2);
  }

  @Test
  void countsLinesThatAreNoText() {
    FedReader reading = new FedReader();
    for (byte[] line :
        List.of(
            new byte[] {0, 0, 0},
            new byte[] {'a', (byte) 0xE3},
            new byte[] {(byte) 0xFF, 'b'},
            new byte[] {'a', 7, 'b'})) {
      reading.feed(line);
    }
    reading.feed("Übung macht 日本", "\tat a.b(c)", "");
    assertThat(reading.reader.unrecognized()).isEqualTo(2);
    assertThat(reading.reader.records()).isZero();
  }

  @Test
  void countsARecordThatIsLongerThanTheReaderTakes() {
    FedReader reading = new FedReader();
    byte[] head = Bytes.utf8(MARIADB.substring(0, 60));
    reading.reader.classify(head, 0, head.length);
    reading.reader.line(head, 0, head.length, 0, true);
    assertThat(reading.reader.unrecognized()).isEqualTo(1);
    assertThat(reading.events).isEmpty();
  }

  @Test
  void takesNoLineFromTheMiddleOfOneThatARuntimeCut() {
    FedReader reading =
        FedReader.of(
            "2026-11-22T12:34:38.1Z stderr F " + MARIADB,
            "2026-11-22T12:34:38.1Z stderr P 2026-11-22 12:34:37 24 [ERROR] long",
            "2026-11-22T12:34:38.1Z stderr F " + MARIADB,
            "2026-11-22T12:34:38.1Z stderr F " + MARIADB);
    assertThat(reading.events).hasSize(2);
  }

  @Test
  void takesNoLineFromTheMiddleOfOneThatWasCutTwiceWithARestartBetween() {
    FedReader reading =
        FedReader.of(
            "2026-11-22T12:34:38.1Z stderr P 2026-11-22 12:34:37 24 [ERROR] long",
            "2026-11-22T12:34:38.1Z stderr P " + MARIADB);
    FedReader restarted = new FedReader();
    restarted.reader.restore(reading.reader.state());
    restarted
        .feed("2026-11-22T12:34:38.1Z stderr F " + MARIADB)
        .feed("2026-11-22T12:34:38.1Z stderr F " + MARIADB);
    assertThat(reading.events).isEmpty();
    assertThat(restarted.events).hasSize(1);
  }
}
