package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.event.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The files keep the rules of Grafana's dashboard-linter and a few more: what is said of every
 * dashboard, panel and link.
 */
class DashboardRulesTest {
  /** None of them is deprecated in Grafana 10 to 12. */
  private static final Set<String> PANEL_TYPES =
      Set.of("row", "text", "stat", "timeseries", "table", "barchart", "heatmap");

  private static final Set<String> UNITS =
      Set.of(
          "short",
          "locale",
          "percentunit",
          "s",
          "bytes",
          "bps",
          "none",
          "dateTimeFromNow",
          "dateTimeAsIsoNoDateIfToday");

  @Test
  void areThreeWithFixedUidsAndNotEditable() throws IOException {
    assertThat(DashboardFiles.read())
        .allSatisfy(dashboard -> assertThat(dashboard.get("editable").content()).isEqualTo(false))
        .allSatisfy(
            dashboard ->
                assertThat(dashboard.path()).isEqualTo(dashboard.get("uid").text() + ".json"))
        .extracting(dashboard -> dashboard.get("uid").text())
        .containsExactly("mysql-aborted-causes", "mysql-aborted-fleet", "mysql-aborted-overview");
  }

  @Test
  void haveTheVariablesDataSourceJobAndInstance() throws IOException {
    for (JsonValue dashboard : DashboardFiles.read()) {
      List<JsonValue> variables = dashboard.get("templating").get("list").elements();

      assertThat(variables)
          .extracting(v -> v.get("name").text())
          .startsWith("datasource", "job", "instance");
      assertThat(variables)
          .extracting(v -> v.get("label").text())
          .startsWith("Data source", "Job", "Instance");
      assertThat(variables.get(0).get("type").text()).isEqualTo("datasource");
      assertThat(variables.get(0).get("query").text()).isEqualTo("prometheus");
      assertThat(variables.subList(1, 3))
          .allSatisfy(
              variable -> {
                assertThat(variable.get("type").text()).isEqualTo("query");
                assertThat(variable.get("datasource").get("uid").text()).isEqualTo("${datasource}");
                assertThat(variable.get("multi").isTrue()).isTrue();
                assertThat(variable.get("includeAll").isTrue()).isTrue();
                assertThat(variable.get("allValue").text()).isEqualTo(".+");
                assertThat(variable.get("refresh").number()).isEqualTo(2);
              });
    }
  }

  @Test
  void everyPanelHasTitleAndDescriptionAndAKnownType() throws IOException {
    for (JsonValue panel : panels()) {
      assertThat(panel.get("type").text()).isIn(PANEL_TYPES);
      assertThat(panel.get("title").text()).as(panel.path()).isNotBlank();
      if (!panel.get("type").text().equals("row")) {
        assertThat(panel.get("description").text()).as(panel.path()).isNotBlank();
      }
    }
  }

  @Test
  void everyPanelWithQueriesUsesTheChosenDataSourceAndSaysWhatNoDataMeans() throws IOException {
    for (JsonValue panel : panels()) {
      for (JsonValue target : panel.get("targets").elements()) {
        assertThat(target.get("datasource").get("uid").text()).isEqualTo("${datasource}");
        assertThat(panel.get("datasource").get("uid").text()).isEqualTo("${datasource}");
        assertThat(panel.get("fieldConfig").get("defaults").get("noValue").text())
            .as(panel.path())
            .isNotBlank();
      }
    }
  }

  @Test
  void everyAxisAndNumberHasAUnit() throws IOException {
    for (JsonValue panel : panels()) {
      JsonValue fields = panel.get("fieldConfig");
      if (Set.of("stat", "timeseries", "barchart", "heatmap").contains(panel.get("type").text())) {
        assertThat(fields.get("defaults").get("unit").text()).as(panel.path()).isIn(UNITS);
      }
      for (JsonValue override : fields.get("overrides").elements()) {
        for (JsonValue property : override.get("properties").elements()) {
          if (property.get("id").text().equals("unit")) {
            assertThat(property.get("value").text()).as(panel.path()).isIn(UNITS);
          }
        }
      }
    }
  }

  @Test
  void everySeriesHasALegend() throws IOException {
    for (JsonValue panel : panels()) {
      for (JsonValue target : panel.get("targets").elements()) {
        if (!target.get("format").text().equals("table")) {
          assertThat(target.get("legendFormat").text()).as(panel.path()).isNotBlank();
        }
      }
    }
  }

