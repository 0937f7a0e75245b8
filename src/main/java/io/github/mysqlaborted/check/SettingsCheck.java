package io.github.mysqlaborted.check;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.AbortLogging;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Whether the server, as it is set, writes records of aborted connections at all. */
final class SettingsCheck {

  private SettingsCheck() {}

  /** What becomes of the records of each phase. */
  static Map<Phase, AbortLogging.State> states(Reading.Facts facts) {
    Map<Phase, AbortLogging.State> states = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      states.put(
          phase,
          facts
              .variables()
              .map(variables -> AbortLogging.state(facts.version(), variables, phase))
              .orElse(AbortLogging.State.UNKNOWN));
    }
    return states;
  }

  /** Why the server writes none; empty where it does, or where that cannot be told. */
  static Optional<Finding> finding(Reading.Facts facts) {
    Map<Phase, AbortLogging.State> states = states(facts);
    AbortLogging.State client = states.get(Phase.CLIENT);
    AbortLogging.State worst =
        client == AbortLogging.State.WRITTEN ? states.get(Phase.CONNECT) : client;
    return switch (worst) {
      case TOO_QUIET -> Optional.of(tooQuiet(facts.version(), facts.variables().orElseThrow()));
      case SUPPRESSED -> Optional.of(suppressed(client, facts.variables().orElseThrow()));
      case NO_SINK ->
          Optional.of(
              new Finding(
                  LogProblem.SUPPRESSED,
                  "log_error_services has no log sink, so the server writes no error log.",
                  "SET PERSIST log_error_services = 'log_filter_internal; log_sink_internal';"));
      case WRITTEN, FILTERED, UNKNOWN -> Optional.empty();
    };
  }

  private static Finding tooQuiet(ServerVersion version, GlobalVariables variables) {
    boolean warnings = AbortLogging.usesLogWarnings(version);
    String name = warnings ? "log_warnings" : "log_error_verbosity";
    int needed = warnings ? 2 : 3;
    String remedy =
        version.isAtLeast(8, 0, 0) && !version.isMariaDb()
            ? "SET PERSIST %s = %d;".formatted(name, needed)
            : "SET GLOBAL %1$s = %2$d; and in my.cnf, under [mysqld]: %1$s = %2$d"
                .formatted(name, needed);
    return new Finding(
        LogProblem.VERBOSITY,
        "%s is %s, so the server does not log aborted connections. It must be %d."
            .formatted(name, variables.text(name).orElse(""), needed),
        remedy);
  }

  private static Finding suppressed(AbortLogging.State client, GlobalVariables variables) {
    String which =
        client == AbortLogging.State.SUPPRESSED ? "aborted connections" : "failed logins";
    return new Finding(
        LogProblem.SUPPRESSED,
        "log_error_suppression_list is '%s', so the server does not log %s."
            .formatted(variables.text("log_error_suppression_list").orElse(""), which),
        "SET PERSIST log_error_suppression_list = '%s';"
            .formatted(AbortLogging.suppressionListWithoutAborts(variables)));
  }
}
