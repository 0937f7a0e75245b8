package io.github.mysqlaborted.diagnosis;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.github.mysqlaborted.event.LabelText;
import java.time.Instant;
import java.util.Locale;

/**
 * The report as one page that needs nothing else: no script, no font, no picture of another place.
 * The templates in {@code src/main/jte} escape what they show, each text for its place.
 */
public final class HtmlReport {

  private static final int MOST_NAME = 200;
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

  /** What an hour without events looks like, so that the grid shows. */
  private static final double EMPTY = 0.06;

  private HtmlReport() {}

  /** The report as HTML. */
  public static String of(Diagnosis diagnosis) {
    StringOutput page = new StringOutput();
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(page), null, diagnosis);
    return page.toString();
  }

  /** A name that a stranger may have chosen, fit to be shown. */
  public static String name(String text) {
    return LabelText.of(text, MOST_NAME);
  }

  public static String number(long number) {
    return Sentences.number(number);
  }

  public static String percent(double share) {
    return Sentences.percent(share);
  }

  /** In the zone of the report. */
  public static String time(Instant time, Diagnosis diagnosis) {
    return Sentences.time(time, diagnosis.zone());
  }

  /** How many events, and how many of them are explained. */
  public static String share(Diagnosis.Share share) {
    return share.events() == 0
        ? "none"
        : number(share.events())
            + ", "
            + percent((double) share.explained() / share.events())
            + " explained";
  }

  /** The name of a day; 0 is Monday. */
  public static String day(int day) {
    return DAYS[day];
  }

  /** How strongly an hour is drawn. */
  public static String opacity(WeekHours hours, int day, int hour) {
    double share = hours.most() == 0 ? 0 : (double) hours.at(day, hour) / hours.most();
    return String.format(Locale.ROOT, "%.2f", EMPTY + (1 - EMPTY) * share);
  }

  /** The picture in words, for who does not see it. */
  public static String words(WeekHours hours) {
    int best = 0;
    for (int i = 1; i < WeekHours.DAYS * WeekHours.HOURS; i++) {
      if (at(hours, i) > at(hours, best)) {
        best = i;
      }
    }
    return "Most events, "
        + number(at(hours, best))
        + ", on "
        + DAYS[best / WeekHours.HOURS]
        + " at "
        + best % WeekHours.HOURS
        + ":00";
  }

  private static long at(WeekHours hours, int index) {
    return hours.at(index / WeekHours.HOURS, index % WeekHours.HOURS);
  }
}
