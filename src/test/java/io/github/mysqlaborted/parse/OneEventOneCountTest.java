package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several records of one connection are one event, and what is no abort is none. */
class OneEventOneCountTest {

  private static final String START =
      "2026-11-22 12:00:00 0 [Note] mariadbd: ready for connections.";

  private static String mariadb(int thread, String message) {
    return "2026-11-22 12:36:28 " + thread + " [Warning] " + message;
  }

  private static String aborted(int id, String reason) {
    return "Aborted connection "
        + id
        + " to db: 'shop' user: 'app' host: 'localhost' ("
        + reason
        + ")";
  }

  private static String unauthenticated(int id, String reason) {
    return "Aborted connection "
        + id
        + " to db: 'unconnected' user: 'unauthenticated' host: 'localhost' ("
        + reason
        + ")";
  }

  @Test
  void countsTheTwoRecordsOfAThreadPoolOnce() {
    String normally = "This connection closed normally without authentication";
    FedReader reading =
        FedReader.of(
            START,
            mariadb(5, unauthenticated(5, "Got an error reading communication packets")),
            mariadb(5, unauthenticated(5, normally)),
            mariadb(6, unauthenticated(6, "Got timeout reading communication packets")),
            mariadb(7, "Access denied for user 'a'@'localhost' (using password: YES)"),
            mariadb(6, unauthenticated(6, normally)),
            mariadb(7, unauthenticated(7, normally)),
            mariadb(8, unauthenticated(8, normally)));
    assertThat(reading.summary())
        .containsExactly(
            "connect/read_error unauthenticated@localhost unconnected",
            "connect/connect_timeout unauthenticated@localhost unconnected",
            "connect/access_denied a@localhost ",
            "connect/unauthenticated unauthenticated@localhost unconnected");
  }

  @Test
  void countsEachOfTwoEqualRecords() {
    String line = mariadb(5, aborted(5, "Got an error reading communication packets"));
    assertThat(FedReader.of(START, line, line).events).hasSize(2);
  }

