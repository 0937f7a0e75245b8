package io.github.mysqlaborted.alerts;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.AlertmanagerProcess;
import io.github.mysqlaborted.harness.ExpositionServer;
import io.github.mysqlaborted.harness.Mail;
import io.github.mysqlaborted.harness.PrometheusProcess;
import io.github.mysqlaborted.harness.SmtpReceiver;
import io.github.mysqlaborted.harness.WebhookReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a counter to a mail, through a real Prometheus with the rules and a real Alertmanager with
 * the configuration of the repository; the exporter is played.
 */
final class NotificationChainIT {
  private static final Duration LIMIT = FastAlerting.HOUR.multipliedBy(3);

  /** Sessions not closed so far; one more with each scrape while {@link #step} is 1. */
  private final AtomicInteger notClosed = new AtomicInteger();

  private final AtomicInteger step = new AtomicInteger(1);

  private String metrics() {
    int count = notClosed.getAndAdd(step.get());
    return """
        mysql_aborted_exporter_build_info{version="test",revision="test",javaversion="17"} 1
        mysql_connections_total %1$d
        mysql_aborted_clients_total %1$d
        mysql_aborted_connects_total 0
        mysql_aborted_connections_logged_total{phase="client",reason="read_error"} %1$d
        mysql_aborted_connections_logged_total{phase="client",reason="other"} 0
        mysql_aborted_connections_by_account_total{phase="client",reason="read_error",user="<b>app</b>",host="10.0.0.5",db="shop"} %1$d
        mysql_error_log_readable{source="error.log"} 1
        mysql_error_log_lag_bytes{source="error.log"} 0
        """
        .formatted(count);
  }

  @Test
  void aSteadyFaultIsToldOnceByNameAndItsEndToo(@TempDir Path folder) throws Exception {
    Path prometheusFolder = Files.createDirectory(folder.resolve("prometheus"));
    Path alertmanagerFolder = Files.createDirectory(folder.resolve("alertmanager"));
    try (SmtpReceiver smtp = SmtpReceiver.start();
        WebhookReceiver http = WebhookReceiver.start();
        ExpositionServer exporter = ExpositionServer.start(this::metrics);
        AlertmanagerProcess alertmanager =
            AlertmanagerProcess.start(
                alertmanagerFolder,
                FastAlerting.alertmanager(
                    alertmanagerFolder,
                    smtp.address(),
                    http.address("/alerts"),
                    http.address("/slack")));
        PrometheusProcess prometheus =
            PrometheusProcess.start(
                prometheusFolder,
                Duration.ofSeconds(1),
                Map.of("mysql", exporter.target()),
                List.of(FastAlerting.rules(folder)),
                Optional.of(alertmanager.address()))) {
      assertThat(prometheus.query("up")).contains("\"status\":\"success\"");

      assertThat(smtp.await(LIMIT, mail -> true)).isTrue();
      Mail mail = smtp.mails().get(0);
      String instance = exporter.target();
      assertThat(mail.subject())
          .isEqualTo(
              "[WARNING] Clients of " + instance + " go away without closing their connections");
      assertThat(mail.text())
          .contains("Cause:     not_closed")
          .contains("ended without mysql_close()")
          .contains("Most often '<b>app</b>'@'10.0.0.5', database 'shop'")
          .contains("docs/runbooks/not_closed.md")
          .contains("/d/mysql-aborted-causes?var-job=mysql&var-instance=127.0.0.1%3A");
      assertThat(mail.html()).contains("&lt;b&gt;app&lt;/b&gt;").doesNotContain("<b>");

      step.set(0);
      assertThat(smtp.await(LIMIT, later -> later.subject().startsWith("[RESOLVED]"))).isTrue();
      assertThat(alertNames(http)).containsExactly("MySQLConnectionsNotClosed");
    }
  }

  private static Set<String> alertNames(WebhookReceiver http) {
    return http.posts().stream()
        .filter(post -> post.path().equals("/alerts"))
        .flatMap(post -> Yaml.maps(Yaml.parse(post.body()), "alerts").stream())
        .map(alert -> Yaml.texts(alert, "labels").get("alertname"))
        .collect(toSet());
  }
}
