package io.github.mysqlaborted.alerts;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules, their tests and their runbooks fit each other and the metrics of the exporter. */
final class RulesTest {
  /** Labels that rules make, or that targets and other rules' metrics have. */
  private static final Set<String> OTHER_LABELS =
      Set.of("job", "instance", "cause", "mysql_host", "why", "day");

  /** Settings have no labels of a server; two of one setting, by federation, are one. */
  private static final Pattern SETTING_BY =
      Pattern.compile("max by \\([a-z, ]+\\) \\(\\s*mysql_aborted(_threshold)?:");

  /** Tests whose expectations do not depend on how many samples a range has. */
  private static final Set<String> SMALL_COUNTS =
      Set.of(
          "exporter.test.yml",
          "idle_timeout_daily.test.yml",
          "idle_timeout_growing.test.yml",
          "log_silent.test.yml",
          "too_many_connections.test.yml");

  static Stream<Rule> alerts() {
    return AlertFiles.alerts().stream();
  }

  static Stream<Rule> rules() {
    return AlertFiles.rules().stream();
  }

  private static Set<String> causes() {
    return Arrays.stream(Cause.values()).map(Cause::key).collect(toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void everyCauseHasARunbookAndMostAnAlertAndItsTest(Cause cause) {
    String key = cause.key();
    assertThat(alerts().anyMatch(alert -> key.equals(alert.labels().get("cause"))))
        .isEqualTo(cause.hasAlert());
    assertThat(Files.exists(AlertFiles.ALERTS.resolve("tests").resolve(key + ".test.yml")))
        .isEqualTo(cause.hasAlert());
    assertThat(AlertFiles.RUNBOOKS.resolve(key + ".md")).exists();
  }

  /** What is wrong with the exporter or the way to a server aborts no connection. */
  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertNamesACauseOfTheCatalogue(Rule alert) {
    assertThat(union(causes(), Set.of("exporter", "unreachable")))
        .contains(alert.labels().get("cause"));
  }

  /** The reasons by which the rules find the account behind a cause are those of the catalogue. */
  @Test
  void aReasonSuggestsACauseThatItExplains() {
    assertThat(rules().filter(rule -> rule.name().equals("mysql_aborted:cause_of_reason")))
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              Cause cause = cause(rule.labels().get("cause"));
              assertThat(cause.phases())
                  .extracting(Phase::label)
                  .contains(rule.labels().get("phase"));
              assertThat(cause.reasons())
                  .extracting(Reason::label)
                  .contains(rule.labels().get("reason"));
            })
        .extracting(rule -> rule.labels().get("phase") + " " + rule.labels().get("reason"))
        .doesNotHaveDuplicates();
  }

  /** All reasons of a cause lead to it, or to another cause that explains them too. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_CLOSED",
        "IDLE_TIMEOUT",
        "DIED_MID_TRANSFER",
        "NO_PRIVILEGE",
        "WRONG_PASSWORD",
        "BAD_CONNECT_PACKET",
        "CONNECT_TIMEOUT",
        "PACKET_TOO_LARGE",
        "KILLED",
        "HEALTH_CHECK",
        "SLOW_CONSUMER"
      })
  void everyReasonOfACauseSuggestsIt(Cause cause) {
    assertThat(
            rules()
                .filter(rule -> rule.name().equals("mysql_aborted:cause_of_reason"))
                .filter(rule -> cause.key().equals(rule.labels().get("cause"))))
        .extracting(rule -> rule.labels().get("reason"))
        .containsExactlyInAnyOrderElementsOf(cause.reasons().stream().map(Reason::label).toList());
  }

  private static Cause cause(String key) {
    return Arrays.stream(Cause.values())
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** A dashboard link leads to the first chart of the cause's section. */
  @ParameterizedTest
  @MethodSource("alerts")
  void everyDashboardLinkLeadsToTheSectionOfItsCause(Rule alert) {
    List<String> sections = AlertFiles.sections();
    int place = sections.indexOf(alert.labels().get("cause"));
    String url = alert.annotations().get("dashboard_url");
    if (place >= 0) {
      assertThat(url).endsWith("&viewPanel=" + (100 * (place + 1) + 3));
    } else {
      assertThat(url).doesNotContain("viewPanel");
    }
  }

  /** A range that ends on a sample is open to the left since Prometheus 3, and was not before. */
  @Test
  void noTestOfARangeHangsOnASampleAtItsEdge() {
    for (Path file : AlertFiles.tests()) {
      if (!SMALL_COUNTS.contains(file.getFileName().toString())) {
        assertThat(Yaml.text(Yaml.read(file), "evaluation_interval"))
            .as("%s", file)
            .isEqualTo("61s");
      }
    }
  }

