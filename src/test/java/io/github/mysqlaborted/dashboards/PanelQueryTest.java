package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.alerts.KnownMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the queries may ask for, as Grafana's dashboard-linter and the list of metrics have it. */
class PanelQueryTest {
  private static final String HOST = "=~\"($host)(:[0-9]+)?\"";

  /** Labels that Prometheus gives, and those that alerts and recording rules add. */
  private static final Set<String> GIVEN = Set.of("job", "instance", "phase", "cause");

  /** Made by Prometheus itself, and asked for by alert rules only. */
  private static final Set<String> ONLY_IN_RULES = Set.of("up", "node_uname_info");

  @Test
  void selectsByJobAndInstance() throws IOException {
    List<String> problems = new ArrayList<>();
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        if (!isChosenByVariables(query, selector)) {
          problems.add(query.place() + ": " + selector.metric());
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  private static boolean isChosenByVariables(PanelQuery query, Selector selector) {
    Map<String, String> matchers = selector.matchers();
    if (selector.metric().startsWith("node_")) {
      return matchers.getOrDefault("instance", "").equals(HOST);
    }
    if (query.kind() == PanelQuery.Kind.LABEL_VALUES) {
      return selector.metric().equals("mysql_up");
    }
    // Alerts about no one server, and whether the rules are there at all.
    return (selector.metric().equals("ALERTS")
            && matchers.getOrDefault("instance", "").equals("=\"\""))
        || selector.metric().equals("mysql_aborted:links")
        || (matchers.getOrDefault("job", "").equals("=~\"$job\"")
            && matchers.getOrDefault("instance", "").equals("=~\"$instance\""));
  }

  @Test
  void takesRatesOverTheRateInterval() throws IOException {
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        if (selector.function().equals("rate") || selector.function().equals("irate")) {
          assertThat(selector.range()).as(query.place()).isEqualTo("$__rate_interval");
        }
      }
    }
  }

  @Test
  void readsCountersByTheirIncrease() throws IOException {
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        if (selector.metric().endsWith("_total")) {
          assertThat(selector.function())
              .as(query.place() + ": " + selector.metric())
              .isIn("rate", "irate", "increase");
        }
      }
    }
  }

  @Test
  void asksOnlyForMetricsAndLabelsThatExist() throws IOException {
    Map<String, Set<String>> known = new TreeMap<>();
    for (SampleSeries series : SampleSeries.read()) {
      known
          .computeIfAbsent(series.metric(), name -> new TreeSet<>(GIVEN))
          .addAll(series.labelNames());
    }
    for (String recorded : recordedByRules()) {
      known.put(recorded, Set.of("job", "instance", "phase", "reason"));
    }
    List<String> problems = new ArrayList<>();
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        if (!known
                .getOrDefault(selector.metric(), Set.of())
                .containsAll(selector.matchers().keySet())
            || !known.containsKey(selector.metric())) {
          problems.add(query.place() + ": " + selector);
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void theSampleIsOfTheMetricsThatAreListed() throws IOException {
    Map<String, Set<String>> sample = new TreeMap<>();
    for (SampleSeries series : SampleSeries.read()) {
      sample.computeIfAbsent(series.metric(), name -> new TreeSet<>()).addAll(series.labelNames());
    }
    sample.remove("ALERTS");
    Map<String, Set<String>> listed = new TreeMap<>(KnownMetrics.read().labels());
    listed.keySet().removeAll(ONLY_IN_RULES);

    assertThat(sample).containsExactlyInAnyOrderEntriesOf(listed);
  }

  @Test
  void asksOnlyForReasonsThatExist() throws IOException {
    Set<String> reasons =
        SampleSeries.read().stream()
            .filter(series -> series.metric().equals("mysql_aborted_connections_logged_total"))
            .map(SampleSeries::labels)
            .collect(Collectors.toSet());
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        for (String reason : alternatives(selector.matchers().get("reason"))) {
          String phase = selector.matchers().get("phase").substring(1);
          assertThat(reasons)
              .as(query.place())
              .contains("phase=%s,reason=\"%s\"".formatted(phase, reason));
        }
      }
    }
  }

  private static List<String> alternatives(String matcher) {
    return matcher == null
        ? List.of()
        : List.of(matcher.replaceAll("^=~?\"|\"$", "").split(Pattern.quote("|"), -1));
  }

  private static Set<String> recordedByRules() throws IOException {
    return Pattern.compile("- record: (\\S+)")
        .matcher(Files.readString(SamplePrometheus.RULES))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