  @Test
  void countsNoClosingOfAHealthySession() {
    FedReader reading =
        FedReader.of(
            START,
            mariadb(5, aborted(5, "CLOSE_CONNECTION")),
            mariadb(6, aborted(6, "RELEASE")),
            mariadb(7, aborted(7, "This connection closed normally")));
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.unrecognized()).isZero();
    assertThat(reading.reader.records()).isEqualTo(4);
  }

  @Test
  void countsAKillOnlyWhenTheSessionEndsByIt() {
    String killed = aborted(9, "KILLED");
    String says = "mariadbd: Connection was killed";
    assertThat(FedReader.of(START, mariadb(10, killed)).events).isEmpty();
    assertThat(FedReader.of(START, mariadb(0, killed), mariadb(9, "x")).events).isEmpty();
    assertThat(FedReader.of(START, mariadb(10, killed), error(9, says), error(9, says)).summary())
        .containsExactly("client/killed app@localhost shop");
    assertThat(
            FedReader.of(
                    START,
                    mariadb(10, killed),
                    mariadb(
                        9,
                        "Could not read packet: fd: 44  state: 1  read_length: 4  errno: 11"
                            + "  vio_errno: 1158  length: 0"),
                    mariadb(9, aborted(9, "Got an error reading communication packets")))
                .summary())
        .containsExactly("client/read_error app@localhost shop");
  }

  private static String error(int thread, String message) {
    return "2026-11-22 12:36:29 " + thread + " [ERROR] " + message;
  }

  @Test
  void countsNoRecordThatOnlyAccompaniesAnAbort() {
    String eight = "2026-11-22T12:36:31.780790Z 1509 [Note] [MY-0%d] [Server] %s";
    FedReader reading =
        FedReader.of(
            eight.formatted(
                13730, "'wait_timeout' period of 1 seconds was exceeded for `app`@`127.0.0.1`."),
            eight.formatted(15123, "A connection from `app`@`127.0.0.1` was closed by the server"),
            eight.formatted(13417, "The wait_timeout period was exceeded"),
            eight.formatted(13935, "IO-layer timeout before wait_timeout was reached."));
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.records()).isEqualTo(4);
  }

  @Test
  void countsASessionThatAShutdownEnds() {
    assertThat(
            FedReader.of(
                    "2026-11-22T12:36:31.780790Z 0 [Warning] [MY-010909] [Server]"
                        + " /usr/sbin/mysqld: Forcing close of thread 8  user: 'app'.")
                .summary())
        .containsExactly("client/server_shutdown app@ ");
  }

  @Test
  void countsRefusalsOfPerconaAndMariadb() {
    assertThat(
            FedReader.of(
                    "2026-11-22T12:36:31.780790Z 0 [Warning] [MY-010000] [Server] Too many"
                        + " connections")
                .summary())
        .containsExactly("connect/too_many_connections @ ");
    assertThat(
            FedReader.of(
                    START,
                    mariadb(
                        0,
                        "Aborted connection 0 to db: 'unconnected' user: 'unauthenticated' host:"
                            + " 'connecting host' (Too many connections)"))
                .summary())
        .containsExactly(
            "connect/too_many_connections unauthenticated@connecting host unconnected");
  }

  @Test
  void readsWhatFiveSevenSaysOfAFailedLogin() {
    String note = "2026-11-22T12:36:31.780790Z 59 [Note] ";
    FedReader reading =
        FedReader.of(
            note + "Got packets out of order",
            note + "Bad handshake",
            note + "Access denied for user 'a'@'h'. Account is locked.",
            note + "Access denied for user 'a'@'h' to database 'd'",
            note
                + "Your password has expired. To log in you must change it using a client that"
                + " supports expired passwords.",
            note + "Plugin 'sha' is not loaded",
            note + "Plugin 'FEDERATED' is disabled.",
            "2026-11-22T12:36:31.780790Z 0 [Note] Got an error reading communication packets");
    assertThat(reading.summary())
        .containsExactly(
            "connect/packets_out_of_order @ ",
            "connect/bad_handshake @ ",
            "connect/account_locked a@h ",
            "connect/access_denied_db a@h d",
            "connect/password_expired @ ",
            "connect/other @ ",
            "connect/read_error @ ");
  }

  @Test
  void readsTheOtherRefusalsOfEight() {
    String note = "2026-11-22T12:36:31.780790Z 59 [Note] [MY-0%d] [Server] %s";
    FedReader reading =
        FedReader.of(
            note.formatted(10925, "Access denied for user 'a'@'h'"),
            note.formatted(
                13525,
                "Access denied for user 'a'@'h'. Account is blocked for 2 day(s) (2 day(s)"
                    + " remaining) due to 3 consecutive failed logins."),
            note.formatted(10914, "Plugin 'sha' is not loaded"));
    assertThat(reading.summary())
        .containsExactly(
            "connect/access_denied a@h ", "connect/account_locked a@h ", "connect/other @ ");
  }

  @Test
  void countsTheSameWhereverTheReaderIsReplaced() throws IOException {
    List<String> lines = new ArrayList<>();
    CapturesTest.errorLogs("mariadb-10.11.19").values().forEach(lines::addAll);
    lines.add(0, START);
    List<AbortedConnection> whole = FedReader.of(lines.toArray(new String[0])).events;
    for (int at = 0; at <= lines.size(); at++) {
      FedReader first = new FedReader();
      for (String line : lines.subList(0, at)) {
        first.feed(line);
      }
      int next = at;
      for (long held = first.offset() - first.reader.heldFrom();
          first.reader.heldFrom() >= 0 && held > 0;
          held -= lines.get(next).length() + 1) {
        next--;
      }
      FedReader second = new FedReader();
      second.reader.restore(restarted(first.reader.state()));
      for (String line : lines.subList(next, lines.size())) {
        second.feed(line);
      }
      second.rest();
      List<AbortedConnection> both = new ArrayList<>(first.events);
      both.addAll(second.events);
      assertThat(both).containsExactlyInAnyOrderElementsOf(whole);
      assertThat(second.reader.records()).isEqualTo(lines.size());
    }
  }

  private static ErrorLogState restarted(ErrorLogState state) {
    try {
      return RecordJson.read(RecordJson.write(state), ErrorLogState.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
