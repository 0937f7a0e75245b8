package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.DebianClients;
import io.github.mysqlaborted.harness.DebianExporter;
import io.github.mysqlaborted.harness.DebianLife;
import io.github.mysqlaborted.harness.DebianMachine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The built exporter on a Debian 12 beside its own MariaDB, both as services of systemd: each way
 * to the server's log tells the same, over restarts of both and over a reboot. Run by hand, after
 * {@code make build}: {@code mvn failsafe:integration-test -Dit.test=DebianIT}.
 */
class DebianIT {

  private static DebianMachine machine;
  private static DebianClients clients;
  private static DebianLife life;

  static List<DebianExporter> exporters() {
    return List.of(
        DebianExporter.asShipped(),
        DebianExporter.findingTheLog(),
        DebianExporter.ofJournal("mariadb"),
        DebianExporter.ofSyslog(),
        DebianExporter.ofTraditionalSyslog());
  }

  @BeforeAll
  static void liveThrough() throws IOException {
    assumeTrue(DebianMachine.unavailableBecause().isEmpty());
    machine = DebianMachine.create();
    clients = new DebianClients(machine);
    life = new DebianLife(machine, exporters());
    // Another program's lines come before the server's, and its name begins as the server's does.
    machine.enable(
        "mysqld_exporter.service",
        """
        [Unit]
        After=rsyslog.service
        Before=mariadb.service
        [Service]
        Type=oneshot
        ExecStart=logger --tag=mysqld_exporter 'level=error msg="Error pinging mysqld"'
        """);
    machine.boot();
    clients.makeAccounts();
    life.startExporters();

    abortConnections();
    life.look("after the first boot");

    life.stopExporters();
    abortConnections();
    life.startExporters();
    abortConnections();
    life.look("over a restart of the exporter");

    machine.run("systemctl", "restart", "mariadb");
    abortConnections();
    life.look("after a restart of the server");

    machine.reboot();
    abortConnections();
    life.look("after a reboot");
  }

  private static void abortConnections() throws IOException {
    clients.failLogin("app");
    clients.failLogin("eve");
    life.provoked().note(Phase.CONNECT, Reason.ACCESS_DENIED, 2);
    clients.vanish();
    life.provoked().note(Phase.CLIENT, Reason.READ_ERROR, 1);
    machine.run("logger", "--tag=mysqld_exporter", "level=error msg=\"Error pinging mysqld\"");
    clients.idle();
    life.provoked().note(Phase.CLIENT, Reason.READ_TIMEOUT, 1);
    clients.failLoginToDatabase();
    life.provoked().note(Phase.CONNECT, Reason.ACCESS_DENIED_DB, 1);
    // Which the server counts, and does not log at its defaults.
    clients.kill();
  }

  @AfterAll
  static void switchOff() {
    if (machine != null) {
      machine.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("exporters")
  void countsExactlyWhatWasProvoked(DebianExporter exporter) {
    assertThat(life.seenBy(exporter)).as(life.logOf(exporter)).isEqualTo(life.expected());
  }
}
