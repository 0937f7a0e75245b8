package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the log says for a cause: some reasons of one phase.
 *
 * @param reasons their labels, as a regular expression
 */
record Evidence(Phase phase, String reasons) {
  static final int WIDTH = 6;
  static final int HEIGHT = 7;

  static Evidence of(Phase phase, Reason... reasons) {
    return new Evidence(
        phase, Arrays.stream(reasons).map(Reason::label).collect(Collectors.joining("|")));
  }

  /** What the log says for a cause that explains reasons of one phase. */
  static Evidence of(Cause cause) {
    return of(cause.phases().iterator().next(), cause.reasons().toArray(Reason[]::new));
  }

  /** How many events of the time range gave these reasons. */
  String count() {
    return "round(sum(increase(%s[$__range])))".formatted(logged());
  }

  String logged() {
    return "mysql_aborted_connections_logged_total{@, phase=\"%s\", reason=~\"%s\"}"
        .formatted(phase.label(), reasons);
  }

  Panel trend() {
    return trend("When", "The reasons in the log that point to this cause, over time.");
  }

  Panel trend(String title, String description) {
    return Panels.bars(title, description, WIDTH, HEIGHT)
        .query(
            Query.series(
                "{{reason}}",
                "60 * sum by (reason) (rate(%s[$__rate_interval])) > 0.001".formatted(logged())))
        .overrides(ReasonStyle.overrides(phase))
        .noData("The log gave no such reason in this time range");
  }

  Panel accounts() {
    return accounts("Who");
  }

  Panel accounts(String title) {
    TablePanel table =
        new TablePanel(
                title,
                "The ten accounts with most over the time range, as the log names them.",
                WIDTH,
                HEIGHT)
            .label("user", "User")
            .label("host", "From");
    if (phase == Phase.CLIENT || reasons.equals(Reason.ACCESS_DENIED_DB.label())) {
      table.label("db", "Database");
    }
    return table
        .value(
            "Count",
            """
            round(topk(10, sum by (user, host, db) (increase(\
            mysql_aborted_connections_by_account_total\
            {@, phase="%s", reason=~"%s"}[$__range])) >= 0.5))
            """
                .formatted(phase.label(), reasons),
            Field.unit("locale"),
            Field.decimals(0),
            Field.width(75))
        .noData("The log named no account in this time range")
        .sortedBy("Count");
  }
}
