package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * R30, R40 and R47: what comes again after the same time, to the second, is a program with a timer.
 */
final class Monitors implements Rules {

  private static final int MANY = 100;

  private static final Set<Reason> BEFORE_LOGIN =
      EnumSet.of(
          Reason.READ_ERROR,
          Reason.UNAUTHENTICATED,
          Reason.BAD_HANDSHAKE,
          Reason.PACKETS_OUT_OF_ORDER,
          Reason.CONNECT_TIMEOUT);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Explanation> explanations = new ArrayList<>();
    Groups.by(open, incident -> List.of(incident.event().account(), incident.reason()))
        .values()
        .forEach(
            incidents ->
                Period.of(incidents)
                    .flatMap(period -> explanation(incidents, period))
                    .ifPresent(explanations::add));
    return explanations;
  }

  private static Optional<Explanation> explanation(List<Incident> incidents, Period period) {
    Incident first = incidents.get(0);
    String who = Sentences.account(first.client());
    String figures = Sentences.events(incidents.size()) + ", one " + period.words();
    boolean isSure = incidents.size() >= MANY && period.jitter() < 1;
    if (first.event().phase() == Phase.CLIENT) {
      return first.reason() != Reason.READ_ERROR
          ? Optional.empty()
          : Optional.of(
              new Explanation(
                  "R30",
                  Cause.MONITOR_NOT_CLOSING,
                  isSure ? Certainty.CERTAIN : Certainty.LIKELY,
                  incidents,
                  "Of "
                      + who
                      + ": "
                      + figures
                      + ": a program with a timer opens a connection and"
                      + " drops it without saying goodbye.",
                  "A crash loop would lose several connections at a time.",
                  isSure ? "" : "A hundred events with a jitter below a second."));
    }
    if (BEFORE_LOGIN.contains(first.reason())) {
      return Optional.of(
          new Explanation(
              "R40",
              Cause.HEALTH_CHECK,
              isSure ? Certainty.CERTAIN : Certainty.LIKELY,
              incidents,
              "From "
                  + host(first)
                  + ": "
                  + figures
                  + ": a health check opens the port and goes"
                  + " away without a login.",
              "Failed TLS handshakes: Ssl_accepts minus Ssl_finished_accepts would grow by as much.",
              isSure
                  ? ""
                  : "COUNT_HANDSHAKE_ERRORS of that host in performance_schema.host_cache."));
    }
    return first.reason() != Reason.ACCESS_DENIED || !Hosts.isPrivate(first.client().host())
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                "R47",
                Cause.WRONG_PASSWORD,
                Certainty.CERTAIN,
                incidents,
                "Of "
                    + who
                    + ": "
                    + figures
                    + ": a monitor or client with a timer has a wrong name"
                    + " or password.",
                "Somebody who guesses does not keep a clock.",
                ""));
  }

  private static String host(Incident incident) {
    String host = incident.client().host();
    return host.isEmpty() || host.equals("connecting host")
        ? "a host that is not named"
        : LabelText.of(host);
  }
}
