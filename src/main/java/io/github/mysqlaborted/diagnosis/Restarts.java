package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import java.time.Duration;
import java.util.List;

/** R25: sessions that ended around a start of the server. */
final class Restarts implements Rules {

  private static final Duration NEAR = Duration.ofSeconds(60);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> near =
        open.stream().filter(incident -> known.starts().isNear(incident.time(), NEAR)).toList();
    if (near.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Explanation(
            "R25",
            Cause.SERVER_RESTART,
            Certainty.CERTAIN,
            near,
            Sentences.events(near.size())
                + Sentences.times(near.size(), " is", " are")
                + " within 60 s of a start of the server; the log shows "
                + Sentences.number(known.starts().count())
                + Sentences.times(known.starts().count(), " start.", " starts."),
            "Nothing: a restart ends all sessions, and clients are not to blame.",
            ""));
  }
}
