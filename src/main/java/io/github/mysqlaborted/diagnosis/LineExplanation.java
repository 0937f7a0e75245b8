package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.EventClassifier;
import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What one record of an error log means, as text. */
public final class LineExplanation {

  private static final int MOST_NAME = 64;

  private LineExplanation() {}

  /**
   * Says what the record of an event means.
   *
   * @param versions which servers write such a record, if the record shows it
   */
  public static String of(AbortedConnection event, Optional<String> versions) {
    ReasonGuide guide = ReasonGuide.of(event.phase(), event.reason());
    Verdict verdict = EventClassifier.judge(event, Age.UNKNOWN, Timeouts.UNKNOWN);
    List<String> lines = new ArrayList<>();
    lines.add(
        "Connection "
            + (event.connectionId().isPresent() ? event.connectionId().getAsLong() : "(no id)")
            + " of "
            + account(event)
            + ": reason "
            + event.reason().label()
            + ", phase "
            + event.phase().label()
            + (event.phase() == Phase.CLIENT
                ? " (it had logged in; the server counts it in Aborted_clients)."
                : " (it had not logged in; the server counts it in Aborted_connects)."));
    versions.ifPresent(known -> lines.add("Written by: " + known + "."));
    lines.add("");
    lines.add("What the server saw: " + guide.means());
    lines.add("What it cannot mean: " + guide.cannotMean());
    lines.add("");
    lines.add(certainty(verdict, event));
    lines.add("");
    lines.add("Check next:");
    for (int i = 0; i < guide.checks().size(); i++) {
      lines.add("  " + (i + 1) + ". " + guide.checks().get(i));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String account(AbortedConnection event) {
    String db = event.account().db();
    return Sentences.account(event.account())
        + (db.isEmpty() ? "" : ", database '" + LabelText.of(db, MOST_NAME) + "'");
  }

  private static String certainty(Verdict verdict, AbortedConnection event) {
    List<String> others =
        Arrays.stream(Cause.values())
            .filter(cause -> cause.phases().contains(event.phase()))
            .filter(cause -> cause.reasons().contains(event.reason()))
            .filter(cause -> !verdict.cause().equals(Optional.of(cause)))
            .map(cause -> cause.title() + " (" + cause.key() + ")")
            .toList();
    if (verdict.cause().isEmpty()) {
      return "Cause: not to be told from one line."
          + (others.isEmpty() ? "" : " Possible: " + String.join("; ", others) + ".");
    }
    Cause cause = verdict.cause().get();
    String said = cause.title() + " (" + cause.key() + ", docs/runbooks/" + cause.key() + ".md)";
    return switch (verdict.certainty()) {
      case CERTAIN -> "Cause, certain: " + said + ".";
      case LIKELY, POSSIBLE ->
          "Cause, "
              + verdict.certainty().label()
              + ": "
              + said
              + ". One line cannot make it certain."
              + (others.isEmpty() ? "" : " Also possible: " + String.join("; ", others) + ".");
    };
  }
}
