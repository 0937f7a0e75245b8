package io.github.mysqlaborted;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.CollectedOutput;
import io.github.mysqlaborted.harness.CollectedOutput.Form;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Launcher;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Provoked;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built exporter reads the output of a server that is process 1 of a container, in each form
 * that it is handed on in: each form tells the same.
 */
class ContainerOutputIT {

  private static final Duration COUNTED = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Provoked provoked = new Provoked();

  @BeforeEach
  void needRoot() {
    assumeTrue(Launcher.CONTAINER.unavailableBecause().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_6", "MYSQL_8_0", "MARIADB_11_4"})
  void countsTheSameOfEachForm(ServerKind kind) throws IOException {
    try (LocalServer server = LocalServer.startBy(Launcher.CONTAINER, kind);
        ExporterProcess exporter = exporter()) {
      CollectedOutput output = new CollectedOutput(server.errorLog(), folder);
      liveThrough(server);
      server.stop();
      server.start();
      liveThrough(server);
      output.copy();
      Map<String, Long> expected =
          provoked.series().entrySet().stream()
              .collect(toMap(Map.Entry::getKey, each -> each.getValue() * Form.values().length));

      Await.within(COUNTED, () -> Provoked.counted(exporter.scrape()).equals(expected));
      Scrape seen = exporter.scrape();
      // Each file has the same records: a form that is not understood has fewer.
      assertThat(new HashSet<>(records(seen).values())).as("%s", records(seen)).hasSize(1);
      assertThat(Provoked.counted(seen)).isEqualTo(expected);
    }
  }

  /** The number of the first connection is that of the process, with which 5.6 begins records. */
  private void liveThrough(LocalServer server) {
    server.abortOwnConnection();
    provoked.note(server, Fault.IDLE_TIMEOUT, 1);
    provoked.by(server, Fault.NOT_CLOSED, 3);
    provoked.by(server, Fault.WRONG_PASSWORD, 2);
  }

  private ExporterProcess exporter() throws IOException {
    List<String> flags = new ArrayList<>(List.of("--no-mysqld"));
    for (Form form : Form.values()) {
      flags.add("--errorlog.file=" + CollectedOutput.file(folder, form));
    }
    return ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags);
  }

  private Map<Form, Double> records(Scrape scrape) {
    Map<Form, Double> records = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      String source = CollectedOutput.file(folder, form).toString();
      records.put(form, scrape.value("mysql_error_log_records_total{source=\"" + source + "\",}"));
    }
    return records;
  }
}
