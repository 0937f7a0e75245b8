package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExpositionServer;
import io.github.mysqlaborted.harness.Mail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a counter to a mail, through a real Prometheus with the rules and a real Alertmanager with
 * the configuration of the repository; the exporter is played.
 */
final class NotificationChainIT {
  private static final Duration LIMIT = FastAlerting.TEST.hour().multipliedBy(4);

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
        mysql_aborted_connections_by_cause_total{phase="client",cause="not_closed",certainty="possible"} %1$d
        mysql_aborted_connections_by_account_total{phase="client",reason="read_error",user="<b>app</b>",host="10.0.0.5",db="shop"} %1$d
        mysql_error_log_readable{source="error.log"} 1
        mysql_error_log_lag_bytes{source="error.log"} 0
        """
        .formatted(count);
  }

  @Test
  void aSteadyFaultIsToldOnceByNameAndItsEndToo(@TempDir Path folder) throws Exception {
    try (ExpositionServer exporter = ExpositionServer.start(this::metrics);
        AlertChain chain = AlertChain.start(FastAlerting.TEST, folder, exporter.target())) {
      assertThat(chain.prometheus().query("up")).contains("\"status\":\"success\"");

      assertThat(chain.smtp().await(LIMIT, mail -> true)).isTrue();
      Mail mail = chain.smtp().mails().get(0);
      String instance = exporter.target();
      assertThat(mail.subject())
          .isEqualTo(
              "[WARNING] Clients of " + instance + " disconnect without closing their connections");
      assertThat(mail.text())
          .contains("Cause:     not_closed")
          .contains("ended without mysql_close()")
          .contains("Most often '<b>app</b>'@'10.0.0.5', database 'shop'")
          .contains("docs/runbooks/not_closed.md")
          .contains("/d/mysql-aborted-causes?var-job=mysql&var-instance=127.0.0.1%3A");
      assertThat(mail.html()).contains("&lt;b&gt;app&lt;/b&gt;").doesNotContain("<b>");

      step.set(0);
      assertThat(chain.smtp().await(LIMIT, later -> later.subject().startsWith("[RESOLVED]")))
          .isTrue();
      assertThat(chain.namesAfter(0)).containsExactly("MySQLConnectionsNotClosed");
    }
  }
}
