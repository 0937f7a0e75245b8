package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server counts and its log does not tell: where that is silence, and where it is not. */
final class SilenceTest {
  private static final Duration MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.5.34          | , @@log_warnings",
        "5.6.14          | , @@log_warnings",
        "5.7.44          | , @@log_error_verbosity, @@log_warnings",
        "8.0.33          | , @@log_error_verbosity, @@log_error_services,"
            + " @@log_error_suppression_list",
        "9.7.4           | , @@log_error_verbosity, @@log_error_services,"
            + " @@log_error_suppression_list",
        "10.11.6-MariaDB | , @@log_warnings",
        "10.1.25-MariaDB | , @@log_warnings",
      })
  void isSilentWhereSessionsAreAbortedAndNoRecordComes(String version, String settings) {
    CheckedServer server = CheckedServer.of(version);
    server.pass(MINUTES);
    server.count("Aborted_clients", 3);
    server.pass(MINUTES);

    assertThat(server.findings())
        .containsExactly(
            new Finding(
                LogProblem.SILENT,
                "In the last 10 minutes the server counted 3 aborted sessions"
                    + " (Aborted_clients) that KILL does not explain, but"
                    + " /var/log/mysql/error.log has no record of them. Check that it is the log of"
                    + " this server.",
                "SELECT @@log_error"
                    + settings
                    + "; and compare with the log that the exporter reads"));
  }

  @Test
  void isOverWithTheFirstRecord() {
    CheckedServer server = silent(CheckedServer.of("8.0.33"));
    server.log(Phase.CLIENT, Reason.READ_ERROR, 1);

    assertThat(server.problems()).isEmpty();
    server.pass(HOUR);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void isSilentAgainSoonAfterTheLastRecord() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(HOUR);
    server.count("Aborted_clients", 40);
    server.log(Phase.CLIENT, Reason.READ_ERROR, 40);
    server.pass(MINUTES);
    assertThat(server.problems()).isEmpty();

    server.count("Aborted_clients", 4);
    server.pass(MINUTES);
    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @Test
  void isOverAnHourAfterTheLastAbort() {
    CheckedServer server = silent(CheckedServer.of("8.0.33"));
    server.pass(HOUR.multipliedBy(2));

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void findsASlowLeak() {
    CheckedServer server = CheckedServer.of("8.0.33");
    for (int i = 0; i < 8; i++) {
      server.pass(Duration.ofMinutes(15));
      server.count("Aborted_clients", 1);
    }
    server.pass(MINUTES);

    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @Test
  void waitsForTheRecord() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTES);
    server.count("Aborted_clients", 50);
    server.scrape();
    assertThat(server.problems()).isEmpty();

    server.pass(Duration.ofSeconds(45));
    assertThat(server.problems()).isEmpty();
    server.log(Phase.CLIENT, Reason.WRITE_ERROR, 50);
    server.pass(HOUR);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void namesTheFileThatTheServerWrites() {
    CheckedServer server = silent(CheckedServer.of("8.0.33").set("log_error", "/data/db1.err"));

    assertThat(server.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(LogProblem.OTHER_FILE);
              assertThat(finding.sentence())
                  .endsWith("The server writes its log to /data/db1.err.");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stderr | log_filter_internal; log_sink_internal | standard error, not to a file.",
        "''     | log_filter_internal; log_sink_internal | standard error, not to a file.",
        "/var/log/mysql/error.log | log_filter_internal; log_sink_json | error.log.00.json.",
      })
  void knowsWhereElseTheServerWrites(String logError, String services, String where) {
    CheckedServer server =
        silent(
            CheckedServer.of("8.0.33")
                .set("log_error", logError)
                .set("log_error_services", services));

    assertThat(server.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.sentence()).endsWith(where));
  }

  @ParameterizedTest
  @CsvSource({"./error.log", "/srv/volume/error.log", "../log/error.log"})
  void knowsTheFileByAnotherPath(String logError) {
    CheckedServer server = silent(CheckedServer.of("8.0.33").set("log_error", logError));

    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @Test
  void doubtsTheLogOfAServerThatIsElsewhere() {
    CheckedServer server =
        silent(CheckedServer.of("8.0.33").set("log_error", "/data/db1.err").elsewhere());

    assertThat(server.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(LogProblem.SILENT);
              assertThat(finding.sentence())
                  .endsWith(
                      "Check that it is the log of db1:3306, which may be another machine, and that it is"
                          + " not copied here late.");
            });
  }

  @Test
  void suspectsAFilterWithRules() {
    CheckedServer server =
        silent(
            CheckedServer.of("8.0.33")
                .set("log_error_services", "log_filter_dragnet; log_sink_internal"));

    assertThat(server.problems()).containsExactly(LogProblem.FILTERED);
  }

  @Test
  void blamesTheKnownReasonAlone() {
    CheckedServer server = silent(CheckedServer.of("8.0.33").set("log_error_verbosity", "2"));
    assertThat(server.problems()).containsExactly(LogProblem.VERBOSITY);

    server.set("log_error_verbosity", "3");
    server.pass(HOUR);
    assertThat(server.problems()).isEmpty();
  }

  private static CheckedServer silent(CheckedServer server) {
    server.pass(MINUTES);
    server.count("Aborted_clients", 3);
    server.pass(MINUTES);
    return server;
  }
}
