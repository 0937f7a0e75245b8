package io.github.mysqlaborted.diagnosis;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import java.util.List;

/**
 * What a rule says of some events.
 *
 * @param rule its name
 * @param incidents those that it explains, at least one
 * @param evidence a sentence with figures
 * @param against what would speak against it
 * @param wouldBeCertainWith what is missing; empty if it is certain
 */
record Explanation(
    String rule,
    Cause cause,
    Certainty certainty,
    List<Incident> incidents,
    String evidence,
    String against,
    String wouldBeCertainWith) {

  Explanation {
    requireNonNull(cause, "cause");
    requireNonNull(certainty, "certainty");
    incidents = List.copyOf(incidents);
    if (incidents.isEmpty()) {
      throw new IllegalArgumentException("explains nothing");
    }
  }
}
