package io.github.mysqlaborted.check;

import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.server.table.AbortLogging;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import io.github.mysqlaborted.server.table.GlobalVariables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said where a server counts aborts and its log, to all appearances well, does not. */
final class SilenceWords {

  private static final String ASK = "SELECT @@log_error";

  private SilenceWords() {}

  static Finding finding(CounterHistory.Silence silence, LogView view, ServerAnswer answer) {
    String seen = seen(silence, names(view));
    AbortLogging.State state = SettingsCheck.states(answer.facts()).get(silence.phase());
    if (state == AbortLogging.State.FILTERED) {
      return new Finding(
          LogProblem.FILTERED,
          seen + " The filter log_filter_dragnet may drop these records.",
          "SELECT @@dragnet.log_error_filter_rules; and allow MY-010914 and"
              + " MY-010926 in these rules");
    }
    Optional<String> elsewhere =
        answer.local()
            ? answer.facts().variables().flatMap(v -> elsewhere(v, view))
            : Optional.empty();
    if (elsewhere.isPresent()) {
      return new Finding(
          LogProblem.OTHER_FILE,
          seen + " The server writes its log to " + elsewhere.get() + ".",
          "Set --errorlog.file to the server's log file: " + ASK + ", @@datadir;");
    }
    String doubt =
        answer.local()
            ? " Check that it is the log of this server."
            : " Check that it is the log of "
                + answer.address()
                + ", which may be another machine, and that it is not copied here late.";
    return new Finding(
        LogProblem.SILENT,
        seen + doubt,
        ASK
            + settings(answer.facts().variables())
            + "; and compare with the log that the exporter reads");
  }

  private static String settings(Optional<GlobalVariables> variables) {
    return Stream.of(
            "log_error_verbosity",
            "log_error_services",
            "log_error_suppression_list",
            "log_warnings")
        .filter(name -> variables.flatMap(known -> known.text(name)).isPresent())
        .map(name -> ", @@" + name)
        .collect(Collectors.joining());
  }

  private static String seen(CounterHistory.Silence silence, String logs) {
    String what =
        switch (silence.phase()) {
          case CLIENT -> "aborted sessions (Aborted_clients) that KILL does not explain";
          case CONNECT -> "failed logins (Aborted_connects)";
        };
    return "In %s the server counted %d %s, but %s has no record of them."
        .formatted(words(silence.over()), silence.missed(), what, logs);
  }

  private static String words(Duration time) {
    long minutes = Math.max(1, time.plusSeconds(30).toMinutes());
    return minutes == 1 ? "the last minute" : "the last " + minutes + " minutes";
  }

  private static String names(LogView view) {
    return view.sources().stream().map(LogView.Source::name).collect(Collectors.joining(", "));
  }

  /** What the server writes, if that is surely none of the files that are read. */
  private static Optional<String> elsewhere(GlobalVariables variables, LogView view) {
    List<String> files = view.sources().stream().map(LogView.Source::name).toList();
    if (!files.stream().allMatch(SilenceWords::isFile)) {
      return Optional.empty();
    }
    String written = variables.text("log_error").orElse("");
    if (written.isEmpty() || written.equals("stderr")) {
      return variables.text("log_error").map(none -> "standard error, not to a file");
    }
    String services = variables.text("log_error_services").orElse("");
    String file =
        services.contains("log_sink_json") && !services.contains("log_sink_internal")
            ? written + ".00.json"
            : written;
    // The server may name it from its data directory, and a link may lead to it.
    String last = lastPart(file);
    return files.stream().anyMatch(read -> lastPart(read).equals(last) || isGlob(read))
        ? Optional.empty()
        : Optional.of(file);
  }

  private static boolean isFile(String name) {
    return !name.equals(ErrorLogTable.NAME)
        && !name.startsWith(SourceWords.JOURNAL)
        && !name.equals("-");
  }

  private static boolean isGlob(String name) {
    return name.matches(".*[*?\\[{].*");
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
