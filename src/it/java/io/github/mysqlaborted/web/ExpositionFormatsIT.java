package io.github.mysqlaborted.web;

import static io.github.mysqlaborted.harness.MonitoringTool.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.ExpositionServer;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.PrometheusProcess;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools of Prometheus make of the built exporter's answer in each of its formats. */
final class ExpositionFormatsIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** All but what another scrape may find changed. */
  private static final String LASTING = "{job=\"%s\",__name__=~\"mysql_.*\"}";

  /** What Prometheus sends, by version and by {@code scrape_protocols}, and what it has to get. */
  private static final Map<String, String> ACCEPTED =
      Map.of(
          // 2.0
          "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
              + "encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
          TEXT,
          // 2.5
          "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
          TEXT,
          // 2.42
          "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
              + "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
          OPEN_METRICS,
          // 2.42 with native histograms
          "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
              + "encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,"
              + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,"
              + "*/*;q=0.1",
          OPEN_METRICS,
          // 3.0
          "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
              + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;"
              + "escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
          OPEN_METRICS,
          // scrape_protocols: [PrometheusText0.0.4]
          "text/plain;version=0.0.4;q=0.5,*/*;q=0.4",
          TEXT,
          // scrape_protocols: [OpenMetricsText0.0.1]; it has one parser for both versions
          "application/openmetrics-text;version=0.0.1;q=0.5,*/*;q=0.4",
          OPEN_METRICS,
          // scrape_protocols: [OpenMetricsText1.0.0]
          "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.4",
          OPEN_METRICS);

  @TempDir Path folder;

  @Test
  void promtoolFindsNoFaultAndPrometheusReadsTheSameInBothFormats() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
        ExporterProcess exporter =
            ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder)) {
      Faults.provoke(server, Fault.WRONG_PASSWORD);
      assertThat(Await.within(LIMIT, () -> text(exporter).contains("reason=\"access_denied\",} 1")))
          .isTrue();

      Path metrics = Files.writeString(folder.resolve("metrics.txt"), text(exporter));
      String said =
          Command.run(
              folder,
              List.of(
                  "/bin/sh",
                  "-c",
                  "exec \"$0\" check metrics <\"$1\"",
                  PROMTOOL.path().toString(),
                  metrics.toString()));
      assertThat(said).as("complaints").isEmpty();

      try (ExpositionServer inText = ExpositionServer.start(() -> text(exporter));
          PrometheusProcess prometheus =
              PrometheusProcess.start(
                  Files.createDirectory(folder.resolve("prometheus")),
                  "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                      + job("text", inText.target())
                      + job("openmetrics", exporter.address().getAuthority()))) {
        await(prometheus, "count(" + LASTING.formatted("text") + ") > 100");
        await(prometheus, "count(" + LASTING.formatted("openmetrics") + ") > 100");
        String both = "count(%s) - count(%s) == 0";
        await(
            prometheus,
            both.formatted(LASTING.formatted("text"), LASTING.formatted("openmetrics")));
        await(
            prometheus,
            "mysql_aborted_connections_logged_total{job=\"openmetrics\",phase=\"connect\","
                + "reason=\"access_denied\"} == 1");
      }
    }
  }

  @Test
  void answersInTheFormatThatPrometheusLikesBest() throws Exception {
    Path log = Files.createFile(folder.resolve("error.log"));
    try (ExporterProcess exporter =
        ExporterProcess.start(
            ExporterProcess.builtJar(),
            FreePort.find(),
            folder,
            List.of("--no-mysqld", "--errorlog.file=" + log))) {
      for (Map.Entry<String, String> accept : ACCEPTED.entrySet()) {
        HttpResponse<String> answer = get(exporter.address(), accept.getKey());
        assertThat(answer.headers().firstValue("Content-Type"))
            .as(accept.getKey())
            .contains(accept.getValue());
        assertThat(answer.body().endsWith("# EOF\n"))
            .isEqualTo(accept.getValue().equals(OPEN_METRICS));
      }
    }
  }

  private static String job(String name, String target) {
    return "  - {job_name: %s, static_configs: [{targets: ['%s']}]}\n".formatted(name, target);
  }

  private static void await(PrometheusProcess prometheus, String expression) {
    assertThat(Await.within(LIMIT, () -> prometheus.query(expression).contains("\"value\"")))
        .as(expression)
        .isTrue();
  }

  private static String text(ExporterProcess exporter) {
    try {
      return get(exporter.address(), "text/plain;version=0.0.4").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> get(URI address, String accept) throws IOException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(address).header("Accept", accept).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