  /** A rule that selects reasons of the log selects what the catalogue says that they explain. */
  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertGoesByReasonsThatItsCauseExplains(Rule alert) {
    Optional<Cause> cause =
        Arrays.stream(Cause.values())
            .filter(one -> one.key().equals(alert.labels().get("cause")))
            .findFirst();
    Set<String> explained =
        cause.stream().flatMap(one -> one.reasons().stream()).map(Reason::label).collect(toSet());
    for (String query : alert.queries()) {
      for (Promql.Use use : Promql.matchers(query)) {
        if (use.label().equals("reason") && !use.metric().equals("mysql_connect_failure")) {
          assertThat(values(use)).as("%s", use).isSubsetOf(explained);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertFiresInATestWithItsAnnotations(Rule alert) {
    assertThat(AlertFiles.tests().stream().map(Yaml::read))
        .flatMap(test -> Yaml.maps(test, "tests"))
        .flatMap(test -> Yaml.maps(test, "alert_rule_test"))
        .filteredOn(expected -> Yaml.text(expected, "alertname").equals(alert.name()))
        .flatMap(expected -> Yaml.maps(expected, "exp_alerts"))
        .isNotEmpty()
        .allMatch(
            fired ->
                Yaml.texts(fired, "exp_annotations").keySet().equals(alert.annotations().keySet()));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertIsSilentInATest(Rule alert) {
    assertThat(AlertFiles.tests().stream().map(Yaml::read))
        .flatMap(test -> Yaml.maps(test, "tests"))
        .flatMap(test -> Yaml.maps(test, "alert_rule_test"))
        .filteredOn(expected -> Yaml.text(expected, "alertname").equals(alert.name()))
        .anyMatch(expected -> Yaml.maps(expected, "exp_alerts").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertSaysWhatWhyAndWhatToDo(Rule alert) {
    assertThat(alert.name()).startsWith("MySQL");
    assertThat(alert.labels()).containsOnlyKeys("cause", "severity");
    assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
    Set<String> names = new TreeSet<>(alert.annotations().keySet());
    names.remove("account");
    assertThat(names)
        .containsExactly("action", "dashboard_url", "description", "runbook_url", "summary");
    assertThat(alert.annotations().values()).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyRunbookLinkLeadsToASectionThatIsThere(Rule alert) throws Exception {
    String url = alert.annotations().get("runbook_url");
    String[] page = url.substring(url.lastIndexOf('/') + 1).split("#", 2);
    Path runbook = AlertFiles.RUNBOOKS.resolve(page[0]);
    assertThat(runbook).exists();
    if (page.length == 2) {
      assertThat(Files.readAllLines(runbook))
          .contains("## " + capitalized(page[1].replace('-', ' ')));
    }
    assertThat(Files.readString(runbook)).contains(alert.name());
  }

  private static String capitalized(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void usesOnlyMetricsThatAreThere(Rule rule) {
    Set<String> known = new TreeSet<>(KnownMetrics.read().labels().keySet());
    rules().filter(other -> !other.isAlert()).map(Rule::name).forEach(known::add);
    for (String query : rule.queries()) {
      assertThat(known).as(query).containsAll(Promql.metrics(query));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void matchesOnlyLabelsThatTheMetricHas(Rule rule) {
    KnownMetrics known = KnownMetrics.read();
    for (String query : rule.queries()) {
      for (Promql.Use use : Promql.matchers(query)) {
        Set<String> labels = known.labels().getOrDefault(use.metric(), allLabels());
        assertThat(union(labels, OTHER_LABELS)).as(query).contains(use.label());
        assertThat(values(use)).as("%s", use).allMatch(value -> isValue(use, value));
      }
      assertThat(union(allLabels(), OTHER_LABELS)).containsAll(Promql.listedLabels(query));
    }
  }

  private static Set<String> allLabels() {
    return KnownMetrics.read().labels().values().stream().flatMap(Set::stream).collect(toSet());
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    return Stream.concat(some.stream(), more.stream()).collect(toCollection(TreeSet::new));
  }

  private static Stream<String> values(Promql.Use use) {
    return Stream.of(use.value().split("\\|", -1));
  }

  private static boolean isValue(Promql.Use use, String value) {
    return switch (use.label()) {
      case "phase" ->
          value.equals("any")
              || Stream.of(Phase.values()).anyMatch(phase -> phase.label().equals(value));
      case "reason" ->
          use.metric().equals("mysql_connect_failure")
              || Stream.of(Reason.values()).anyMatch(reason -> reason.label().equals(value));
      case "cause" -> value.equals("any") || causes().contains(value);
      default -> true;
    };
  }

  @Test
  void everyThresholdIsUsed() {
    String all = rules().flatMap(rule -> rule.queries().stream()).reduce("", String::concat);
    assertThat(rules())
        .filteredOn(rule -> rule.name().startsWith("mysql_aborted_threshold:"))
        .isNotEmpty()
        .allMatch(rule -> all.contains(rule.name()));
  }

  /** Federation or a second evaluation doubles a setting: scalar() of two series is NaN. */
  @Test
  void everySettingMayComeTwice() {
    assertThat(rules().flatMap(rule -> rule.queries().stream()))
        .noneMatch(query -> query.matches("(?s).*scalar\\(mysql_aborted.*"))
        .noneMatch(
            query -> query.matches("(?s).*group_left \\(\\w*\\)\\s+mysql_aborted_threshold:.*"));
  }

  @Test
  void noRuleRestsOnABareRate() {
    assertThat(rules())
        .noneMatch(
            rule -> rule.expression().matches("(?s).*(rate|increase)\\([^)]*\\)+\\s*>\\s*0\\b.*"));
  }

  @Test
  void severalServersOfOneNameAreToldApartByWhateverLabelsTheyHave() {
    assertThat(rules())
        .filteredOn(
            rule ->
                SETTING_BY
                    .matcher(rule.expression())
                    .replaceAll("")
                    .matches("(?s).*\\b(sum|max|min|count|topk) by\\b.*"))
        .allMatch(rule -> rule.name().startsWith("mysql_host"));
  }
}
