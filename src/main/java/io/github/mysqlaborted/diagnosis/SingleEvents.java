package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.cause.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is left: what the record of each event makes likely or possible by itself. */
final class SingleEvents implements Rules {

  private static final int FEW = 3;

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> explained =
        open.stream().filter(incident -> incident.verdict().cause().isPresent()).toList();
    List<Explanation> explanations = new ArrayList<>();
    Groups.by(explained, Incident::verdict)
        .forEach((verdict, incidents) -> explanations.add(explanation(verdict, incidents)));
    return explanations;
  }

  private static Explanation explanation(Verdict verdict, List<Incident> incidents) {
    Cause cause = verdict.cause().orElseThrow();
    boolean isFew = verdict.certainty() == Certainty.LIKELY && incidents.size() < FEW;
    return new Explanation(
        rule(cause),
        cause,
        isFew ? Certainty.POSSIBLE : verdict.certainty(),
        incidents,
        verdict.certainty() == Certainty.CERTAIN
            ? "The server says it in its own words."
            : evidence(cause),
        against(cause),
        missing(cause, verdict.certainty()));
  }

  private static String evidence(Cause cause) {
    return cause == Cause.DNS
        ? "The server asked for the client's name, the name server did not answer in time, and when"
            + " the server went on, the client was gone."
        : "What the server says allows this cause, and nothing else in the log says more.";
  }

  private static String rule(Cause cause) {
    return switch (cause) {
      case NOT_CLOSED -> "R26";
      case MIDDLEBOX_IDLE -> "R28";
      case DIED_MID_TRANSFER -> "R38";
      case SLOW_CONSUMER -> "R36";
      case SHARED_CONNECTION -> "R32";
      case HEALTH_CHECK -> "R40";
      case CONNECT_TIMEOUT -> "R53";
      case BAD_CONNECT_PACKET -> "R58";
      case IDLE_TIMEOUT -> "R14";
      case DEAD_PATH -> "R12";
      case DNS -> "R52";
      default -> "R1";
    };
  }

  private static String against(Cause cause) {
    return switch (cause) {
      case NOT_CLOSED ->
          "The client's process was killed, the network broke, or a proxy closed the connection: a"
              + " read error alone does not tell these apart.";
      case DIED_MID_TRANSFER ->
          "The client gave up waiting, or the network lost large packets only (MTU).";
      case HEALTH_CHECK -> "A port scanner, or a failed TLS handshake.";
      case DNS -> "A health check, which closes the connection at once, was kept waiting as well.";
      default -> "Nothing that the log shows.";
    };
  }

  private static String missing(Cause cause, Certainty certainty) {
    if (certainty == Certainty.CERTAIN) {
      return "";
    }
    return switch (cause) {
      case NOT_CLOSED ->
          "How old the sessions were: run the exporter beside the server, or SET GLOBAL"
              + " general_log = ON for ten minutes, then OFF.";
      case DIED_MID_TRANSFER ->
          "MariaDB: SET GLOBAL log_warnings = 4 for an hour, which logs read_length.";
      case DNS ->
          "COUNT_NAMEINFO_TRANSIENT_ERRORS by host in performance_schema.host_cache, and how long"
              + " getent hosts ADDRESS takes on the server's machine.";
      case HEALTH_CHECK -> "COUNT_HANDSHAKE_ERRORS by host in performance_schema.host_cache.";
      default -> "More events.";
    };
  }
}
