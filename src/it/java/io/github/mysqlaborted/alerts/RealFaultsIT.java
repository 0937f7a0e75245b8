package io.github.mysqlaborted.alerts;

import static io.github.mysqlaborted.harness.Fault.IDLE_TIMEOUT;
import static io.github.mysqlaborted.harness.Fault.KILLED;
import static io.github.mysqlaborted.harness.Fault.NOT_CLOSED;
import static io.github.mysqlaborted.harness.Fault.NO_PRIVILEGE;
import static io.github.mysqlaborted.harness.Fault.PACKET_TOO_LARGE;
import static io.github.mysqlaborted.harness.Fault.SHORT_HANDSHAKE;
import static io.github.mysqlaborted.harness.Fault.SLOW_HANDSHAKE;
import static io.github.mysqlaborted.harness.Fault.STALLED_MID_PACKET;
import static io.github.mysqlaborted.harness.Fault.TCP_PROBE;
import static io.github.mysqlaborted.harness.Fault.TOO_MANY_CONNECTIONS;
import static io.github.mysqlaborted.harness.Fault.WRITE_ERROR;
import static io.github.mysqlaborted.harness.Fault.WRONG_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Mail;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole way: faults on a real MySQL 8, the exporter, Prometheus, Alertmanager, a mailbox and a
 * webhook. Each test has all of it for itself, so that none sees what another provoked, and a few
 * run at the same time, since they wait most of it.
 */
@Execution(ExecutionMode.CONCURRENT)
final class RealFaultsIT {
  private static final Duration LIMIT = FastAlerting.TEST.hour().multipliedBy(6);

  @BeforeAll
  static void needsMysql() {
    assumeTrue(ServerKind.MYSQL_8_0.unavailableBecause().isEmpty());
  }

  static Stream<ProvokedAlert> faults() {
    String app = "Most often 'app'@'localhost', database 'shop'";
    return Stream.of(
        ProvokedAlert.of(NOT_CLOSED, "MySQLConnectionsNotClosed", "not_closed", "warning", app),
        ProvokedAlert.of(
            IDLE_TIMEOUT, "MySQLIdleConnectionsCut", "idle_timeout", "info", "wait_timeout is 8h"),
        ProvokedAlert.of(
            WRITE_ERROR, "MySQLClientsDiedMidTransfer", "died_mid_transfer", "warning", app),
        ProvokedAlert.of(
            NO_PRIVILEGE,
            "MySQLDatabaseAccessDenied",
            "no_privilege",
            "warning",
            "Most often 'limited'@'%', database 'shop'"),
        ProvokedAlert.of(
            WRONG_PASSWORD,
            "MySQLLoginsDenied",
            "wrong_password",
            "warning",
            "(different accounts: 1)"),
        ProvokedAlert.of(
                WRONG_PASSWORD,
                "MySQLPasswordGuessing",
                "wrong_password",
                "warning",
                "looks like an attack")
            .byStrangers(),
        ProvokedAlert.of(
            SHORT_HANDSHAKE,
            "MySQLBadHandshakes",
            "bad_connect_packet",
            "warning",
            "without the right information"),
        ProvokedAlert.of(
            SLOW_HANDSHAKE,
            "MySQLHandshakesTimingOut",
            "connect_timeout",
            "warning",
            "within connect_timeout"),
        ProvokedAlert.of(
            PACKET_TOO_LARGE,
            "MySQLPacketsTooLarge",
            "packet_too_large",
            "warning",
            "larger than max_allowed_packet"),
        ProvokedAlert.of(
            STALLED_MID_PACKET,
            "MySQLReadTimeoutsTooEarly",
            "thread_library",
            "warning",
            "shortest idle timeout in force is 8h"),
        ProvokedAlert.of(
            TOO_MANY_CONNECTIONS,
            "MySQLTooManyConnections",
            "too_many_connections",
            "critical",
            "clients were refused"),
        ProvokedAlert.of(
            TCP_PROBE, "MySQLHealthCheckAborts", "health_check", "info", "without a login"),
        ProvokedAlert.of(KILLED, "MySQLSessionsKilled", "killed", "info", "ended by KILL"),
        ProvokedAlert.of(
                NOT_CLOSED,
                "MySQLErrorLogSilent",
                "not_logged",
                "warning",
                "(log_error_verbosity is 2)")
            .during("SET GLOBAL log_error_verbosity = 2", "SET GLOBAL log_error_verbosity = 3"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsTheCauseAndNothingElseUntilItEnds(ProvokedAlert expected, @TempDir Path folder)
      throws IOException {
    try (WholeChain whole = WholeChain.start(folder)) {
      LocalServer server = whole.server();
      AlertChain chain = whole.alerts();
      server.execute(expected.before());
      boolean fired =
          Await.within(
              LIMIT,
              () -> {
                expected.provoke(server);
                return Await.within(
                    ProvokedAlert.PAUSE, () -> chain.came(0, expected.alert(), "firing"));
              });
      server.execute(expected.after());
      assertThat(fired).as("%s, but: %s", expected, chain.alertsAfter(0)).isTrue();

      Map<?, ?> alert = chain.alertsAfter(0).get(0);
      assertThat(Yaml.texts(alert, "labels"))
          .containsEntry("cause", expected.cause())
          .containsEntry("severity", expected.severity())
          .containsEntry("instance", whole.exporter().address().getAuthority());
      Map<String, String> said = Yaml.texts(alert, "annotations");
      assertThat(said.get("description") + " " + said.get("account")).contains(expected.evidence());
      assertThat(Yaml.texts(alert, "annotations").get("runbook_url"))
          .endsWith("/" + expected.cause() + ".md");
      assertThat(Await.within(LIMIT, () -> chain.came(0, expected.alert(), "resolved"))).isTrue();
      assertThat(chain.namesAfter(0)).containsExactly(expected.alert());
      assertThat(chain.smtp().await(LIMIT, mail -> mail.subject().startsWith("[RESOLVED]")))
          .isTrue();
      assertThat(chain.smtp().mails()).allMatch(mail -> isAbout(mail, expected.cause()));
    }
  }

  private static boolean isAbout(Mail mail, String cause) {
    return mail.text().contains("Cause:     " + cause + "\r\n");
  }

  @Test
  void aServerThatIsGoneIsToldUntilItIsBack(@TempDir Path folder) throws IOException {
    try (WholeChain whole = WholeChain.start(folder)) {
      AlertChain chain = whole.alerts();
      whole.server().stop();
      assertThat(Await.within(LIMIT, () -> chain.came(0, "MySQLServerUnreachable", "firing")))
          .isTrue();
      whole.server().start();
      assertThat(Await.within(LIMIT, () -> chain.came(0, "MySQLServerUnreachable", "resolved")))
          .isTrue();
      assertThat(chain.namesAfter(0)).containsExactly("MySQLServerUnreachable");
    }
  }

  @Test
  void anExporterThatIsGoneIsTold(@TempDir Path folder) throws IOException {
    try (WholeChain whole = WholeChain.start(folder)) {
      AlertChain chain = whole.alerts();
      whole.exporter().close();
      assertThat(Await.within(LIMIT, () -> chain.came(0, "MySQLAbortedExporterDown", "firing")))
          .isTrue();
      assertThat(chain.namesAfter(0)).containsExactly("MySQLAbortedExporterDown");
    }
  }
}
