package io.github.mysqlaborted.dashboards;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.alerts.FastAlerting;
import io.github.mysqlaborted.alerts.KnownMetrics;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.MonitoringTool;
import io.github.mysqlaborted.harness.PrometheusProcess;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every query of every panel, annotation and variable on a real Prometheus, whose data come
 * from the real exporter on MySQL 8 and MariaDB while every known fault is provoked there.
 */
final class DashboardsOnRealDataIT {
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final Duration DATA_LIMIT = Duration.ofMinutes(5);
  private static final Duration RANGE = Duration.ofMinutes(10);

  /** An hour of the rules lasts longer than the faults do, and one fault is enough to alert. */
  private static final FastAlerting FAST =
      new FastAlerting(Duration.ofMinutes(2), OptionalInt.of(0));

  /** Panels that rightly show nothing here, and why. */
  private static final Map<String, String> RIGHTLY_EMPTY =
      Map.of(
          "Interfaces", "needs node_exporter",
          "Interface errors", "needs node_exporter",
          "Retransmissions and resets", "needs node_exporter",
          "Errors in the host cache", "clients on the loopback address are not in it",
          "Lookups that failed", "clients on the loopback address are not looked up");

  /** Panels of several causes of the same titles; some of these causes cannot be provoked here. */
  private static final Set<String> OF_SEVERAL_CAUSES = Set.of("How sure", "Who had these reasons");

