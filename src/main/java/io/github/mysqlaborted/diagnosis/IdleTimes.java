package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * R12 to R19: the server says that it waited for a timeout. It was one if the session can have been
 * idle for so long; of a session that is younger, the network path died.
 */
final class IdleTimes implements Rules {

  private static final Set<Reason> TIMED_OUT =
      EnumSet.of(Reason.INACTIVITY, Reason.READ_TIMEOUT, Reason.IO_TIMEOUT);

  private static final String AGE =
      "How old the sessions were: run the exporter beside the server" + " for one wait_timeout.";

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Explanation> explanations = new ArrayList<>();
    List<Incident> timedOut =
        open.stream().filter(incident -> TIMED_OUT.contains(incident.reason())).toList();
    Groups.by(timedOut, Incident::client)
        .forEach(
            (client, incidents) -> {
              List<Incident> rest = new ArrayList<>(incidents);
              said(client, rest, known).ifPresent(found -> take(found, rest, explanations));
              OwnTimeouts.of(client, young(rest))
                  .ifPresent(found -> take(found, rest, explanations));
              deadPath(client, young(rest)).ifPresent(found -> take(found, rest, explanations));
              grid(client, rest, known).ifPresent(found -> take(found, rest, explanations));
              DailyHours.of(client, rest, known)
                  .ifPresent(found -> take(found, rest, explanations));
              idle(client, rest).ifPresent(found -> take(found, rest, explanations));
            });
    return explanations;
  }

  private static void take(Explanation found, List<Incident> rest, List<Explanation> explanations) {
    explanations.add(found);
    Set<Incident> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    taken.addAll(found.incidents());
    rest.removeIf(taken::contains);
  }

  /** The server gives the seconds, or a timeout that is not the global one. */
  private static Optional<Explanation> said(Account client, List<Incident> incidents, Known known) {
    List<Incident> sure =
        incidents.stream()
            .filter(
                incident ->
                    incident.verdict().cause().filter(Cause.IDLE_TIMEOUT::equals).isPresent()
                        && (incident.verdict().certainty() == Certainty.CERTAIN
                            || isOwn(incident, known)))
            .toList();
    if (sure.isEmpty()) {
      return Optional.empty();
    }
    long own = sure.stream().filter(incident -> isOwn(incident, known)).count();
    OptionalLong limit = sure.get(0).event().timeout().limitSeconds();
    String seconds =
        limit.isPresent() ? Sentences.seconds(Duration.ofSeconds(limit.getAsLong())) : "";
    return Optional.of(
        own > 0
            ? new Explanation(
                "R13",
                Cause.IDLE_TIMEOUT,
                Certainty.CERTAIN,
                sure,
                Sentences.account(client)
                    + " was closed after "
                    + seconds
                    + ", which is not the server's wait_timeout: the session, or init_connect, set"
                    + " its own.",
                "A session that is younger than this timeout.",
                "")
            : new Explanation(
                "R14",
                Cause.IDLE_TIMEOUT,
                Certainty.CERTAIN,
                sure,
                Sentences.account(client)
                    + " had sent nothing for the timeout of "
                    + seconds
                    + " when the server closed "
                    + Sentences.number(sure.size())
                    + Sentences.times(sure.size(), " connection.", " connections."),
                "A session that is younger than this timeout.",
                ""));
  }

  private static boolean isOwn(Incident incident, Known known) {
    OptionalLong limit = incident.event().timeout().limitSeconds();
    return limit.isPresent()
        && known
            .settings()
            .waitTimeout()
            .filter(global -> global.toSeconds() != limit.getAsLong())
            .isPresent();
  }

  /** Those that were younger than each timeout that the server has. */
  private static List<Incident> young(List<Incident> incidents) {
    return incidents.stream()
        .filter(incident -> incident.verdict().cause().filter(Cause.DEAD_PATH::equals).isPresent())
        .toList();
  }

  private static Optional<Explanation> deadPath(Account client, List<Incident> young) {
    if (young.isEmpty()) {
      return Optional.empty();
    }
    boolean isLikely =
        young.stream().anyMatch(incident -> incident.verdict().certainty() != Certainty.POSSIBLE);
    return Optional.of(
        new Explanation(
            "R12",
            Cause.DEAD_PATH,
            isLikely ? Certainty.LIKELY : Certainty.POSSIBLE,
            young,
            "Of "
                + Sentences.account(client)
                + ", "
                + Sentences.number(young.size())
                + Sentences.times(young.size(), " session was", " sessions were")
                + " younger than every idle timeout of the server, so that nobody can have been"
                + " idle for so long: the network path was dead.",
            "A session that sets a shorter wait_timeout of its own: then the ages lie at one round"
                + " value.",
            "Whether the client sets wait_timeout; MySQL 8.0.24 and later name the timeout."));
  }

  /** A job that runs at fixed minutes, and whose connection is cut one timeout later. */
  private static Optional<Explanation> grid(Account client, List<Incident> incidents, Known known) {
    Optional<Duration> limit = limit(incidents, known);
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    return MinuteGrid.of(incidents, limit.get(), known.settings().zone())
        .map(
            grid ->
                new Explanation(
                    "R15",
                    Cause.IDLE_TIMEOUT,
                    Certainty.LIKELY,
                    grid.incidents(),
                    "Of "
                        + Sentences.account(client)
                        + ", "
                        + Sentences.number(grid.incidents().size())
                        + " connections were cut "
                        + Sentences.seconds(limit.get())
                        + " after a full "
                        + grid.minutes()
                        + " minutes: a job that runs then leaves its connection open.",
                    "Sessions that are younger than the timeout.",
                    "The general log at the time of the job."));
  }

  private static Optional<Explanation> idle(Account client, List<Incident> incidents) {
    if (incidents.isEmpty()) {
      return Optional.empty();
    }
    boolean isOld =
        incidents.stream().anyMatch(incident -> incident.verdict().certainty() == Certainty.LIKELY);
    boolean isProxy = Hosts.isProxy(client.host());
    List<List<Incident>> pools =
        Groups.bursts(incidents, Duration.ofSeconds(1)).stream()
            .filter(burst -> burst.size() >= 3)
            .toList();
    String figures =
        "Of "
            + Sentences.account(client)
            + ", the server closed "
            + Sentences.number(incidents.size())
            + Sentences.times(incidents.size(), " connection", " connections")
            + " after its idle timeout";
    String more =
        isProxy
            ? ": the free connections of a proxy."
            : pools.isEmpty()
                ? "."
                : ", up to "
                    + pools.stream().mapToInt(List::size).max().orElseThrow()
                    + " in one second: a pool that was opened together.";
    return Optional.of(
        new Explanation(
            isProxy ? "R19" : pools.isEmpty() ? "R14" : "R18",
            Cause.IDLE_TIMEOUT,
            isOld || isProxy || !pools.isEmpty() ? Certainty.LIKELY : Certainty.POSSIBLE,
            incidents,
            figures + more,
            "Sessions that are younger than the timeout: then the path to the client is dead"
                + " (dead_path), whatever the server says.",
            AGE));
  }

  /** The timeout that was in force: what the server says, or else what is known of it. */
  static Optional<Duration> limit(List<Incident> incidents, Known known) {
    return incidents.stream()
        .map(incident -> incident.event().timeout().limitSeconds())
        .filter(OptionalLong::isPresent)
        .findFirst()
        .map(seconds -> Duration.ofSeconds(seconds.getAsLong()))
        .or(() -> known.settings().waitTimeout());
  }
}
