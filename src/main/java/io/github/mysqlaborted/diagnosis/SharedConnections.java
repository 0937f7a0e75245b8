package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** R32: packets out of order, and read errors of the same client beside them. */
final class SharedConnections implements Rules {

  private static final Duration BESIDE = Duration.ofSeconds(1);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Explanation> explanations = new ArrayList<>();
    Groups.by(open, Incident::client)
        .forEach(
            (client, incidents) -> {
              List<Incident> garbled =
                  incidents.stream()
                      .filter(incident -> incident.reason() == Reason.PACKETS_OUT_OF_ORDER)
                      .toList();
              Moments times = new Moments(garbled.stream().map(Incident::time).toList());
              List<Incident> taken =
                  incidents.stream()
                      .filter(
                          incident ->
                              incident.reason() == Reason.PACKETS_OUT_OF_ORDER
                                  || (incident.reason() == Reason.READ_ERROR
                                      && times.isNear(incident.time(), BESIDE)))
                      .toList();
              if (!garbled.isEmpty() && taken.size() > garbled.size()) {
                explanations.add(
                    new Explanation(
                        "R32",
                        Cause.SHARED_CONNECTION,
                        taken.size() < 3 ? Certainty.POSSIBLE : Certainty.LIKELY,
                        taken,
                        "Of "
                            + Sentences.account(client)
                            + ", packets came out of order "
                            + Sentences.number(garbled.size())
                            + " times, with read errors of the same client within a second.",
                        "A proxy that mixes up sessions does the same.",
                        "The client's process list: does it fork, or share connections between"
                            + " threads?"));
              }
            });
    return explanations;
  }
}
