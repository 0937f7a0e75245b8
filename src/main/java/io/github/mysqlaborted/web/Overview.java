package io.github.mysqlaborted.web;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.metrics.BuildInfo;
import io.github.mysqlaborted.scrape.LastAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the landing page shows, in the words in which it does. */
final class Overview {

  /** Where the documents of the project can be read. */
  static final String DOCUMENTS =
      "https://github.com/mysqlaborted/mysql-aborted-exporter/blob/main/";

  /** Of many servers, the page names some. */
  private static final int MOST_PROBLEMS = 20;

  /** Of what a server says, which may be any text. */
  private static final int MOST_SAID = 300;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** What is wrong, with which server, and what mends it. */
  record Problem(String server, String sentence, String remedy) {}

  private final BuildInfo build;
  private final Watched watched;
  private final Instant now;
  private final ZoneId zone;
  private final Map<String, String> links;

  Overview(BuildInfo build, Watched watched, Instant now, ZoneId zone, Map<String, String> links) {
    this.build = build;
    this.watched = watched;
    this.now = now;
    this.zone = zone;
    this.links = links;
  }

  BuildInfo build() {
    return build;
  }

  Map<String, String> links() {
    return links;
  }

  Watched watched() {
    return watched;
  }

  Counts counts() {
    return new Counts(watched.log().events(), watched.log().causes());
  }

  String title() {
    return watched.server().map(server -> server + " - ").orElse("") + "mysql-aborted-exporter";
  }

  /** The server that does not answer comes first, as it may be why the others are there. */
  List<Problem> problems() {
    return allProblems().subList(0, Math.min(MOST_PROBLEMS, allProblems().size()));
  }

  int furtherProblems() {
    return allProblems().size() - problems().size();
  }

  private List<Problem> allProblems() {
    List<Problem> all = new ArrayList<>();
    watched
        .answer()
        .failure()
        .ifPresent(
            failure ->
                all.add(
                    new Problem(
                        watched.server().orElse(""),
                        "The server does not answer: "
                            + failure.reason()
                            + ": "
                            + said(failure.message()),
                        "mysql-aborted-exporter --config.check, with the same flags, tries the"
                            + " login")));
    watched
        .findings()
        .forEach((server, found) -> found.forEach(one -> all.add(problem(server, one))));
    return all;
  }

  private static Problem problem(String server, Finding finding) {
    return new Problem(server, finding.sentence(), finding.remedy());
  }

  /** Whether all was checked and nothing found. */
  boolean isWell() {
    return allProblems().isEmpty() && watched.checked();
  }

  /** Whether there is something to count from. */
  boolean readsLog() {
    return !watched.log().sources().isEmpty();
  }

  /** The state of a log, in words. */
  static String state(LogView.Source source) {
    return source.readable()
        ? "is read"
        : "cannot be read" + source.trouble().map(why -> ": " + said(why)).orElse("");
  }

  /** Whether its state is good or bad news; neither where not all was checked. */
  String mark(LogView.Source source) {
    if (!source.readable()) {
      return "bad";
    }
    return isWell() ? "good" : "plain";
  }

  /** How far the reader is behind. */
  static String behind(LogView.Source source) {
    return source.lagBytes() == 0
        ? "nothing is unread"
        : number(source.lagBytes()) + " bytes are unread";
  }

  String lastRecord(LogView.Source source) {
    return source.lastRecord().map(this::time).orElse("none since the exporter started");
  }

  /** When the server answered last. */
  String answered(LastAnswer.Said said) {
    return ago(said.at(), said.ago());
  }

  /** When it was asked and did not answer. */
  String failed(LastAnswer.Failure failure) {
    return ago(failure.at(), failure.ago());
  }

  private String ago(Instant time, Duration ago) {
    return time(time) + ", " + words(ago) + " ago";
  }

  /** Text of a server, which may be anybody, fit to be shown. */
  static String said(String text) {
    return LabelText.of(text, MOST_SAID);
  }

  String time(Instant time) {
    return time.equals(Instant.EPOCH) ? "unknown" : TIME.format(time.atZone(zone));
  }

  String now() {
    return time(now) + ", " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 28,800 s (8 h)}. */
  static String seconds(Duration time) {
    String exact = number(time.toSeconds()) + " s";
    if (time.isZero()) {
      return exact + " (off)";
    }
    return time.toMinutes() < 2 ? exact : exact + " (" + words(time) + ")";
  }

  /** Rounded off to one unit. */
  static String words(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 2) {
      return time.toMinutes() + " min";
    }
    return time.toDays() < 2 ? time.toHours() + " h" : number(time.toDays()) + " days";
  }

  /** How the page calls the connections of a phase. */
  static String title(Phase phase) {
    return switch (phase) {
      case CLIENT -> "Sessions that were cut";
      case CONNECT -> "Logins that failed";
    };
  }

  /** The number that the server has of a phase, since it started. */
  static long counted(LastAnswer.Counted counted, Phase phase) {
    return switch (phase) {
      case CLIENT -> counted.abortedClients();
      case CONNECT -> counted.abortedConnects();
    };
  }

  /** The counters of the server, if it is watched and has told them. */
  Optional<LastAnswer.Counted> counted() {
    return watched.answer().said().flatMap(LastAnswer.Said::counted);
  }
}
