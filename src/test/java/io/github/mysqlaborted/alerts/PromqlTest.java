package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PromqlTest {
  private static final String QUERY =
      """
      sum by (job, mysql_host) (rate(mysql_made_up_total{phase="client", reason=~"a|b"}[5m]))
        / on (job) group_left (node_name) up > scalar(level:mysql_recorded:rate5m{cause="}"})
        and label_replace(node_uname_info, "mysql_label", "$1", "instance", "(.+?)(:[0-9]+)?")
      """;

  @Test
  void findsMetricsOutsideOfStringsAndLabelLists() {
    assertThat(Promql.metrics(QUERY))
        .containsExactlyInAnyOrder(
            "mysql_made_up_total", "up", "level:mysql_recorded:rate5m", "node_uname_info");
  }

  @Test
  void findsMatchersWithTheirMetric() {
    assertThat(Promql.matchers(QUERY))
        .containsExactly(
            new Promql.Use("mysql_made_up_total", "phase", "client"),
            new Promql.Use("mysql_made_up_total", "reason", "a|b"),
            new Promql.Use("level:mysql_recorded:rate5m", "cause", "}"));
  }

  @Test
  void findsTheLabelsOfAggregationsAndJoins() {
    assertThat(Promql.listedLabels(QUERY))
        .containsExactlyInAnyOrder("job", "mysql_host", "node_name");
  }
}
