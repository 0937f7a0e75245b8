package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real Prometheus on a free loopback port. */
public final class PrometheusProcess implements AutoCloseable {
  private static final String CONFIGURATION = "prometheus.yml";
  private static final Duration SCRAPE_LIMIT = Duration.ofMinutes(3);

  private final HttpProcess process;

  private PrometheusProcess(HttpProcess process) {
    this.process = process;
  }

  /**
   * Starts one. Returns when it has scraped each target; only then it begins with the rules, which
   * would else see that nothing is scraped yet.
   *
   * @param folder where its configuration and data go
   * @param interval between two scrapes, and between two evaluations of the rules; whole seconds
   * @param targets the {@code host:port} to scrape, by job
   * @param rules rule files
   * @param alertmanager where alerts are sent, if anywhere
   */
  public static PrometheusProcess start(
      Path folder,
      Duration interval,
      Map<String, String> targets,
      List<Path> rules,
      Optional<URI> alertmanager)
      throws IOException {
    PrometheusProcess started =
        start(folder, configuration(interval, targets, List.of(), alertmanager));
    try {
      for (String job : targets.keySet()) {
        started.await("up{job=\"" + job + "\"} == 1");
      }
      Files.writeString(
          folder.resolve(CONFIGURATION), configuration(interval, targets, rules, alertmanager));
      started.process.post("/-/reload", "");
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
    return started;
  }

  private void await(String expression) throws IOException {
    if (!Await.within(SCRAPE_LIMIT, () -> query(expression).contains("\"value\""))) {
      throw new IOException("Prometheus never had " + expression);
    }
  }

  /** Starts one with a configuration of one's own, which is written to {@code folder}. */
  public static PrometheusProcess start(Path folder, String text) throws IOException {
    Path configuration = folder.resolve(CONFIGURATION);
    Files.writeString(configuration, text);
    int port = FreePort.find();
    return new PrometheusProcess(
        HttpProcess.start(
            folder,
            port,
            List.of(
                MonitoringTool.PROMETHEUS.path().toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.external-url=http://127.0.0.1:" + port,
                "--web.enable-lifecycle",
                "--rules.alert.resend-delay=1s",
                "--log.level=warn")));
  }

  private static String configuration(
      Duration interval,
      Map<String, String> targets,
      List<Path> rules,
      Optional<URI> alertmanager) {
    String jobs =
        targets.entrySet().stream()
            .map(
                target ->
                    """
                      - job_name: '%s'
                        static_configs: [{targets: ['%s']}]
                    """
                        .formatted(target.getKey(), target.getValue()))
            .collect(Collectors.joining());
    String files =
        rules.stream()
            .map(file -> "'" + file.toAbsolutePath() + "'")
            .collect(Collectors.joining(", "));
    String alerting =
        alertmanager
            .map(
                address ->
                    """
                    alerting:
                      alertmanagers:
                        - static_configs: [{targets: ['%s']}]
                    """
                        .formatted(address.getAuthority()))
            .orElse("");
    return """
        global:
          scrape_interval: %1$ds
          scrape_timeout: %1$ds
          evaluation_interval: %1$ds
        rule_files: [%2$s]
        scrape_configs:
        %3$s%4$s"""
        .formatted(interval.toSeconds(), files, jobs, alerting);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return process.address();
  }

  /** The answer of {@code /api/v1/query} to an instant query, in JSON. */
  public String query(String expression) {
    return process.get(
        "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** The answer of any path of its API, in JSON. */
  public String get(String path) {
    return process.get(path);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
