package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.MonitoringTool;
import io.github.mysqlaborted.harness.PrometheusProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every query of every panel, annotation and variable on a real Prometheus. */
class DashboardQueriesIT {
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Queries that rightly find nothing in the sample, by the end of their place. */
  private static final Map<String, String> RIGHTLY_EMPTY =
      Map.of("annotation FLUSH STATUS", "nobody flushed the status of the sample's servers");

  @TempDir static Path folder;

  private static PrometheusProcess prometheus;
  private static QueryRun run;

  @BeforeAll
  static void startPrometheus() throws IOException {
    assumeTrue(
        MonitoringTool.PROMETHEUS.unavailableBecause().isEmpty(),
        "no Prometheus here, and none can be fetched");
    Instant now = Instant.now();
    prometheus = SamplePrometheus.start(folder, now);
    assertThat(Await.within(START_LIMIT, DashboardQueriesIT::rulesAreEvaluated)).isTrue();
    run =
        new QueryRun(
            prometheus.address(),
            Instant.now().plusSeconds(1),
            SamplePrometheus.HISTORY,
            Map.of("job", "mysql-aborted", "instance", "(db1:3306|db2:3306)", "host", "(db1|db2)"));
  }

  @AfterAll
  static void stopPrometheus() throws IOException {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  private static boolean rulesAreEvaluated() {
    return prometheus
        .query("instance_phase:mysql_aborted_connections_explained:ratio1h")
        .contains("db2:3306");
  }

  @Test
  void everyQueryIsValidAndReturnsDataInTime() throws IOException {
    Map<String, String> problems = new TreeMap<>();
    for (PanelQuery query : PanelQuery.all()) {
      QueryRun.Answer answer = run.ask(query, LIMIT);
      if (!answer.problem().isEmpty()) {
        problems.put(query.place(), answer.problem());
      } else if (answer.fastest().compareTo(LIMIT) > 0) {
        problems.put(query.place(), "took " + answer.fastest());
      } else if (answer.series() > 50) {
        problems.put(query.place(), answer.series() + " series");
      } else if (answer.series() == 0 && !isRightlyEmpty(query)) {
        problems.put(query.place(), "no data: " + query.expression());
      }
    }

    assertThat(problems).isEmpty();
  }

  private static boolean isRightlyEmpty(PanelQuery query) {
    return RIGHTLY_EMPTY.keySet().stream().anyMatch(query.place()::endsWith);
  }

  @Test
  void noQueryIsListedAsEmptyThatReturnsData() throws IOException {
    List<PanelQuery> queries =
        PanelQuery.all().stream().filter(DashboardQueriesIT::isRightlyEmpty).toList();

    for (PanelQuery query : queries) {
      assertThat(run.ask(query, LIMIT).series()).as(query.place()).isZero();
    }
  }
}
