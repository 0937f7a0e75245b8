package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorTest {
  @Test
  void findsMetricsWithAndWithoutMatchersAndTheFunctionAround() {
    assertThat(
            Selector.in(
                "sum(rate(mysql_connections_total{job=~\"$job\", error=\"a}b\"}[5m])) / mysql_up"))
        .containsExactly(
            new Selector(
                "mysql_connections_total",
                Map.of("job", "=~\"$job\"", "error", "=\"a}b\""),
                "5m",
                "rate"),
            new Selector("mysql_up", Map.of(), "", ""));
  }

  @Test
  void passesOverWhatStandsInStrings() {
    assertThat(Selector.in("label_replace(up, \"a\", \"mysql_up\", \"\", \"\")")).isEmpty();
  }
}
