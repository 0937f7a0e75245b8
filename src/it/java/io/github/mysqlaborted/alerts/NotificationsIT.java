package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.AlertmanagerProcess;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Mail;
import io.github.mysqlaborted.harness.SmtpReceiver;
import io.github.mysqlaborted.harness.WebhookReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Alertmanager makes of an alert: mail, Slack, webhook, and silence. */
final class NotificationsIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** A description with a name in it that a stranger chose. */
  private static final String DESCRIPTION =
      "12 logins were denied. Most often '<script>alert(1)</script> <!channel> @here"
          + " http://203.0.113.9/x & *bold* {{ . }} </td>'@'h', database '': 12.";

  private static final String ACCOUNT = "Most often 'WWW.evil.example'@'www.h': 12.";

  private static final AtomicInteger SERVERS = new AtomicInteger();

  @TempDir private static Path folder;
  private static SmtpReceiver smtp;
  private static WebhookReceiver http;
  private static AlertmanagerProcess alertmanager;

  /** A server that no other test has alerts of. */
  private final String server = "server" + SERVERS.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    smtp = SmtpReceiver.start();
    http = WebhookReceiver.start();
    Path configuration =
        FastAlerting.TEST.alertmanager(
            folder, smtp.address(), http.address("/alerts"), http.address("/slack"));
    alertmanager = AlertmanagerProcess.start(folder, configuration);
  }

  @AfterAll
  static void stop() throws Exception {
    alertmanager.close();
    http.close();
    smtp.close();
  }

  @Test
  void mailShowsCauseEvidenceFirstActionAndLinksWithNamesEscaped() {
    alertmanager.post("[" + alert("MySQLLoginsDenied", "wrong_password", "warning", server) + "]");
    String subject = "[WARNING] Summary of MySQLLoginsDenied on " + server;
    assertThat(smtp.await(SOON, each -> each.subject().equals(subject))).isTrue();
    Mail mail =
        smtp.mails().stream()
            .filter(each -> each.subject().equals(subject))
            .findFirst()
            .orElseThrow();
    assertThat(mail.html())
        .contains("<td>wrong_password</td>")
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt; &lt;!channel&gt; @here http[:]//203.0.113.9/x")
        .contains("&amp; *bold* {{ . }} &lt;/td&gt;&#39;@&#39;h&#39;")
        .contains("Most often &#39;WWW[.]evil.example&#39;@&#39;www[.]h&#39;: 12.</td>")
        .contains("<td>Do this first.</td>")
        .contains("href=\"https://runbooks.test/wrong_password.md\"")
        .contains(
            "href=\"http://grafana.test/d/x?var-instance="
                + server
                + "&amp;from=1768464000000&amp;to=now\"")
        .contains(silence(server) + "\">Silence</a>")
        .doesNotContain("<script", "<!channel", "http://203", "www.", "WWW.");
    assertThat(mail.text())
        .contains("Cause:     wrong_password")
        .contains("Server:    " + server)
        .contains("Evidence:  12 logins were denied. Most often '<script>alert(1)</script>")
        .contains("http[:]//203.0.113.9/x & *bold* {{ . }}")
        .contains("Do first:  Do this first.")
        .contains("'@'h', database '': 12. Most often 'WWW[.]evil.example'@'www[.]h': 12.")
        .contains("Runbook:   https://runbooks.test/wrong_password.md")
        .contains("var-instance=" + server + "&from=1768464000000&to=now")
        .contains("Silence:   " + alertmanager.address() + silence(server))
        .doesNotContain("http://203", "www.", "WWW.");
  }

  @Test
  void slackGetsNoMentionAndNoLinkOutOfAName() {
    alertmanager.post("[" + alert("MySQLLoginsDenied", "wrong_password", "warning", server) + "]");
    String body = posted("/slack");
    assertThat(Yaml.maps(Yaml.parse(body), "attachments"))
        .singleElement()
        .satisfies(
            attachment -> {
              assertThat(Yaml.text(attachment, "title"))
                  .isEqualTo("Summary of MySQLLoginsDenied on " + server);
              assertThat(Yaml.text(attachment, "color")).isEqualTo("warning");
              assertThat(Yaml.text(attachment, "mrkdwn_in")).isEqualTo("[pretext]");
              assertThat(Yaml.text(attachment, "text"))
                  .contains("Cause: wrong_password\n")
                  .contains(
                      "&lt;script&gt;alert(1)&lt;/script&gt; &lt;!channel&gt; @here http[:]//")
                  .contains("x &amp; *bold*")
                  .contains("database '': 12. Most often 'WWW[.]evil.example'@'www[.]h': 12.\n")
                  .contains("Do first: Do this first.\n")
                  .contains("var-instance=" + server + "&amp;from=1768464000000&amp;to=now\n")
                  .contains(silence(server) + "\n")
                  .contains("Runbook: https://runbooks.test/wrong_password.md\n")
                  .doesNotContain("<", "http://203", "www.", "WWW.");
            });
    assertThat(body).doesNotContain("link_names\":true");
  }

  @Test
  void webhookGetsAllLabelsAndAnnotationsAsTheyAre() {
    alertmanager.post("[" + alert("MySQLLoginsDenied", "wrong_password", "warning", server) + "]");
    assertThat(Yaml.maps(Yaml.parse(posted("/alerts")), "alerts"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(Yaml.texts(alert, "annotations"))
                  .containsEntry("description", DESCRIPTION);
              assertThat(Yaml.texts(alert, "labels"))
                  .containsEntry("cause", "wrong_password")
                  .containsEntry("instance", server);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "MySQLServerUnreachable,        unreachable,          MySQLAbortsNotLogged,       not_logged,           true",
    "MySQLServerUnreachable,        unreachable,          MySQLTooManyConnections,    too_many_connections, true",
    "MySQLAbortedExporterDown,      exporter,             MySQLConnectionsNotClosed,  not_closed,           true",
    "MySQLAbortedExporterVanished,  exporter,             MySQLLoginsDenied,          wrong_password,       true",
    "MySQLTooManyConnections,       too_many_connections, MySQLLoginsDenied,          wrong_password,       true",
    "MySQLTooManyConnections,       too_many_connections, MySQLHandshakesTimingOut,   connect_timeout,      true",
    "MySQLTooManyConnections,       too_many_connections, MySQLPasswordGuessing,      wrong_password,       false",
    "MySQLTooManyConnections,       too_many_connections, MySQLConnectionsNotClosed,  not_closed,           false",
    "MySQLHostRetransmits,          tcp_ip,               MySQLConnectionsNotClosed,  not_closed,           true",
    "MySQLHostNetworkErrors,        network_hardware,     MySQLClientsDiedMidTransfer, died_mid_transfer,   true",
    "MySQLHostHalfDuplex,           ethernet_duplex,      MySQLHostRetransmits,       tcp_ip,               true",
    "MySQLHostNetworkErrors,        network_hardware,     MySQLHostRetransmits,       tcp_ip,               true",
    "MySQLHostRetransmits,          tcp_ip,               MySQLPacketsTooLarge,       packet_too_large,     false",
    "MySQLIdleConnectionsCutDaily,  idle_timeout,         MySQLIdleConnectionsCut,    idle_timeout,         true",
    "MySQLIdleConnectionsCutDaily,  idle_timeout,         MySQLIdleConnectionsCutGrowing, idle_timeout,     false",
    "MySQLErrorLogUnreadable,       exporter,             MySQLAbortsNotLogged,       not_logged,           true",
    "MySQLErrorLogSilent,           not_logged,           MySQLAbortsNotLogged,       not_logged,           true",
    "MySQLErrorLogUnreadable,       exporter,             MySQLErrorLogSilent,        not_logged,           false",
    "MySQLConnectionsNotClosed,     not_closed,           MySQLPacketsTooLarge,       packet_too_large,     false"
  })
  void oneAlertHidesAnotherOfTheSameServerOnly(
      String source, String sourceCause, String target, String targetCause, boolean hidden) {
    String other = server + "b";
    alertmanager.post(
        "[%s, %s, %s]"
            .formatted(
                alert(source, sourceCause, "warning", server),
                alert(target, targetCause, "warning", server),
                alert(target, targetCause, "warning", other)));
    awaitAllAreLookedAt();
    assertThat(inhibited(target, server)).isEqualTo(hidden);
    assertThat(inhibited(target, other)).isFalse();
    assertThat(inhibited(source, server)).isFalse();
  }

  /** Alertmanager looks at one after the other, later than it answers: one more that is hidden. */
  private void awaitAllAreLookedAt() {
    String last = server + "z";
    alertmanager.post("[" + alert("MySQLServerUnreachable", "unreachable", "warning", last) + "]");
    alertmanager.post("[" + alert("MySQLAbortsNotLogged", "not_logged", "warning", last) + "]");
    assertThat(Await.within(SOON, () -> inhibited("MySQLAbortsNotLogged", last))).isTrue();
  }

  private boolean inhibited(String name, String instance) {
    List<Map<?, ?>> alerts = Yaml.parseList(alertmanager.alerts());
    for (Map<?, ?> alert : alerts) {
      Map<String, String> labels = Yaml.texts(alert, "labels");
      if (labels.get("alertname").equals(name) && labels.get("instance").equals(instance)) {
        return !((List<?>) Yaml.map(alert, "status").get("inhibitedBy")).isEmpty();
      }
    }
    throw new AssertionError("no " + name + " of " + instance + " in " + alerts);
  }

  private String posted(String path) {
    Predicate<WebhookReceiver.Post> isMine =
        post -> post.path().equals(path) && post.body().contains(server + "\"");
    assertThat(http.await(SOON, isMine)).isTrue();
    return http.posts().stream().filter(isMine).findFirst().orElseThrow().body();
  }

  private static String alert(String name, String cause, String severity, String instance) {
    return """
        {"labels": {"alertname": "%1$s", "cause": "%2$s", "severity": "%3$s", "job": "mysql", "instance": "%4$s"},
         "startsAt": "2026-01-15T09:00:00Z",
         "annotations": {"summary": "Summary of %1$s on %4$s", "description": "%5$s", "account": "%6$s", "action": "Do this first.",
           "runbook_url": "https://runbooks.test/%2$s.md",
           "dashboard_url": "http://grafana.test/d/x?var-instance=%4$s"}}
        """
        .formatted(name, cause, severity, instance, DESCRIPTION, ACCOUNT);
  }

  /** The form of Alertmanager's page for a silence of {@code MySQLLoginsDenied}, filled in. */
  private static String silence(String instance) {
    return "/#/silences/new?filter=%7Balertname%3D%22MySQLLoginsDenied%22%2Ccause%3D%22wrong_password%22"
        + "%2Cinstance%3D%22"
        + instance
        + "%22%2Cjob%3D%22mysql%22%2Cseverity%3D%22warning%22%7D";
  }
}
