package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built exporter says that its log cannot tell: in its own log, on its page, as a metric. */
class SilentLogIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PROBLEM = "mysql_aborted_exporter_log_problem";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MYSQL_8_0    | log_error_verbosity is 2 | SET PERSIST log_error_verbosity = 3;",
        "MARIADB_11_4 | log_warnings is 0        | SET GLOBAL log_warnings = 2;",
        "MYSQL_5_6    | log_warnings is 1        | SET GLOBAL log_warnings = 2;",
      })
  void saysAtTheFirstScrapeThatTheServerIsSetToBeSilentAndWhatMendsIt(
      ServerKind kind, String said, String remedy) throws Exception {
    try (LocalServer server = LocalServer.start(kind, Verbosity.QUIET);
        ExporterProcess exporter =
            ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder)) {
      assertThat(exporter.log().lines().filter(line -> line.contains(said)))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("level=warn").contains(remedy));
      assertThat(problems(exporter.scrape())).isEqualTo(Map.of("verbosity", 1.0));
      long asked = server.globalStatus().get("Questions");
      for (int i = 0; i < 5; i++) {
        assertThat(page(exporter))
            .containsSubsequence("</h1>", "<section class=\"bad\">", said, "<code>" + remedy)
            .contains("<td>answers</td>", "<code>wait_timeout</code>", "By the server")
            .doesNotContain("class=\"good\"");
      }
      // One more for the look from here.
      assertThat(server.globalStatus().get("Questions") - asked).isEqualTo(1);

      server.execute(remedy);
      assertThat(problems(exporter.scrape())).isEmpty();
      assertThat(page(exporter)).doesNotContain("class=\"bad\"").contains("class=\"good\"");
      assertThat(exporter.log().lines().filter(line -> line.contains(said))).hasSize(1);
    }
  }

  @Test
  void saysThatAFileIsNoErrorLog() throws Exception {
    Path slow = folder.resolve("slow.log");
    try (LocalServer server =
            LocalServer.start(
                ServerKind.MYSQL_8_0,
                Verbosity.FULL,
                "--slow-query-log=1",
                "--long-query-time=0",
                "--slow-query-log-file=" + slow);
        ExporterProcess exporter =
            ExporterProcess.start(
                ExporterProcess.builtJar(),
                FreePort.find(),
                folder,
                List.of(
                    "--config.my-cnf=" + ExporterProcess.writeMyCnf(server, folder),
                    "--errorlog.file=" + slow))) {
      assertThat(
              Await.within(
                  LIMIT, () -> problems(exporter.scrape()).equals(Map.of("no_records", 1.0))))
          .isTrue();
      assertThat(page(exporter))
          .contains("bytes of " + slow + " were read, but they contain no log record");
      assertThat(exporter.log()).contains("were read, but they contain no log record");
    }
  }

  private static Map<String, Double> problems(Scrape scrape) {
    Map<String, Double> problems = new TreeMap<>();
    scrape
        .samples()
        .forEach(
            (series, value) -> {
              if (series.startsWith(PROBLEM) && value != 0) {
                problems.put(series.replaceAll(".*=\"|\".*", ""), value);
              }
            });
    return problems;
  }

  private static String page(ExporterProcess exporter) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(exporter.address().resolve("/")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
