package io.github.mysqlaborted.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Why: one section for each cause, in the manual's order, below a table of them all.
 *
 * <p>The sections' panels have the ids that their place gives: the first cause's heading 100, its
 * panels 101 to 104, the second's 200, and so on.
 */
final class CausesDashboard {
  private CausesDashboard() {}

  static Dashboard dashboard() {
    Grid grid = new Grid().add(atAGlance(), AlertPanels.firing(10, 11));
    int id = 100;
    for (CauseSection section : sections()) {
      grid.row(id, section.title() + " (" + section.key() + ")");
      grid.add(section.text(), section.state());
      section.evidence().forEach(grid::add);
      id += 100;
    }
    return new Dashboard(
        Dashboard.CAUSES,
        "MySQL aborted connections: why",
        "The causes that the manual documents, each with its state, its evidence and what to do.",
        "now-6h",
        List.of(hostVariable()),
        grid);
  }

  static List<CauseSection> sections() {
    List<CauseSection> sections = new ArrayList<>(DocumentedCauses.sections());
    sections.addAll(NetworkCauses.sections());
    sections.addAll(OtherCauses.sections());
    return sections;
  }

  private static Map<String, Object> hostVariable() {
    Map<String, Object> variable =
        Dashboard.queryVariable(
            "host",
            "Host",
            "label_values(mysql_up{job=~\"$job\", instance=~\"$instance\"}, instance)");
    variable.put("regex", "/^([^:]+)/");
    variable.put("description", "The hosts of the instances, as in node_exporter's instance label");
    variable.remove("allValue");
    return variable;
  }

  private static Panel atAGlance() {
    StringBuilder counts = new StringBuilder();
    List<Field.Mapping> titles = new ArrayList<>();
    for (CauseSection section : sections()) {
      counts
          .append(counts.isEmpty() ? "" : "\nor ")
          .append(
              "label_replace(%s, \"cause\", \"%s\", \"\", \"\")"
                  .formatted(section.countOrNone(), section.key()));
      titles.add(new Field.Mapping(section.key(), section.title(), "text"));
    }
    return new TablePanel(
            "Causes at a glance",
            "Connections of the time range that point to each cause, and its alert. One connection"
                + " can point to several; a network cause counts only while node_exporter's figures"
                + " agree. A cause leads to its runbook; its section is below.",
            14,
            11)
        .label(
            "cause",
            "Cause",
            Field.mappings(titles.toArray(Field.Mapping[]::new)),
            Field.link("Runbook", AlertPanels.RUNBOOKS + "${__value.raw}.md"),
            Field.width(330))
        .value("Connections", counts.toString(), ServerColumns.count("#5794f2"))
        .value(
            "Alert",
            """
            max by (cause) (ALERTS{@, cause!="", alertstate="firing"}) * 2
            or max by (cause) (ALERTS{@, cause!="", alertstate="pending"})
            """,
            AlertPanels.cellFields())
        .noData("No exporter was scraped: check job and instance above, and Prometheus' targets")
        .sortedBy("Connections");
  }
}
