package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.cause.Cause;
import java.util.List;

/**
 * What the causes dashboard shows of one cause.
 *
 * @param count PromQL: how many connections of the time range point to it
 * @param countName what {@code count} counts
 * @param facts settings and figures to see beside the count
 * @param evidence panels, twelve columns together
 */
record CauseSection(
    Cause cause, String count, String countName, List<Fact> facts, List<Panel> evidence) {

  /** A figure of a cause's state: a query and how its value is shown. */
  record Fact(Query query, List<Field> fields) {
    static Fact of(String name, String expression, Field... fields) {
      return new Fact(Query.value(name, expression), List.of(fields));
    }

    /** A timeout in force, the lowest among the chosen servers. */
    static Fact timeout(String variable) {
      return of(
          variable,
          "min(mysql_timeout_seconds{@, variable=\"%s\"})".formatted(variable),
          Field.unit("s"),
          Field.color("text"));
    }
  }

  String key() {
    return cause.key();
  }

  String title() {
    return cause.title();
  }

  CauseSection {
    facts = List.copyOf(facts);
    evidence = List.copyOf(evidence);
  }

  /** A cause that the log's reasons point to. */
  static CauseSection ofReasons(
      Cause cause, Evidence reasons, List<Fact> facts, Panel... evidence) {
    String count =
        cause.certaintiesOfOneEvent().isEmpty()
            ? reasons.count()
            : """
              round(sum(increase(mysql_aborted_connections_by_cause_total\
              {@, cause="%s"}[$__range])))\
              """
                .formatted(cause.key());
    return new CauseSection(cause, count, "in this range", facts, List.of(evidence));
  }

  /** {@link #count()}, and 0 where nothing was counted on servers that are scraped. */
  String countOrNone() {
    return count + " or count(mysql_up{@}) * 0";
  }

  Panel text() {
    return Panels.text(
            "What it means",
            "The cause in the words of the manual, and what to do first.",
            "%s\n\n**Do:** %s\n\n[Runbook: %s](%s%s.md)"
                .formatted(cause.meaning(), cause.remedy(), key(), AlertPanels.RUNBOOKS, key()),
            8,
            7)
        .with("transparent", true);
  }

  Panel state() {
    Panel panel =
        Panels.stat(
                "State",
                "Connections of the time range that point to this cause, its alert, and the"
                    + " settings that matter.",
                4,
                7)
            .options("orientation", "horizontal")
            .options("text", Json.object("titleSize", 12, "valueSize", 18))
            .query(
                Query.value(countName, countOrNone()),
                Field.unit("locale"),
                Field.decimals(0),
                Field.thresholds(1, 1e9))
            .query(Query.value("alert", AlertPanels.state(key())), AlertPanels.stateFields())
            .noData("–");
    facts.forEach(fact -> panel.query(fact.query(), fact.fields().toArray(Field[]::new)));
    return panel;
  }
}
