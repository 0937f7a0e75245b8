package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.github.mysqlaborted.html.Stylesheet;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LandingPageTest {

  private static final Finding VERBOSITY =
      new Finding(LogProblem.VERBOSITY, "log_error_verbosity is 2.", "SET PERSIST <x> = 3;");

  static Stream<String> states() {
    return PageStates.all().keySet().stream();
  }

  @Test
  void saysFirstWhatIsWrongAndWhatToType() {
    assertThat(page(with(state("well"), Map.of("db1:3306", List.of(VERBOSITY)), true)))
        .containsSubsequence(
            "</h1>",
            "class=\"bad\"",
            "<li><strong>db1:3306</strong>: log_error_verbosity is 2.<br>To fix it: <code>SET"
                + " PERSIST &lt;x&gt; = 3;</code></li>",
            "<h2>Server</h2>")
        .doesNotContain("class=\"good\"");
  }

  @Test
  void isGreenOnlyWhereAllWasCheckedAndNothingFound() {
    assertThat(page(with(state("well"), Map.of(), true)))
        .contains("<p class=\"good\">No problem was found.</p>")
        .contains("<td class=\"good\">is read</td>")
        .doesNotContain("class=\"bad\"");
    assertThat(page(with(state("well"), Map.of(), false)))
        .contains("Not checked yet")
        .doesNotContain("class=\"good\"", "class=\"bad\"");
  }

  @Test
  void namesSomeOfMany() {
    String page =
        page(with(state("well"), Map.of("db1:3306", Collections.nCopies(23, VERBOSITY)), true));

    assertThat(page.split("log_error_verbosity is 2", -1)).hasSize(20 + 1);
    assertThat(page)
        .contains("3 more problems: see the metric <code>mysql_aborted_exporter_log_problem<");
  }

  @Test
  void saysThatTheServerDoesNotAnswerAndWhatItSaidLast() {
    assertThat(page(state("down")))
        .contains("db1.example.net:3306</strong>: The server does not answer: auth: Access denied")
        .contains("<th scope=\"row\">State</th><td><strong class=\"bad\">does not answer</strong>")
        .contains("asked 2026-11-27 15:05:06, 3 s ago")
        .contains("<td>2026-11-27 15:04:59, 7 s ago</td>")
        .contains("<td>8.0.43 MySQL Community Server - GPL</td>")
        .contains("<code>wait_timeout</code></th><td>28,800 s (8 h)</td>")
        .contains("&lt;script&gt;alert(6)&lt;/script&gt;")
        .doesNotContain("class=\"good\"");
  }

  @Test
  void showsTheCountersBesideTheLogAndWhatIsMissing() {
    assertThat(text(page(state("well"))))
        .contains(
            "By the server (Aborted_clients, Aborted_connects) since 2026-10-18 16:05:06 120,345 4,711")
        .contains("By the server, in the last 95 min 345 17")
        .contains("In the log, in the same time 340 17")
        .contains("Of which the log does not tell 5 0")
        .contains("5 of the sessions may have been ended by KILL");
  }

  @Test
  void showsWhereTheLogIsReadHowFarBehindAndWhenTheLastRecordCame() {
    assertThat(text(page(state("behind"))))
        .contains("/var/log/mysql/error.log State is read Behind 1,234,567,890 bytes are unread")
        .contains("Last record read 2026-11-27 15:05:04")
        .contains("Records 123,456, and 3 lines that could not be parsed")
        .contains("Lost 12 records, or more, before they were read");
    assertThat(text(page(state("unreadable"))))
        .contains("State cannot be read: permission denied")
        .contains("Last record read none since the exporter started");
  }

  @Test
  void showsReasonsCausesAccountsAndHours() {
    String page = page(state("well"));

    assertThat(page)
        .contains("<code>read_error</code></th><td class=\"n\">")
        .contains(
            "<a href=\"https://github.com/mysqlaborted/mysql-aborted-exporter/blob/main/docs/runbooks/idle_timeout.md\">")
        .contains("<a href=\"/diagnosis\">")
        .contains("aria-label=\"Logins that failed by hour of the day: most, 529, from 23:00 on\"")
        .contains("all others, and those named so")
        .contains("6 more in the metric <code>mysql_aborted_connections_by_account_total</code>");
    assertThat(text(page)).contains("Unexplained 3");
  }

  @Test
  void saysWhatIsNotWatched() {
    assertThat(page(state("logs-only")))
        .contains("by the log alone")
        .contains("No server is watched (<code>--no-mysqld</code>).")
        .doesNotContain("By the server", "through <code>/probe");
    assertThat(page(state("probe-only")))
        .contains("Servers that were asked through <code>/probe</code>: 212.")
        .contains("<p>No log is read here.</p>")
        .doesNotContain("Aborted connections</h2>");
    assertThat(page(state("counters-only")))
        .contains("<code>--errorlog.source=none</code>")
        .contains("120,345")
        .doesNotContain("In the log");
  }

  @ParameterizedTest
  @MethodSource("states")
  void hasNoTableWithoutRowsAndNothingThatRuns(String state) {
    assertThat(page(state(state)))
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .doesNotContainPattern("<tbody>\\s*</tbody>")
        .doesNotContainPattern("<ul>\\s*</ul>")
        .doesNotContain("<script", " style=", "<img");
  }

  @Test
  void letsNothingButItsStyleSheetBeUsed() {
    Response response = answer(state("well"));

    assertThat(response.headers())
        .containsEntry(
            "Content-Security-Policy",
            "default-src 'none'; style-src "
                + Stylesheet.SOURCE
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(new String(response.body(), UTF_8))
        .contains("<style>" + Stylesheet.TEXT + "</style>");
  }

  private static Watched state(String name) {
    return PageStates.all().get(name);
  }

  private static Watched with(
      Watched watched, Map<String, List<Finding>> findings, boolean checked) {
    return new Watched(
        watched.server(),
        watched.answer(),
        watched.wantsLog(),
        watched.log(),
        checked,
        findings,
        watched.compared(),
        watched.probed());
  }

  /** What a person reads. */
  private static String text(String page) {
    return page.replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ,", ",");
  }

  private static String page(Watched watched) {
    return new String(answer(watched).body(), UTF_8);
  }

  private static Response answer(Watched watched) {
    return new LandingPage(
            new BuildInfo("1", "2", "17"),
            () -> watched,
            InstantSource.fixed(PageStates.NOW),
            ZoneId.of("Europe/Berlin"),
            Map.of("/metrics", "the metrics"))
        .answer(new Request(Optional.empty(), new Headers()));
  }
}
