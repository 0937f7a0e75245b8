package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built exporter, told to read its configuration anew. */
class ReloadIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int RELOADS = 1500;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void letsNobodyHaveLoginsFailAgainAndAgain() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL)) {
      Path myCnf = withWrongPassword(server);
      try (ExporterProcess exporter =
          start(server, List.of("--config.my-cnf=" + myCnf, "--web.enable-lifecycle"))) {
        assertThat(exporter.scrape().value("mysql_connect_failure{reason=\"auth\",}")).isEqualTo(1);
        long before = server.globalStatus().get("Access_denied_errors");
        long start = System.nanoTime();
        for (int i = 0; i < RELOADS; i++) {
          assertThat(reload(exporter).statusCode()).isEqualTo(200);
          exporter.scrape();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        long failed = server.globalStatus().get("Access_denied_errors") - before;

        System.out.printf("%d reloads in %s: %d failed logins%n", RELOADS, took, failed);
        assertThat(failed).isLessThanOrEqualTo(triesIn(took));
      }
    }
  }

  @Test
  void takesUpAnotherPasswordOnHangup() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL)) {
      Path myCnf = withWrongPassword(server);
      String right = Files.readString(myCnf).replace("password=wrong", "password=" + password);
      try (ExporterProcess exporter = start(server, List.of("--config.my-cnf=" + myCnf))) {
        assertThat(exporter.scrape().value("mysql_up")).isZero();
        HttpResponse<String> refused = reload(exporter);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("Lifecycle API is not enabled.\n");

        Files.writeString(myCnf, "[client\n");
        exporter.signal("HUP");
        assertThat(Await.within(LIMIT, () -> reloaded(exporter) == 0)).isTrue();
        Files.writeString(myCnf, right);
        exporter.signal("HUP");
        assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
        assertThat(reloaded(exporter)).isEqualTo(1);
        assertThat(exporter.isAlive()).isTrue();
      }
    }
  }

  /** By itself it tries again after 10, 30, 70, 150, 310 seconds. */
  private static int triesIn(Duration time) {
    int tries = 0;
    for (long at = 10; at <= time.toSeconds(); at = 2 * at + 10) {
      tries++;
    }
    return tries;
  }

  private String password = "";

  private Path withWrongPassword(LocalServer server) throws Exception {
    Path myCnf = ExporterProcess.writeMyCnf(server, folder);
    String text = Files.readString(myCnf);
    password = text.replaceFirst("(?s).*password=(\\w+).*", "$1");
    return Files.writeString(myCnf, text.replace("password=" + password, "password=wrong"));
  }

  private ExporterProcess start(LocalServer server, List<String> flags) throws Exception {
    List<String> all = new ArrayList<>(flags);
    all.add("--errorlog.file=" + server.errorLog());
    return ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, all);
  }

  private static double reloaded(ExporterProcess exporter) {
    return exporter.scrape().value("mysql_aborted_exporter_config_last_reload_successful");
  }

  private HttpResponse<String> reload(ExporterProcess exporter) throws Exception {
    URI address = exporter.address().resolve("/-/reload");
    return http.send(
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
