package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.metrics.BuildInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LandingPageTest {
  private static final LogView VIEW =
      new LogView(
          List.of(
              new LogView.Source(
                  "error.log", new TailStatistics(8123, 0, 0, 0), 40, 0, true, 0, Instant.EPOCH)),
          LoggedEvents.Snapshot.EMPTY,
          CauseCounts.Snapshot.EMPTY,
          true);

  private static final Finding VERBOSITY =
      new Finding(LogProblem.VERBOSITY, "log_error_verbosity is 2.", "SET PERSIST <x> = 3;");

  @Test
  void saysFirstAndInRedWhatIsWrongAndWhatToType() {
    String page = page(Map.of("db1:3306", List.of(VERBOSITY)), true);

    assertThat(page)
        .contains(
            "<h1>mysql-aborted-exporter</h1><p class=\"bad\">db1:3306:"
                + " log_error_verbosity is 2. To fix it: <code>SET PERSIST &lt;x&gt; ="
                + " 3;</code></p>")
        .contains("<td>reading</td>")
        .doesNotContain("class=\"good\"");
  }

  @Test
  void isGreenOnlyWhereAllWasCheckedAndNothingFound() {
    assertThat(page(Map.of(), true))
        .contains("<td class=\"good\">reading</td>")
        .doesNotContain("class=\"bad\"");
    assertThat(page(Map.of(), false))
        .contains("<td>reading</td>")
        .doesNotContain("class=\"good\"")
        .doesNotContain("class=\"bad\"");
  }

  @Test
  void namesSomeOfMany() {
    String page = page(Map.of("db1:3306", Collections.nCopies(23, VERBOSITY)), true);

    assertThat(page.split("log_error_verbosity is 2", -1)).hasSize(20 + 1);
    assertThat(page)
        .contains(
            "<p class=\"bad\">3 more problems: see the metric mysql_aborted_exporter_log_problem.");
  }

  private static String page(Map<String, List<Finding>> findings, boolean checked) {
    LandingPage page =
        new LandingPage(
            new BuildInfo("1", "2", "17"),
            new LandingPage.Watched("db1:3306", () -> VIEW, () -> findings, () -> checked),
            Map.of("/metrics", "the metrics"));
    return new String(page.answer(new Request(Optional.empty(), new Headers())).body(), UTF_8);
  }
}
