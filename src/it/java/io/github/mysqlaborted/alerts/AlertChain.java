package io.github.mysqlaborted.alerts;

import static java.util.stream.Collectors.toCollection;

import io.github.mysqlaborted.harness.AlertmanagerProcess;
import io.github.mysqlaborted.harness.PrometheusProcess;
import io.github.mysqlaborted.harness.SmtpReceiver;
import io.github.mysqlaborted.harness.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A real Prometheus with the rules and a real Alertmanager with the configuration, both fast, and a
 * receiver for each medium.
 */
public record AlertChain(
    PrometheusProcess prometheus,
    AlertmanagerProcess alertmanager,
    SmtpReceiver smtp,
    WebhookReceiver http)
    implements AutoCloseable {

  /**
   * Starts it.
   *
   * @param folder where configurations and data go
   * @param target the {@code host:port} to scrape, as the job {@code mysql}
   */
  public static AlertChain start(FastAlerting pace, Path folder, String target) throws IOException {
    Path alertmanagerFolder = Files.createDirectory(folder.resolve("alertmanager"));
    Path prometheusFolder = Files.createDirectory(folder.resolve("prometheus"));
    SmtpReceiver smtp = SmtpReceiver.start();
    WebhookReceiver http = WebhookReceiver.start();
    Path configuration =
        pace.alertmanager(
            alertmanagerFolder, smtp.address(), http.address("/alerts"), http.address("/slack"));
    AlertmanagerProcess alertmanager = AlertmanagerProcess.start(alertmanagerFolder, configuration);
    PrometheusProcess prometheus =
        PrometheusProcess.start(
            prometheusFolder,
            Duration.ofSeconds(1),
            Map.of("mysql", target),
            List.of(pace.rules(prometheusFolder)),
            Optional.of(alertmanager.address()));
    return new AlertChain(prometheus, alertmanager, smtp, http);
  }

  /** How many posts have come to the generic webhook so far. */
  public int received() {
    return (int) webhookBodies().count();
  }

  /** The alerts of the posts after the first {@code seen}: status, labels, annotations. */
  List<Map<?, ?>> alertsAfter(int seen) {
    return alertsBetween(seen, Integer.MAX_VALUE);
  }

  /** The alerts of the posts after the first {@code from}, up to and with number {@code to}. */
  public List<Map<?, ?>> alertsBetween(int from, int to) {
    return webhookBodies()
        .limit(to)
        .skip(from)
        .<Map<?, ?>>flatMap(body -> Yaml.maps(Yaml.parse(body), "alerts").stream())
        .toList();
  }

  /** The names of the alerts in the posts after the first {@code seen}. */
  Set<String> namesAfter(int seen) {
    return alertsAfter(seen).stream()
        .map(alert -> Yaml.texts(alert, "labels").get("alertname"))
        .collect(toCollection(TreeSet::new));
  }

  /** Whether an alert of that name came with that status after the first {@code seen} posts. */
  boolean came(int seen, String name, String status) {
    return alertsAfter(seen).stream()
        .anyMatch(
            alert ->
                Yaml.texts(alert, "labels").get("alertname").equals(name)
                    && Yaml.text(alert, "status").equals(status));
  }

  private Stream<String> webhookBodies() {
    return http.posts().stream()
        .filter(post -> post.path().equals("/alerts"))
        .map(WebhookReceiver.Post::body);
  }

  @Override
  public void close() throws IOException {
    prometheus.close();
    alertmanager.close();
    http.close();
    smtp.close();
  }
}
