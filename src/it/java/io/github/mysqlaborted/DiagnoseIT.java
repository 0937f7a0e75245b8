package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The built jar makes a report of what was done to a real server. */
class DiagnoseIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.NOT_CLOSED,
          Fault.PACKET_TOO_LARGE,
          Fault.NO_PRIVILEGE,
          Fault.WRONG_PASSWORD,
          Fault.JUNK_HANDSHAKE);

  @TempDir Path folder;

  /** By the command, which asks the server for its log, and by the page of a running exporter. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_8_0", "MARIADB_11_4"})
  void namesEachCauseOnce(ServerKind kind) throws Exception {
    try (LocalServer server = LocalServer.start(kind, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder)) {
      // What comes within a minute of the server's start is the start's.
      assertThat(Await.within(LIMIT, () -> server.globalStatus().get("Uptime") > 61)).isTrue();
      for (Fault fault : FAULTS) {
        Faults.provoke(server, fault);
      }
      Map<String, Long> expected =
          new TreeMap<>(
              Map.of(
                  "not_closed", 1L,
                  "packet_too_large", 1L,
                  "no_privilege", 1L,
                  "wrong_password", 1L));
      expected.put(kind == ServerKind.MARIADB_11_4 ? "health_check" : "bad_connect_packet", 1L);

      Path page = folder.resolve("report.html");
      Map<?, ?> report = diagnose(server, page);
      assertThat(causes(report)).isEqualTo(expected);
      assertThat(number(report, "server", "settings", "wait_timeout")).isEqualTo(28800);
      assertThat(number(report, "unexplained", "client")).isZero();
      assertThat(number(report, "unexplained", "connect")).isZero();
      assertThat(page).content().contains("packet_too_large");

      // A failed login that may be part of a name is counted once a scrape shows that it is not.
      Await.within(
          LIMIT,
          () ->
              exporter.scrape().value("mysql_up") == 1 && causes(page(exporter)).equals(expected));
      assertThat(causes(page(exporter))).isEqualTo(expected);
    }
  }

  private Map<?, ?> diagnose(LocalServer server, Path page) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("java");
    command.add("-jar");
    command.add(ExporterProcess.builtJar().toAbsolutePath().toString());
    command.add("diagnose");
    command.add("--config.my-cnf=" + folder.resolve("my.cnf"));
    command.add("--format=json");
    command.add("--output=-");
    command.add("--output=" + page);
    command.add(server.errorLog().toString());
    return json(Command.run(folder, command));
  }

  private static Map<?, ?> page(ExporterProcess exporter) {
    URI address = exporter.address().resolve("/diagnosis?format=json");
    try {
      return json(
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Long> causes(Map<?, ?> report) {
    Map<String, Long> causes = new TreeMap<>();
    for (Object finding : (List<?>) report.get("findings")) {
      causes.merge(
          (String) ((Map<?, ?>) finding).get("cause"),
          number((Map<?, ?>) finding, "events"),
          Long::sum);
    }
    return causes;
  }

  /** JSON is YAML. */
  private static Map<?, ?> json(String text) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static long number(Map<?, ?> object, String... path) {
    Object value = object;
    for (String name : path) {
      value = ((Map<?, ?>) value).get(name);
    }
    return ((Number) value).longValue();
  }
}
