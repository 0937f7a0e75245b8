package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.EventClassifier;
import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.parse.ErrorLogReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one server says of one scenario: a row of {@code docs/what-servers-say.md}.
 *
 * @param section the scenario
 * @param server its name, and what is set there
 * @param told the rest of the row, as Markdown
 */
record SaidCell(String section, String server, String told) {

  private static final String NONE = "–";

  /** An event can be held back by the reader until the log has come to rest for so many polls. */
  private static final int RESTS = 25;

  /** The whole row. */
  String row() {
    return "| " + server + " | " + told + " |";
  }

  /** A scenario that there cannot be. */
  static SaidCell impossible(String section, String server, String because) {
    return new SaidCell(section, server, String.join(" | ", NONE, because, NONE, NONE, NONE));
  }

  /**
   * What came of a scenario.
   *
   * @param moved the counters
   * @param lines of the log, as they are
   * @param age of the session, as far as an exporter would know it
   */
  static SaidCell of(
      String section,
      String server,
      Map<String, Long> moved,
      List<String> lines,
      Age age,
      Timeouts timeouts) {
    List<AbortedConnection> events = events(lines);
    List<String> columns = new ArrayList<>();
    columns.add(counters(moved));
    columns.add(words(moved, lines));
    columns.add(each(events, event -> event.phase().label() + " `" + event.reason().label() + "`"));
    columns.add(
        each(events, event -> verdict(EventClassifier.judge(event, Age.UNKNOWN, timeouts))));
    columns.add(
        each(
            events,
            event ->
                verdict(
                    EventClassifier.judge(
                        event, event.phase() == Phase.CLIENT ? age : Age.UNKNOWN, timeouts))));
    return new SaidCell(section, server, String.join(" | ", columns));
  }

  /** What another log than the error log has of a scenario; no cause is told from it alone. */
  static SaidCell ofOtherLog(
      String section, String server, Map<String, Long> moved, List<String> lines) {
    return new SaidCell(
        section,
        server,
        String.join(" | ", counters(moved), words(moved, lines), NONE, NONE, NONE));
  }

  private static List<AbortedConnection> events(List<String> lines) {
    List<AbortedConnection> events = new ArrayList<>();
    ErrorLogReader reader =
        new ErrorLogReader(ZoneOffset.UTC, Clock.systemUTC(), (event, count) -> events.add(event));
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      reader.classify(bytes, 0, bytes.length);
      reader.line(bytes, 0, bytes.length, 0, false);
    }
    for (int i = 0; i < RESTS; i++) {
      reader.atRest();
    }
    return events;
  }

  private static String counters(Map<String, Long> moved) {
    return moved.isEmpty()
        ? "none"
        : new TreeMap<>(moved)
            .entrySet().stream()
                .map(entry -> "`" + entry.getKey() + "` +" + entry.getValue())
                .collect(Collectors.joining("<br>"));
  }

  private static String words(Map<String, Long> moved, List<String> lines) {
    if (lines.isEmpty()) {
      return moved.isEmpty() ? "no counter moved, nothing logged" : "counter moved, nothing logged";
    }
    return lines.stream().map(SaidCell::code).collect(Collectors.joining("<br>"));
  }

  /** A line as code in a table. */
  static String code(String line) {
    return "`` " + SaidWords.normalized(line).replace("|", "\\|").replace("\t", " ") + " ``";
  }

  private static String each(
      List<AbortedConnection> events, Function<AbortedConnection, String> words) {
    return events.isEmpty() ? NONE : events.stream().map(words).collect(Collectors.joining("<br>"));
  }

  private static String verdict(Verdict verdict) {
    return verdict.cause().isEmpty()
        ? verdict.key()
        : "`" + verdict.key() + "`, " + verdict.certainty().label();
  }
}
