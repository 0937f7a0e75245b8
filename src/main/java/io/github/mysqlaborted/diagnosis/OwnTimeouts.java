package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * R12, what speaks against a dead path: most sessions of one account ended at one round age, below
 * each timeout of the server, and the server does not say which timeout it applied. People choose
 * round values, networks do not.
 */
final class OwnTimeouts {

  /** The values that are seen most, in seconds. */
  private static final List<Duration> ROUND =
      Stream.of(30, 60, 120, 180, 300, 600).map(Duration::ofSeconds).toList();

  private static final int MANY = 10;
  private static final double MOST = 0.6;

  /** By how much whole seconds and a statement after the login may put an age wrong. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private OwnTimeouts() {}

  /**
   * @param young sessions of one client that were younger than each timeout of the server
   */
  static Optional<Explanation> of(Account client, List<Incident> young) {
    List<Incident> unnamed = young.stream().filter(OwnTimeouts::isUnnamed).toList();
    for (Duration value : ROUND) {
      List<Incident> at = unnamed.stream().filter(incident -> isAt(incident, value)).toList();
      if (at.size() >= MANY && at.size() >= MOST * unnamed.size()) {
        return Optional.of(explanation(client, value, at));
      }
    }
    return Optional.empty();
  }

  private static boolean isUnnamed(Incident incident) {
    return incident.reason() != Reason.IO_TIMEOUT
        && incident.event().timeout().limitSeconds().isEmpty();
  }

  /** Whether the age is known well enough, and is this one. */
  private static boolean isAt(Incident incident, Duration value) {
    Age age = incident.age();
    return age.width().filter(width -> width.compareTo(value.dividedBy(2)) <= 0).isPresent()
        && age.atLeast().minus(SLACK).compareTo(value) <= 0
        && age.atMost().orElseThrow().plus(SLACK).compareTo(value) >= 0;
  }

  private static Explanation explanation(Account client, Duration value, List<Incident> incidents) {
    return new Explanation(
        "R12",
        Cause.IDLE_TIMEOUT,
        Certainty.LIKELY,
        incidents,
        "Of "
            + Sentences.account(client)
            + ", "
            + Sentences.number(incidents.size())
            + " sessions were closed when they were "
            + Sentences.seconds(value)
            + " old, which is less than the server's wait_timeout: the client, or init_connect,"
            + " sets a wait_timeout of "
            + Sentences.number(value.toSeconds())
            + " for its sessions.",
        "A network that drops a connection after just that time, while an answer is on its way.",
        "Where it is set: SET SESSION wait_timeout in the client's configuration, or SELECT"
            + " @@GLOBAL.init_connect. MySQL 8.0.24 and later name the timeout.");
  }
}
