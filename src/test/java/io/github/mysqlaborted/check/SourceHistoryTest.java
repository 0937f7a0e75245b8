package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a log that is not read as it should be. */
final class SourceHistoryTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final long MIB = 1024 * 1024;

  @Test
  void aFileOfWhichNoRecordComes() {
    CheckedServer server = CheckedServer.reading("/var/log/mysql/slow.log", true);
    server.scrape();
    server.readBytes(187, 0);
    server.pass(CheckedServer.SCRAPE);
    assertThat(server.problems()).isEmpty();

    server.readBytes(300, 0);
    server.pass(CheckedServer.SCRAPE);
    assertThat(server.findings())
        .containsExactly(
            new Finding(
                LogProblem.NO_RECORDS,
                "487 bytes of /var/log/mysql/slow.log were read, but they contain no log"
                    + " record: it is not an error log, or its format is unknown.",
                "SELECT @@log_error; shows the path of the error log"));

    server.readBytes(100, 1);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void aLogWhoseFormChanges() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.readBytes(300 * 1024, 0);
    server.pass(Duration.ofMinutes(8));
    assertThat(server.problems()).isEmpty();

    server.pass(MINUTE.multipliedBy(2));
    assertThat(server.problems()).containsExactly(LogProblem.NO_RECORDS);
  }

  @Test
  void noLogWithALongStackTrace() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.readBytes(200 * 1024, 0);
    server.pass(HOUR);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void noEmptyFile() {
    CheckedServer server = CheckedServer.reading(CheckedServer.FILE, true);
    server.pass(HOUR);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void aJournalWithoutAnEntryOfTheUnit() {
    CheckedServer server = CheckedServer.reading("journal:mysql", true);
    server.scrape();
    assertThat(server.problems()).isEmpty();

    server.pass(MINUTE);
    assertThat(server.findings())
        .containsExactly(
            new Finding(
                LogProblem.NO_ENTRIES,
                "The journal has no entries of the unit mysql. Check that it is the"
                    + " server's unit.",
                "systemctl status mysql mariadb mysqld; then --errorlog.unit=NAME"));

    server.readBytes(80, 1);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void noJournalThatIsReadFromItsEnd() {
    CheckedServer server = CheckedServer.reading("journal:mariadb", false);
    server.pass(HOUR);

    assertThat(server.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/var/log/mysql/error.log", "journal:mariadb", "performance_schema.error_log"})
  void aLogThatCannotBeRead(String source) {
    CheckedServer server = CheckedServer.reading(source, true);
    server.readBytes(100, 1);
    server.readable(false);
    server.scrape();
    assertThat(server.problems()).isEmpty();

    server.pass(MINUTE);
    assertThat(server.problems()).containsExactly(LogProblem.UNREADABLE);

    server.readable(true);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void noFileThatIsAwayForAMomentWhileItIsRotated() {
    CheckedServer server = CheckedServer.of("8.0.33");
    for (int i = 0; i < 20; i++) {
      server.readable(false);
      server.pass(CheckedServer.SCRAPE);
      assertThat(server.problems()).isEmpty();
      server.readable(true);
      server.pass(MINUTE);
      assertThat(server.problems()).isEmpty();
    }
  }

  @Test
  void noTableOfAServerThatIsDown() {
    CheckedServer server = CheckedServer.reading("performance_schema.error_log", true);
    server.readBytes(100, 1);
    server.pass(MINUTE);
    server.readable(false);
    server.pass(MINUTE);
    server.doesNotAnswer();

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void aReaderFarBehind() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.lag(17 * MIB);
    server.readBytes(1000, 10);
    server.pass(CheckedServer.SCRAPE);
    assertThat(server.problems()).isEmpty();

    for (int i = 0; i < 4; i++) {
      server.readBytes(1000, 10);
      server.pass(CheckedServer.SCRAPE);
    }
    assertThat(server.problems()).containsExactly(LogProblem.BEHIND);
    server.lag(0);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void aReaderThatDoesNotMove() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.readBytes(1000, 10);
    server.lag(MIB);
    server.pass(MINUTE.multipliedBy(2));

    assertThat(server.problems()).containsExactly(LogProblem.BEHIND);
  }

  @Test
  void noReaderWithHalfALineLeft() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.lag(2000);
    server.pass(HOUR);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void recordsThatWereLostForAnHour() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.lose(2);
    server.pass(MINUTE);
    server.lose(1);
    assertThat(server.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "3 records of /var/log/mysql/error.log or more were deleted before they"
                + " were read.");

    server.pass(HOUR);
    server.pass(CheckedServer.SCRAPE);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void linesThatAreNotUnderstoodForAnHour() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTE);
    server.misunderstand(7);
    assertThat(server.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(LogProblem.UNRECOGNIZED);
              assertThat(finding.sentence()).startsWith("7 lines of /var/log/mysql/error.log look");
            });

    server.pass(HOUR);
    server.pass(CheckedServer.SCRAPE);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void thatThereIsNone() {
    CheckedServer server = CheckedServer.of("10.11.6-MariaDB");
    server.withoutLog("the server writes no file");
    server.scrape();
    assertThat(server.problems()).isEmpty();

    server.pass(CheckedServer.SCRAPE);
    assertThat(server.findings())
        .extracting(Finding::sentence)
        .containsExactly("No error log is read: the server writes no file.");
  }
}
