package io.github.mysqlaborted;

import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.DebianClients;
import io.github.mysqlaborted.harness.DebianExporter;
import io.github.mysqlaborted.harness.DebianLife;
import io.github.mysqlaborted.harness.DebianMachine;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built exporter on a Debian 12 beside a MySQL that its {@code mysqld_safe} starts and that
 * logs to syslog: the journal and the files of rsyslog tell the same, over a restart of the server.
 */
class MysqldSafeSyslogIT {

  @BeforeEach
  void needDebian() {
    assumeTrue(DebianMachine.unavailableBecause().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_6", "MYSQL_8_0"})
  void countsExactlyWhatWasProvoked(ServerKind kind) throws IOException {
    // With a session of its own, an exporter is aborted itself when MySQL 8 is shut down.
    List<DebianExporter> exporters =
        Stream.of(
                DebianExporter.ofJournal("mysql"),
                DebianExporter.ofSyslog(),
                DebianExporter.ofTraditionalSyslog())
            .map(DebianExporter::withoutServer)
            .toList();
    Reason idle = kind == ServerKind.MYSQL_8_0 ? Reason.INACTIVITY : Reason.READ_TIMEOUT;
    try (DebianMachine machine = DebianMachine.create()) {
      DebianClients clients = new DebianClients(machine);
      DebianLife life = new DebianLife(machine, exporters);
      machine.replaceMariadbBy(kind);
      machine.boot();
      life.startExporters();
      clients.awaitServer();
      if (kind == ServerKind.MYSQL_8_0) {
        clients.installSyslog();
        clients.logToSyslog();
      }

      abortConnections(clients, life, idle);
      life.look("after the first start");
      machine.run("systemctl", "restart", "mysql");
      clients.awaitServer();
      if (kind == ServerKind.MYSQL_8_0) {
        clients.logToSyslog();
      }
      abortConnections(clients, life, idle);
      life.look("after a restart of the server");

      assertSoftly(
          each ->
              exporters.forEach(
                  exporter ->
                      each.assertThat(life.seenBy(exporter))
                          .as(exporter + "\n" + life.logOf(exporter))
                          .isEqualTo(life.expected())));
    }
  }

  private static void abortConnections(DebianClients clients, DebianLife life, Reason idle)
      throws IOException {
    clients.failLogin("app");
    clients.failLogin("eve");
    life.provoked().note(Phase.CONNECT, Reason.ACCESS_DENIED, 2);
    clients.vanish();
    life.provoked().note(Phase.CLIENT, Reason.READ_ERROR, 1);
    clients.idle();
    life.provoked().note(Phase.CLIENT, idle, 1);
    clients.vanish();
    life.provoked().note(Phase.CLIENT, Reason.READ_ERROR, 1);
  }
}