  /** Metrics without labels that are listed and need not be here, and why. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "mysql_connection_control_delays_total", "the plugin is not installed",
          "mysql_mysqlx_aborted_clients_total", "the X plugin is off",
          "mysql_mysqlx_connection_errors_total", "the X plugin is off");

  @TempDir static Path folder;

  private static final List<WatchedServer> WATCHED = new ArrayList<>();
  private static PrometheusProcess prometheus;
  private static Instant end;

  @BeforeAll
  static void provokeFaults() throws IOException {
    assumeTrue(ServerKind.MYSQL_8_0.unavailableBecause().isEmpty());
    assumeTrue(ServerKind.MARIADB_11_4.unavailableBecause().isEmpty());
    assumeTrue(MonitoringTool.PROMETHEUS.unavailableBecause().isEmpty());
    WatchedServer mysql =
        WatchedServer.start("mysql", ServerKind.MYSQL_8_0, Verbosity.FULL, folder);
    WATCHED.add(mysql);
    WatchedServer mariadb =
        WatchedServer.start("mariadb", ServerKind.MARIADB_11_4, Verbosity.COMPANIONS, folder);
    WATCHED.add(mariadb);
    Path own = Files.createDirectory(folder.resolve("prometheus"));
    prometheus =
        PrometheusProcess.start(
            own,
            Duration.ofSeconds(1),
            WATCHED.stream().collect(Collectors.toMap(WatchedServer::job, WatchedServer::instance)),
            List.of(FAST.rules(own)),
            Optional.empty());
    awaitOnBoth("mysql_up == 1");
    // What was counted before the first scrape of a series is no increase: so, twice.
    WATCHED.parallelStream().forEach(WatchedServer::provokeAll);
    awaitOnBoth(
        "mysql_aborted_connections_by_account_total{phase=\"client\", reason=\"write_error\"} > 0");
    WATCHED.parallelStream().forEach(WatchedServer::provokeAll);
    Instant seenInPanels = QueryRun.aligned(Instant.now(), QueryRun.STEP).plus(QueryRun.STEP);
    boolean fires =
        Await.within(
            DATA_LIMIT,
            () -> {
              WATCHED.parallelStream().forEach(WatchedServer::provokeQuickly);
              return Instant.now().isAfter(seenInPanels)
                  && isOnBoth("ALERTS{cause=\"not_closed\", alertstate=\"firing\"}");
            });
    assertThat(fires).isTrue();
    mariadb.restart();
    await("mysql_uptime_seconds{job=\"mariadb\"} < 30");
    mysql.server().execute("FLUSH STATUS");
    await(
        "mysql_uptime_since_flush_status_seconds{job=\"mysql\"} < 30"
            + " unless mysql_uptime_seconds < 30");
    end = Instant.now();
  }

  @AfterAll
  static void stop() throws IOException {
    if (prometheus != null) {
      prometheus.close();
    }
    for (WatchedServer watched : WATCHED) {
      watched.close();
    }
  }

  private static void awaitOnBoth(String expression) {
    assertThat(Await.within(DATA_LIMIT, () -> isOnBoth(expression))).as(expression).isTrue();
  }

  private static void await(String expression) {
    assertThat(Await.within(DATA_LIMIT, () -> hasResult(expression))).as(expression).isTrue();
  }

  private static boolean isOnBoth(String expression) {
    return hasResult("count(count by (job) (" + expression + ")) == 2");
  }

  private static boolean hasResult(String expression) {
    return !prometheus.query(expression).contains("\"result\":[]");
  }

  private static QueryRun run() {
    String instances =
        WATCHED.stream().map(WatchedServer::instance).collect(Collectors.joining("|", "(", ")"));
    return new QueryRun(
        prometheus.address(),
        end,
        RANGE,
        Map.of("job", "(mysql|mariadb)", "instance", instances, "host", "127.0.0.1"));
  }

  @Test
  void everyQueryIsValidAndReturnsDataInTime() throws IOException {
    // A restart is seen only on the grid of the panel's steps: look soon after it.
    List<PanelQuery> queries =
        PanelQuery.all().stream()
            .sorted(comparing(query -> !query.place().contains(": annotation ")))
            .toList();
    Map<String, String> problems = new TreeMap<>();
    for (PanelQuery query : queries) {
      QueryRun.Answer answer = run().ask(query, LIMIT);
      boolean isEmpty = answer.series() == 0;
      if (!answer.problem().isEmpty()) {
        problems.put(query.place(), answer.problem());
      } else if (answer.fastest().compareTo(LIMIT) > 0) {
        problems.put(query.place(), "took " + answer.fastest());
      } else if (isEmpty && !isRightlyEmpty(query) && !isOfSeveralCauses(query)) {
        problems.put(query.place(), "no data: " + query.expression());
      } else if (!isEmpty && isRightlyEmpty(query)) {
        problems.put(query.place(), "is listed as empty and returns data");
      }
    }

    assertThat(problems).isEmpty();
  }

  private static boolean isRightlyEmpty(PanelQuery query) {
    return isOneOf(RIGHTLY_EMPTY.keySet(), query);
  }

  private static boolean isOfSeveralCauses(PanelQuery query) {
    return isOneOf(OF_SEVERAL_CAUSES, query);
  }

  private static boolean isOneOf(Set<String> titles, PanelQuery query) {
    return titles.stream().anyMatch(title -> query.place().contains(": " + title + ", "));
  }

  @Test
  void asksOnlyForMetricsAndLabelsThatTheExporterExposes() throws IOException {
    Map<String, Set<String>> exposed = exposed();
    List<String> problems = new ArrayList<>();
    for (PanelQuery query : PanelQuery.all()) {
      for (Selector selector : Selector.in(query.expression())) {
        Set<String> labels = exposed.getOrDefault(selector.metric(), Set.of());
        Set<String> own = new TreeSet<>(selector.matchers().keySet());
        own.removeAll(Set.of("job", "instance"));
        if (isOfExporter(selector.metric())
            && !(exposed.containsKey(selector.metric()) && labels.containsAll(own))) {
          problems.add(query.place() + ": " + selector);
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void theListOfMetricsIsWhatTheExporterExposes() {
    Map<String, Set<String>> listed = new TreeMap<>(KnownMetrics.read().labels());
    listed.keySet().removeIf(name -> !isOfExporter(name));
    Map<String, Set<String>> exposed = exposed();
    NOT_HERE.keySet().forEach(name -> exposed.putIfAbsent(name, Set.of()));
    // With --collect.sessions only.
    assertThat(exposed.get("mysql_aborted_connections_by_account_total").add("program")).isTrue();

    assertThat(exposed).containsExactlyInAnyOrderEntriesOf(listed);
  }

  private static boolean isOfExporter(String metric) {
    return metric.startsWith("mysql_") && !metric.contains(":");
  }

  /** The metrics of both exporters, each with its own labels. */
  private static Map<String, Set<String>> exposed() {
    Pattern label = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    Map<String, Set<String>> exposed = new TreeMap<>();
    WATCHED.stream()
        .flatMap(watched -> watched.exporter().scrape().samples().keySet().stream())
        .filter(DashboardsOnRealDataIT::isOfExporter)
        .forEach(
            series -> {
              String[] parts = series.split("\\{", 2);
              Set<String> labels = exposed.computeIfAbsent(parts[0], name -> new TreeSet<>());
              Stream.of(parts)
                  .skip(1)
                  .flatMap(text -> label.matcher(text).results())
                  .forEach(found -> labels.add(found.group(1)));
            });
    return exposed;
  }
}
