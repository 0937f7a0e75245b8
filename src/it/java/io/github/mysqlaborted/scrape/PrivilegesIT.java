package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ProbeAllow;
import io.github.mysqlaborted.config.ProbeConfig;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grants that the README lists, and the two ways to log in that a probe may choose. */
final class PrivilegesIT {
  private static final Set<String> ALL =
      Set.of("global_status", "global_variables", "errors_summary", "host_cache", "accounts");

  @TempDir private Path folder;

  @Test
  void needsNoPrivilegeButForThePerformanceSchema() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        MysqlThreads threads = new MysqlThreads();
        ProbeTargets targets = targets(server, threads)) {
      server.execute("CREATE USER 'none' IDENTIFIED BY 'p1'");
      server.execute("CREATE USER 'exporter' IDENTIFIED BY 'p2'");
      server.execute("GRANT SELECT ON performance_schema.host_cache TO 'exporter'");
      server.execute(
          "GRANT SELECT ON performance_schema.events_errors_summary_global_by_error"
              + " TO 'exporter'");

      assertThat(probe(targets, server, Optional.empty()))
          .containsEntry("mysql_up", 1.0)
          .containsEntry("global_status", 1.0)
          .containsEntry("global_variables", 1.0)
          .containsEntry("errors_summary", 0.0)
          .containsEntry("host_cache", 0.0)
          .containsEntry("accounts", 1.0)
          .containsKey("mysql_aborted_clients_total")
          .containsKey("mysql_max_connections")
          .doesNotContainKey("mysql_host_cache_hosts");
      assertThat(probe(targets, server, Optional.of("granted")))
          .containsEntry("mysql_up", 1.0)
          .containsEntry("global_status", 1.0)
          .containsEntry("global_variables", 1.0)
          .containsEntry("errors_summary", 1.0)
          .containsEntry("host_cache", 1.0)
          .containsEntry("mysql_host_cache_hosts", 0.0);
      assertThat(targets.size()).isEqualTo(2);
      assertThat(server.globalStatus()).containsEntry("Aborted_connects", 0L);
    }
  }

  private ProbeTargets targets(LocalServer server, MysqlThreads threads) throws Exception {
    Path myCnf =
        Files.writeString(
            folder.resolve("my.cnf"),
            """
            [client]
            user=none
            password=p1
            [client.granted]
            user=exporter
            password=p2
            """);
    return new ProbeTargets(
        new ProbeConfig(
            ProbeAllow.parse(List.of(server.host() + ":" + server.port())),
            new MysqldConfig(
                Optional.of(myCnf),
                folder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            10),
        ALL,
        threads,
        InstantSource.system(),
        Ticker.system(),
        target -> Optional.empty(),
        200);
  }

  /** Values of metrics without labels by name, and the success of collectors by theirs. */
  private static Map<String, Double> probe(
      ProbeTargets targets, LocalServer server, Optional<String> module) {
    ProbeResult answer =
        targets.probe(server.host() + ":" + server.port(), module, Duration.ofMinutes(1), Set.of());
    Map<String, Double> values = new TreeMap<>();
    ((ProbeResult.Asked) answer)
        .families().stream()
            .flatMap(family -> family.samples.stream())
            .forEach(
                sample -> {
                  if (sample.labelValues.isEmpty()) {
                    values.put(sample.name, sample.value);
                  } else if (sample.name.endsWith("collector_success")) {
                    values.put(sample.labelValues.get(0), sample.value);
                  }
                });
    return values;
  }
}