  @Test
  void everyReasonHasOneColorOfItsOwn() throws IOException {
    Map<String, Set<String>> colors = new TreeMap<>();
    for (JsonValue panel : panels()) {
      for (JsonValue override : panel.get("fieldConfig").get("overrides").elements()) {
        String series = override.get("matcher").get("options").text();
        for (JsonValue property : override.get("properties").elements()) {
          if (property.get("id").text().equals("color")) {
            colors
                .computeIfAbsent(series, name -> new TreeSet<>())
                .add(property.get("value").get("fixedColor").text());
          }
        }
      }
    }

    Set<String> all = new TreeSet<>();
    for (Reason reason : Reason.values()) {
      assertThat(colors.get(reason.label())).as(reason.label()).hasSize(1);
      all.addAll(colors.get(reason.label()));
    }
    assertThat(all).hasSize(Reason.values().length);
  }

  @Test
  void panelsDoNotOverlapAndHaveIdsOfTheirOwn() throws IOException {
    for (JsonValue dashboard : DashboardFiles.read()) {
      Set<Integer> ids = new TreeSet<>();
      Set<String> cells = new TreeSet<>();
      for (JsonValue panel : dashboard.get("panels").elements()) {
        assertThat(ids.add(panel.get("id").number())).as(panel.path()).isTrue();
        JsonValue place = panel.get("gridPos");
        for (int x = 0; x < place.get("w").number(); x++) {
          for (int y = 0; y < place.get("h").number(); y++) {
            int column = place.get("x").number() + x;
            assertThat(column).as(panel.path()).isLessThan(24);
            assertThat(cells.add(column + "/" + (place.get("y").number() + y)))
                .as(panel.path())
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void linksBetweenDashboardsCarryDataSourceAndTimeAndLeadSomewhere() throws IOException {
    Set<String> uids = new TreeSet<>();
    List<String> addresses = new ArrayList<>();
    for (JsonValue dashboard : DashboardFiles.read()) {
      uids.add("/d/" + dashboard.get("uid").text());
      for (JsonValue link : dashboard.get("links").elements()) {
        assertThat(link.get("includeVars").isTrue()).isTrue();
        assertThat(link.get("keepTime").isTrue()).isTrue();
        addresses.add(link.get("url").text());
      }
    }
    for (JsonValue link : fieldLinks()) {
      if (link.text().startsWith("/d/")) {
        assertThat(link.text())
            .contains(
                "${datasource:queryparam}", "${__url_time_range}", "var-job=", "var-instance=");
        addresses.add(link.text().replaceAll("\\?.*", ""));
      }
    }

    assertThat(uids).containsAll(addresses);
    assertThat(addresses).hasSize(8);
  }

  @Test
  void everyCauseHasASectionWhoseRunbookExists() throws IOException {
    String base = rulesBase();
    for (CauseSection section : CausesDashboard.sections()) {
      assertThat(Path.of("docs", "runbooks", section.key() + ".md")).exists();
    }
    Pattern link = Pattern.compile("\\]\\((https:[^)]*)\\)");
    List<String> links = new ArrayList<>();
    for (JsonValue panel : panels()) {
      Matcher found = link.matcher(panel.get("options").get("content").text());
      while (found.find()) {
        links.add(found.group(1));
      }
    }

    assertThat(CausesDashboard.sections())
        .extracting(CauseSection::key)
        .containsExactlyElementsOf(
            Arrays.stream(Cause.values()).filter(Cause::hasAlert).map(Cause::key).toList());
    assertThat(links)
        .hasSize(CausesDashboard.sections().size())
        .allSatisfy(l -> assertThat(l).startsWith(base + "/"));
  }

  private static String rulesBase() throws IOException {
    Matcher base =
        Pattern.compile("runbooks: (\\S+)").matcher(Files.readString(SamplePrometheus.RULES));
    assertThat(base.find()).isTrue();
    return base.group(1);
  }

  private static List<JsonValue> panels() throws IOException {
    List<JsonValue> panels = new ArrayList<>();
    for (JsonValue dashboard : DashboardFiles.read()) {
      panels.addAll(dashboard.get("panels").elements());
    }
    return panels;
  }

  private static List<JsonValue> fieldLinks() throws IOException {
    List<JsonValue> links = new ArrayList<>();
    for (JsonValue panel : panels()) {
      for (JsonValue override : panel.get("fieldConfig").get("overrides").elements()) {
        for (JsonValue property : override.get("properties").elements()) {
          if (property.get("id").text().equals("links")) {
            property.get("value").elements().forEach(link -> links.add(link.get("url")));
          }
        }
      }
    }
    return links;
  }
}
