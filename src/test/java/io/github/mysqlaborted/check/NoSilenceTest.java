package io.github.mysqlaborted.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted and has no record, as it should be: no problem of the log. */
final class NoSilenceTest {
  private static final Duration MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @CsvSource({"5.6.14", "5.7.44", "8.0.33", "10.11.6-MariaDB"})
  void ofAQuietServer(String version) {
    CheckedServer server = CheckedServer.of(version);
    assertThat(server.problems()).isEmpty();
    server.pass(HOUR.multipliedBy(3));

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofKilledSessions() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTES);
    server.count("Com_kill", 20);
    server.count("Aborted_clients", 20);
    server.pass(MINUTES);
    assertThat(server.problems()).isEmpty();

    server.count("Aborted_clients", 3);
    server.pass(MINUTES);
    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @Test
  void ofASessionThatTakesItsTimeToDie() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTES);
    server.count("Com_kill", 20);
    server.pass(MINUTES);
    server.log(Phase.CLIENT, Reason.READ_ERROR, 1);
    server.count("Aborted_clients", 1);
    server.pass(MINUTES);
    server.count("Aborted_clients", 20);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofMariaDbThatLogsKills() {
    CheckedServer server = CheckedServer.of("10.11.6-MariaDB").set("log_warnings", "4");
    server.pass(MINUTES);
    server.count("Com_kill", 20);
    server.count("Aborted_clients", 20);
    server.log(Phase.CLIENT, Reason.KILLED, 20);
    server.pass(MINUTES);
    assertThat(server.problems()).isEmpty();

    server.count("Aborted_clients", 3);
    server.pass(MINUTES);
    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @Test
  void ofARestart() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTES);
    server.count("Aborted_clients", 30);
    server.restart();
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofARestartAfterWhichTheCountersAreHigherAtOnce() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.restart();
    server.pass(MINUTES);
    server.restart();
    server.count("Aborted_clients", 50);
    server.count("Uptime", 240);
    server.count("Uptime_since_flush_status", 240);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofFlushStatus() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.flushStatus();
    server.pass(MINUTES);
    server.flushStatus();
    server.count("Aborted_clients", 9);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void whileALogIsReadFromItsBeginning() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.lag(10_000_000);
    server.scrape();
    server.count("Aborted_clients", 50);
    for (int i = 0; i < 20; i++) {
      server.log(Phase.CONNECT, Reason.ACCESS_DENIED, 1000);
      server.pass(CheckedServer.SCRAPE);
    }
    assertThat(server.problems()).isEmpty();
    server.lag(0);
    server.log(Phase.CLIENT, Reason.READ_ERROR, 3000);
    server.pass(HOUR);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofOneOrTwo() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.pass(MINUTES);
    server.count("Aborted_clients", 2);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofWhatWasCountedBeforeTheExporterStarted() {
    CheckedServer server = CheckedServer.of("8.0.33");
    server.count("Aborted_clients", 100_000);
    server.pass(HOUR);

    assertThat(server.problems()).isEmpty();
  }

  /** Health checks, blocked hosts, missing TLS: before 5.7 next to nothing, later not all. */
  @ParameterizedTest
  @CsvSource({"5.5.34", "5.6.14", "5.7.44", "8.0.33", "9.7.4", "10.1.25-MariaDB"})
  void ofFailedLoginsThatNoCounterTellsApart(String version) {
    CheckedServer server = CheckedServer.of(version);
    server.pass(MINUTES);
    server.count("Aborted_connects", 500);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofHostsThatMySqlBlocksThoughErrorsAreSummedUp() {
    CheckedServer server = CheckedServer.of("8.0.33").withErrorsSummary();
    server.pass(MINUTES);
    server.count("Aborted_connects", 500);
    server.raise("ER_HOST_IS_BLOCKED", 500);
    server.raise("ER_ACCESS_DENIED_ERROR", 2);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofDeniedStatementsOfSessions() {
    CheckedServer server = CheckedServer.of("8.0.33").withErrorsSummary();
    server.pass(MINUTES);
    server.raise("ER_ACCESS_DENIED_ERROR", 500);
    server.pass(MINUTES);

    assertThat(server.problems()).isEmpty();
  }

  @Test
  void butOfWrongPasswordsThatMySqlWouldLog() {
    CheckedServer server = CheckedServer.of("8.0.33").withErrorsSummary();
    server.pass(MINUTES);
    server.count("Aborted_connects", 4);
    server.raise("ER_ACCESS_DENIED_ERROR", 4);
    server.scrapeStatusOnly();
    server.pass(MINUTES);

    assertThat(server.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(LogProblem.SILENT);
              assertThat(finding.sentence())
                  .contains("the server counted 4 failed logins (Aborted_connects), but");
            });
    server.log(Phase.CONNECT, Reason.ACCESS_DENIED, 4);
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void ofLockedAccountsOfMariaDbButOfWhatFailsBeforeAnAccountIsFound() {
    CheckedServer server = CheckedServer.of("10.11.6-MariaDB");
    server.pass(MINUTES);
    server.count("Aborted_connects", 500);
    server.pass(MINUTES);
    assertThat(server.problems()).isEmpty();

    server.count("Aborted_connects", 3);
    server.count("Aborted_connects_preauth", 3);
    server.pass(MINUTES);
    assertThat(server.problems()).containsExactly(LogProblem.SILENT);
  }

  @ParameterizedTest
  @CsvSource({
    "8.0.33, pool-of-threads, false",
    "8.0.33, loaded-dynamically, false",
    "10.1.25-MariaDB, pool-of-threads, false",
    "10.11.6-MariaDB, pool-of-threads, true",
    "8.0.33, no-threads, true",
  })
  void ofIdleSessionsThatAThreadPoolCuts(String version, String handling, boolean silent) {
    CheckedServer server = CheckedServer.of(version).set("thread_handling", handling);
    server.pass(MINUTES);
    server.count("Aborted_clients", 30);
    server.pass(MINUTES);

    assertThat(server.problems().contains(LogProblem.SILENT)).isEqualTo(silent);
  }
}
