package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralLogReaderTest {

  private final List<AbortedConnection> events = new ArrayList<>();
  private final GeneralLogReader reader =
      new GeneralLogReader(ZoneOffset.UTC, (event, count) -> events.add(event));

  private List<String> read(String... lines) {
    for (String line : lines) {
      for (String part : line.split("\n", -1)) {
        FedReader.feed(reader, part.getBytes(UTF_8), 0);
      }
    }
    reader.atRest();
    return events.stream().map(FedReader::summary).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql-5.5.34", "mysql-5.6.14", "mysql-8.0.33", "mariadb-10.11.19"})
  void tellsTheFailedLoginsOfEachServer(String server) throws IOException {
    List<String> lines = new ArrayList<>();
    CapturesTest.lines(server, "general_log").values().forEach(lines::addAll);
    assertThat(read(lines.toArray(new String[0])))
        .containsExactly(
            "connect/access_denied app2@localhost ",
            "connect/access_denied app2@localhost ",
            "connect/access_denied ghost@localhost ");
    assertThat(events.get(0).connectionId())
        .isEqualTo(
            OptionalLong.of(
                switch (server) {
                  case "mysql-5.5.34" -> 300;
                  case "mysql-5.6.14" -> 289;
                  case "mysql-8.0.33" -> 1549;
                  default -> 302;
                }));
    assertThat(reader.records()).isEqualTo(lines.size());
  }

  @Test
  void takesTheTimeOfTheLastRowThatHasOne() {
    read(
        "261122  9:18:47\t    4 Query\tSELECT 1",
        "\t\t    5 Connect\ta@h on ",
        "\t\t    5 Connect\tAccess denied for user 'a'@'h' (using password: NO)",
        "261122 12:18:48\t    6 Connect\tb@h on d",
        "\t\t    6 Connect\tAccess denied for user 'b'@'h' (using password: NO)");
    assertThat(events)
        .extracting(AbortedConnection::time)
        .containsExactly(
            Instant.parse("2026-11-22T09:18:47Z"), Instant.parse("2026-11-22T12:18:48Z"));
  }

  /** MySQL 5.6 writes the rows of a user that it does not know in this order. */
  @Test
  void takesALoginThatIsNamedAfterItsFailure() {
    String failure = "\t\t    5 Connect\tAccess denied for user 'a'@'h' (using password: NO)";
    assertThat(read(failure)).isEmpty();
    GeneralLogState state = reader.state();
    String account = "\t\t    5 Connect\ta@h as  on ";
    assertThat(read(account)).containsExactly("connect/access_denied a@h ");
    assertThat(read(account)).hasSize(1);

    List<AbortedConnection> restarted = new ArrayList<>();
    GeneralLogReader next =
        new GeneralLogReader(ZoneOffset.UTC, (event, count) -> restarted.add(event));
    next.restore(state);
    FedReader.feed(next, account.getBytes(UTF_8), 0);
    next.atRest();
    assertThat(restarted).containsExactlyElementsOf(events);
    assertThat(next.state()).isEqualTo(new GeneralLogState(2, Instant.EPOCH, Map.of(), Map.of()));
  }

  @Test
  void takesNoFailureWithoutTheLoginBeforeIt() {
    String failure = "\t\t    5 Connect\tAccess denied for user 'a'@'h' (using password: NO)";
    assertThat(read(failure)).isEmpty();
    assertThat(read("\t\t    5 Connect\tb@h on ", failure)).isEmpty();
    assertThat(read("\t\t    6 Connect\ta@h on ", failure)).isEmpty();
    assertThat(read("\t\t    5 Query\ta@h on ", failure)).isEmpty();
    assertThat(read("\t\t    5 Connect\ta@h on ", failure, failure)).hasSize(1);
  }

  @Test
  void takesLinesOfAStatementForNothing() {
    assertThat(
            read(
                "\t\t    5 Query\tSELECT 'a",
                "Access denied for user 'a'@'h' (using password: NO)",
                "    5 Connect\ta@h on ",
                "'"))
        .isEmpty();
    assertThat(reader.records()).isEqualTo(1);
  }

  @Test
  void countsOneFailureForANameThatHoldsRows() {
    String name =
        "x@h on \n\t\t   77 Connect\tb@h on \n\t\t   77 Connect\tAccess denied for user"
            + " 'b'@'h' (using password: NO)\ny";
    assertThat(name.length()).isLessThanOrEqualTo(128);
    assertThat(
            read(
                "\t\t    9 Connect\t" + name + "@localhost on shop using TCP/IP",
                "\t\t    9 Connect\tAccess denied for user '"
                    + name
                    + "'@'localhost' (using password: YES)",
                "\t\t    9 Quit\t"))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @Test
  void countsOneFailureForANameWithALineFeed() {
    assertThat(
            read(
                "\t\t    9 Connect\tx\ny@localhost on shop using TCP/IP",
                "\t\t    9 Connect\tAccess denied for user 'x\ny'@'localhost' (using password: NO)"))
        .containsExactly("connect/access_denied x\ny@localhost ");
  }

  @Test
  void takesRowsOfTheTable() {
    Instant time = Instant.parse("2026-11-22T12:00:00Z");
    reader.row(time, 9, "Connect", "x\ny@localhost on shop using TCP/IP");
    reader.row(time, 9, "Query", "SELECT 1");
    reader.row(
        time, 9, "Connect", "Access denied for user 'x\ny'@'localhost' (using password: YES)");
    assertThat(read()).containsExactly("connect/access_denied x\ny@localhost ");
    assertThat(events.get(0).time()).isEqualTo(time);
  }

  @Test
  void goesOnWithTheStateOfAnother() {
    read("261122 12:18:48\t    6 Connect\tb@h on d", "\t\t    6 Query\t" + "x".repeat(200));
    List<AbortedConnection> told = new ArrayList<>();
    GeneralLogReader next = new GeneralLogReader(ZoneOffset.UTC, (event, count) -> told.add(event));
    next.restore(reader.state());
    FedReader.feed(
        next,
        "\t\t    6 Connect\tAccess denied for user 'b'@'h' (using password: NO)".getBytes(UTF_8),
        0);
    next.endOfFile();
    assertThat(told)
        .extracting(AbortedConnection::time)
        .containsExactly(Instant.parse("2026-11-22T12:18:48Z"));
  }
}
