package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** R26 and R28: what the ages of sessions tell that the server lost with a read error. */
final class SessionAges implements Rules {

  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration SLACK = Duration.ofSeconds(2);
  private static final int MANY = 10;

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> gone =
        open.stream().filter(incident -> incident.reason() == Reason.READ_ERROR).toList();
    Settings.Keepalive keepalive = known.settings().keepalive();
    List<Explanation> explanations = new ArrayList<>();
    Groups.by(gone, Incident::client)
        .forEach(
            (client, incidents) -> {
              List<Incident> brief =
                  incidents.stream().filter(one -> isBelow(one.age(), SHORT)).toList();
              if (brief.size() * 2 > incidents.size()) {
                explanations.add(
                    new Explanation(
                        "R26",
                        Cause.NOT_CLOSED,
                        brief.size() < MANY ? Certainty.POSSIBLE : Certainty.LIKELY,
                        incidents,
                        "Of "
                            + Sentences.account(client)
                            + ", "
                            + Sentences.number(brief.size())
                            + " of "
                            + Sentences.number(incidents.size())
                            + " sessions lived for less than 3 s: this client never says goodbye.",
                        "A process that ends drops several connections at once.",
                        "How many of its logins end so: TOTAL_CONNECTIONS in"
                            + " performance_schema.accounts."));
                return;
              }
              List<Incident> forgotten =
                  incidents.stream()
                      .filter(
                          one ->
                              isWithin(
                                  one.age(),
                                  keepalive.idle().minus(SLACK),
                                  keepalive.idle().plus(keepalive.interval())))
                      .toList();
              if (!forgotten.isEmpty()) {
                explanations.add(
                    new Explanation(
                        "R28",
                        Cause.MIDDLEBOX_IDLE,
                        forgotten.size() < MANY ? Certainty.POSSIBLE : Certainty.LIKELY,
                        forgotten,
                        "Of "
                            + Sentences.account(client)
                            + ", "
                            + Sentences.events(forgotten.size())
                            + " came when the session was "
                            + Sentences.seconds(keepalive.idle())
                            + " old, when the server's keepalive first asks: a firewall, NAT or"
                            + " load balancer had forgotten the connection.",
                        "The client's machine was restarted meanwhile, if it is one host only.",
                        "How long the sessions were idle: the same "
                            + Sentences.number(keepalive.idle().toSeconds())
                            + " s."));
              }
            });
    return explanations;
  }

  private static boolean isBelow(Age age, Duration limit) {
    return age.atMost().filter(most -> most.compareTo(limit) <= 0).isPresent();
  }

  private static boolean isWithin(Age age, Duration from, Duration to) {
    Optional<Duration> most = age.atMost();
    return age.atLeast().compareTo(from) >= 0 && most.isPresent() && most.get().compareTo(to) <= 0;
  }
}
