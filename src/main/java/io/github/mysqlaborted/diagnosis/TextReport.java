package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.LabelText;
import java.util.ArrayList;
import java.util.List;

/** The report for a terminal or a mail. Names that strangers chose are shown escaped. */
public final class TextReport {

  private static final int MOST_NAME = 200;
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String LEVELS = ".:+*#";
  private static final String RESET = "\u001b[0m";

  private final StringBuilder text = new StringBuilder();
  private final int width;
  private final boolean colours;

  private TextReport(int width, boolean colours) {
    this.width = width;
    this.colours = colours;
  }

  /**
   * The report as text.
   *
   * @param width of a line
   * @param colours whether the terminal shows colours
   */
  public static String of(Diagnosis diagnosis, int width, boolean colours) {
    TextReport report = new TextReport(width, colours);
    report.write(diagnosis);
    return report.text.toString();
  }

  private void write(Diagnosis diagnosis) {
    header(diagnosis);
    for (Finding finding : diagnosis.findings()) {
      finding(finding, diagnosis);
    }
    rest(diagnosis);
  }

  private void header(Diagnosis diagnosis) {
    for (Diagnosis.Log log : diagnosis.logs()) {
      String unrecognized =
          log.unrecognized() == 0
              ? ""
              : ", "
                  + Sentences.number(log.unrecognized())
                  + " that look like aborted connections but could not be parsed";
      line(
          "Log: "
              + LabelText.of(log.name(), MOST_NAME)
              + ": "
              + Sentences.number(log.records())
              + Sentences.times(log.records(), " record", " records")
              + unrecognized);
      log.trouble().ifPresent(trouble -> wrapped("  ", "  ", trouble));
    }
    diagnosis.server().ifPresent(version -> line("Server: " + LabelText.of(version, MOST_NAME)));
    if (!diagnosis.settings().isEmpty()) {
      List<String> values = new ArrayList<>();
      diagnosis.settings().forEach((name, value) -> values.add(name + "=" + value));
      wrapped("Settings: ", "  ", String.join(", ", values));
    }
    if (diagnosis.from().isPresent()) {
      line(
          "Events: "
              + Sentences.time(diagnosis.from().get(), diagnosis.zone())
              + " to "
              + Sentences.time(diagnosis.to().orElseThrow(), diagnosis.zone())
              + " "
              + diagnosis.zone());
    }
    phase("Sessions that were cut (Aborted_clients)", diagnosis.client());
    phase("Logins that failed (Aborted_connects)", diagnosis.connect());
    if (diagnosis.forgotten() > 0) {
      wrapped(
          "",
          "  ",
          Sentences.number(diagnosis.forgotten())
              + " older events were too many to look at: choose a time by --since.");
    }
    line("");
  }

  private void phase(String name, Diagnosis.Share share) {
    String explained =
        share.events() == 0
            ? ""
            : ", " + Sentences.percent((double) share.explained() / share.events()) + " explained";
    line(name + ": " + Sentences.number(share.events()) + explained);
  }

  private void finding(Finding finding, Diagnosis diagnosis) {
    String title =
        finding.cause().title()
            + " ("
            + finding.cause().key()
            + ", "
            + finding.certainty().label()
            + ", "
            + finding.rule()
            + ")";
    line(colours ? colour(finding.certainty()) + title + RESET : title);
    wrapped(
        "  ",
        "  ",
        Sentences.events(finding.events())
            + ", "
            + Sentences.percent(finding.share())
            + " of phase "
            + finding.phase().label()
            + "; first "
            + Sentences.time(finding.first(), diagnosis.zone())
            + ", last "
            + Sentences.time(finding.last(), diagnosis.zone()));
    list("Evidence:", finding.evidence());
    list("Accounts:", accounts(finding));
    picture(finding.hours());
    list("Against it:", finding.against());
    list("Certain with:", finding.wouldBeCertainWith());
    list("What to do:", finding.actions());
    wrapped("  Manual: ", "    ", manual());
    line("  Runbook: docs/runbooks/" + finding.runbook());
    line("");
  }

  private static String manual() {
    return "https://dev.mysql.com/doc/refman/8.0/en/communication-errors.html";
  }

  private static String colour(Certainty certainty) {
    return switch (certainty) {
      case CERTAIN -> "\u001b[1;31m";
      case LIKELY -> "\u001b[1;33m";
      case POSSIBLE -> "\u001b[1m";
    };
  }

  private static List<String> accounts(Finding finding) {
    List<String> lines = new ArrayList<>();
    for (Finding.Count count : finding.accounts()) {
      String db = count.account().db();
      lines.add(
          Sentences.account(count.account())
              + (db.isEmpty() ? "" : " database '" + LabelText.of(db) + "'")
              + ": "
              + Sentences.number(count.events()));
    }
    if (finding.furtherAccounts() > 0) {
      lines.add("and " + Sentences.number(finding.furtherAccounts()) + " more");
    }
    return lines;
  }

  /** One row a day, one sign an hour; a day without events has no row. */
  private void picture(WeekHours hours) {
    line("  When:          0     6     12    18");
    for (int day = 0; day < WeekHours.DAYS; day++) {
      StringBuilder row = new StringBuilder();
      long sum = 0;
      for (int hour = 0; hour < WeekHours.HOURS; hour++) {
        long count = hours.at(day, hour);
        sum += count;
        row.append(count == 0 ? ' ' : sign(count, hours.most()));
      }
      if (sum > 0) {
        line("    " + DAYS[day] + "         |" + row + "| " + Sentences.number(sum));
      }
    }
  }

  private static char sign(long count, long most) {
    return LEVELS.charAt((int) ((count * LEVELS.length() - 1) / Math.max(1, most)));
  }

  private void rest(Diagnosis diagnosis) {
    long unexplained = diagnosis.client().unexplained() + diagnosis.connect().unexplained();
    if (unexplained > 0) {
      line("Unexplained: " + Sentences.events(unexplained));
    }
    if (diagnosis.from().isEmpty()) {
      wrapped(
          "",
          "",
          "No aborted connection was found. If Aborted_clients or Aborted_connects grows all the"
              + " same, this log does not tell of them.");
    }
    list("To see more:", diagnosis.turnOn());
  }

  private void list(String title, List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    line("  " + title);
    entries.forEach(entry -> wrapped("    - ", "      ", entry));
  }

  private void wrapped(String first, String others, String sentence) {
    StringBuilder current = new StringBuilder(first);
    boolean isEmpty = true;
    for (String word : sentence.split(" ", -1)) {
      if (!isEmpty && current.length() + 1 + word.length() > width) {
        line(current.toString());
        current = new StringBuilder(others);
        isEmpty = true;
      }
      current.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    line(current.toString());
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
