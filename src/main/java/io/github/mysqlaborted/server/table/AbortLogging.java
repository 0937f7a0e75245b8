package io.github.mysqlaborted.server.table;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.server.ServerVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a server writes records of aborted connections to its error log. That depends on its
 * version, its verbosity, and the filter of MySQL 8.0 and later.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/communication-errors.html">Communication
 *     Errors and Aborted Connections</a>
 */
public final class AbortLogging {

  /** {@code ER_ABORTING_USER_CONNECTION}; failed handshakes bear the same number. */
  private static final String ABORTED = "010914";

  /** {@code ER_ACCESS_DENIED_ERROR_WITH_PASSWORD} in the log. */
  private static final String DENIED = "010926";

  /** What becomes of a record of an aborted connection. */
  public enum State {
    WRITTEN,
    /** {@code log_error_verbosity} or {@code log_warnings} is too low. */
    TOO_QUIET,
    /** {@code log_error_suppression_list} has it. */
    SUPPRESSED,
    /** {@code log_error_services} names no sink, so that nothing is written at all. */
    NO_SINK,
    /** A filter with rules of its own, {@code log_filter_dragnet}, decides. */
    FILTERED,
    /** The setting is missing. */
    UNKNOWN
  }

  private AbortLogging() {}

  /**
   * Empty where it cannot be told: the setting is missing, or a filter with rules of its own
   * decides.
   *
   * @param phase of the records; for {@link Phase#CONNECT} it is true only when none of the usual
   *     records is suppressed
   */
  public static Optional<Boolean> isEnabled(
      ServerVersion version, GlobalVariables variables, Phase phase) {
    return switch (state(version, variables, phase)) {
      case WRITTEN -> Optional.of(true);
      case TOO_QUIET, SUPPRESSED, NO_SINK -> Optional.of(false);
      case FILTERED, UNKNOWN -> Optional.empty();
    };
  }

  /**
   * What the server does with such records, and if it is nothing, why.
   *
   * @param phase of the records; one of {@link Phase#CONNECT} counts as suppressed when any of the
   *     usual ones is
   */
  public static State state(ServerVersion version, GlobalVariables variables, Phase phase) {
    if (usesLogWarnings(version)) {
      return atLeast(variables, "log_warnings", 2);
    }
    State verbose = atLeast(variables, "log_error_verbosity", 3);
    if (!version.isAtLeast(8, 0, 0)) {
      return verbose;
    }
    List<String> services = words(variables.text("log_error_services").orElse(""), "[;,]");
    if (variables.text("log_error_services").isPresent()
        && services.stream().noneMatch(service -> service.contains("log_sink"))) {
      return State.NO_SINK;
    }
    if (services.contains("log_filter_dragnet")) {
      return State.FILTERED;
    }
    if (!services.contains("log_filter_internal")) {
      // Without the filter neither the verbosity nor the suppression list has an effect.
      return State.WRITTEN;
    }
    return verbose == State.WRITTEN && isSuppressed(variables, phase) ? State.SUPPRESSED : verbose;
  }

  /**
   * Whether {@code log_warnings} decides: MySQL before 5.7 and MariaDB ask for more than 1, both
   * for aborts and failed logins. Later ones have {@code log_error_verbosity}.
   */
  public static boolean usesLogWarnings(ServerVersion version) {
    return version.isMariaDb() || !version.isAtLeast(5, 7, 0);
  }

  /** {@code log_error_suppression_list} without what tells of aborted connections. */
  public static String suppressionListWithoutAborts(GlobalVariables variables) {
    return suppressed(variables)
        .filter(item -> Stream.of(ABORTED, DENIED).noneMatch(number -> names(item, number)))
        .map(item -> item.toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static Stream<String> suppressed(GlobalVariables variables) {
    return words(variables.text("log_error_suppression_list").orElse(""), ",").stream();
  }

  private static State atLeast(GlobalVariables variables, String name, long least) {
    OptionalLong level = variables.number(name);
    if (level.isEmpty()) {
      return State.UNKNOWN;
    }
    return level.getAsLong() >= least ? State.WRITTEN : State.TOO_QUIET;
  }

  private static boolean isSuppressed(GlobalVariables variables, Phase phase) {
    List<String> suppressed = suppressed(variables).toList();
    Stream<String> needed =
        switch (phase) {
          case CLIENT -> Stream.of(ABORTED);
          case CONNECT -> Stream.of(ABORTED, DENIED);
        };
    return needed.anyMatch(number -> suppressed.stream().anyMatch(item -> names(item, number)));
  }

  /** The list takes {@code MY-010914}, {@code 010914}, {@code 10914} and the symbol. */
  private static boolean names(String item, String number) {
    String digits = item.startsWith("my-") ? item.substring(3) : item;
    if (digits.matches("[0-9]{1,9}")) {
      return Integer.parseInt(digits) == Integer.parseInt(number);
    }
    return switch (number) {
      case ABORTED -> item.equals("er_aborting_user_connection");
      case DENIED -> item.equals("er_access_denied_error_with_password");
      default -> false;
    };
  }

  private static List<String> words(String text, String separator) {
    return Arrays.stream(text.split(separator, -1))
        .map(word -> word.strip().toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
