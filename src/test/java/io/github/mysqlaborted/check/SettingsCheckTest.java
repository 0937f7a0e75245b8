package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a server that is set so that its log cannot tell, at the first scrape. */
final class SettingsCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.0.33         | log_error_verbosity | 2 | 3 | SET PERSIST log_error_verbosity = 3;",
        "9.7.4          | log_error_verbosity | 1 | 3 | SET PERSIST log_error_verbosity = 3;",
        "5.7.44         | log_error_verbosity | 2 | 3 | SET GLOBAL log_error_verbosity = 3; and in"
            + " my.cnf, under [mysqld]: log_error_verbosity = 3",
        "5.6.14         | log_warnings        | 1 | 2 | SET GLOBAL log_warnings = 2; and in my.cnf,"
            + " under [mysqld]: log_warnings = 2",
        "5.5.34         | log_warnings        | 1 | 2 | SET GLOBAL log_warnings = 2; and in my.cnf,"
            + " under [mysqld]: log_warnings = 2",
        "10.11.6-MariaDB | log_warnings       | 0 | 2 | SET GLOBAL log_warnings = 2; and in my.cnf,"
            + " under [mysqld]: log_warnings = 2",
      })
  void saysThatTheVerbosityIsTooLowAndWhatRaisesIt(
      String version, String variable, String level, int needed, String remedy) {
    CheckedServer server = CheckedServer.of(version).set(variable, level);
    server.scrape();

    assertThat(server.findings())
        .containsExactly(
            new Finding(
                LogProblem.VERBOSITY,
                variable
                    + " is "
                    + level
                    + ", so the server does not log aborted connections. It must be "
                    + needed
                    + ".",
                remedy));
    server.set(variable, "" + needed).scrape();
    assertThat(server.findings()).isEmpty();
  }

  @Test
  void remembersTheSettingsOverAScrapeThatDoesNotReadThem() {
    CheckedServer server = CheckedServer.of("8.0.33").set("log_error_verbosity", "2");
    server.scrapeStatusOnly();
    assertThat(server.problems()).isEmpty();
    server.scrape();
    server.scrapeStatusOnly();

    assertThat(server.problems()).containsExactly(LogProblem.VERBOSITY);
  }

  @Test
  void leavesTheOtherCodesOnTheSuppressionList() {
    CheckedServer server =
        CheckedServer.of("8.4.8").set("log_error_suppression_list", "MY-013360,MY-010914");
    server.scrape();

    assertThat(server.findings())
        .containsExactly(
            new Finding(
                LogProblem.SUPPRESSED,
                "log_error_suppression_list is 'MY-013360,MY-010914', so the server does not log"
                    + " aborted connections.",
                "SET PERSIST log_error_suppression_list = 'MY-013360';"));
  }

  @Test
  void tellsWhichRecordsAreSuppressed() {
    CheckedServer server = CheckedServer.of("8.0.33").set("log_error_suppression_list", "10926");
    server.scrape();

    assertThat(server.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(LogProblem.SUPPRESSED);
              assertThat(finding.sentence()).endsWith("does not log failed logins.");
              assertThat(finding.remedy())
                  .isEqualTo("SET PERSIST log_error_suppression_list = '';");
            });
  }

  @ParameterizedTest
  @CsvSource({"''", "log_filter_internal", "log_filter_dragnet"})
  void saysThatNothingIsWrittenAtAll(String services) {
    CheckedServer server = CheckedServer.of("8.0.33").set("log_error_services", services);
    server.scrape();

    assertThat(server.findings())
        .extracting(Finding::remedy)
        .containsExactly(
            "SET PERSIST log_error_services = 'log_filter_internal; log_sink_internal';");
  }

  @ParameterizedTest
  @CsvSource({"8.0.33", "9.7.4", "5.7.44", "5.6.14", "5.5.34", "10.11.6-MariaDB"})
  void findsNothingInAServerThatIsSetAsItShould(String version) {
    CheckedServer server = CheckedServer.of(version);
    server.scrape();

    assertThat(server.findings()).isEmpty();
  }
}
