package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * R20 to R24: many sessions whose clients went away within a second or a few. A process that ends
 * drops all of its connections at once.
 */
final class Bursts implements Rules {

  private static final Duration ONE_CLIENT = Duration.ofSeconds(1);
  private static final Duration MANY_CLIENTS = Duration.ofSeconds(5);
  private static final Duration NEAR_DEPLOYMENT = Duration.ofMinutes(2);
  private static final int LEAST = 3;
  private static final int LARGE = 5;
  private static final int SMALL_PART = 20;

  /** A burst has so many times the events that the same time has on average. */
  private static final int STANDS_OUT = 4;

  private static final Duration SHORTEST_SPAN = Duration.ofHours(1);
  private static final int LEAST_LOOPS = 4;

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> gone =
        open.stream().filter(incident -> incident.reason() == Reason.READ_ERROR).toList();
    List<Explanation> explanations = new ArrayList<>();
    List<Incident> rest = new ArrayList<>();
    for (List<Incident> burst : Groups.bursts(gone, MANY_CLIENTS)) {
      if (accounts(burst) >= LEAST && standsOut(burst, gone, MANY_CLIENTS)) {
        explanations.add(ofManyClients(burst));
      } else {
        rest.addAll(burst);
      }
    }
    Groups.by(rest, Incident::client)
        .forEach(
            (client, incidents) -> {
              List<List<Incident>> bursts =
                  Groups.bursts(incidents, ONE_CLIENT).stream()
                      .filter(Bursts::isBurst)
                      .filter(burst -> standsOut(burst, incidents, ONE_CLIENT))
                      .toList();
              if (isMoreThanChance(bursts, incidents)) {
                explanations.add(ofOneClient(client, bursts, known));
              }
            });
    return explanations;
  }

  /** Three at once, or two that connected one after the other. */
  private static boolean isBurst(List<Incident> incidents) {
    return incidents.size() >= LEAST
        || (incidents.size() == 2 && Math.abs(id(incidents.get(1)) - id(incidents.get(0))) == 1);
  }

  /** Where many events come all the time, some always come close together. */
  private static boolean standsOut(List<Incident> burst, List<Incident> all, Duration length) {
    Duration whole = Duration.between(all.get(0).time(), all.get(all.size() - 1).time()).abs();
    Duration span = whole.compareTo(SHORTEST_SPAN) < 0 ? SHORTEST_SPAN : whole;
    double usual = (double) all.size() * length.toMillis() / span.toMillis();
    return burst.size() >= STANDS_OUT * usual;
  }

  /** Of thousands of events, a few come together by chance. */
  private static boolean isMoreThanChance(List<List<Incident>> bursts, List<Incident> all) {
    int events = bursts.stream().mapToInt(List::size).sum();
    int largest = bursts.stream().mapToInt(List::size).max().orElse(0);
    return largest >= LARGE || (events > 0 && events * SMALL_PART >= all.size());
  }

  private static long id(Incident incident) {
    return incident.event().connectionId().orElse(Long.MIN_VALUE / 4);
  }

  private static long accounts(List<Incident> burst) {
    return burst.stream().map(Incident::client).distinct().count();
  }

  private static Explanation ofManyClients(List<Incident> burst) {
    long hosts = burst.stream().map(incident -> incident.client().host()).distinct().count();
    String figures =
        Sentences.events(burst.size())
            + " of "
            + Sentences.number(accounts(burst))
            + " accounts within 5 s, from ";
    if (hosts == 1) {
      return new Explanation(
          "R23",
          Cause.PROCESS_END,
          Certainty.LIKELY,
          burst,
          figures
              + "the one address "
              + LabelText.of(burst.get(0).client().host())
              + ": the proxy, or the machine, at that address went away.",
          "A network fault between server and that address does the same.",
          "The log of the proxy or machine at that time.");
    }
    return new Explanation(
        "R24",
        Cause.TCP_IP,
        Certainty.POSSIBLE,
        burst,
        figures
            + Sentences.number(hosts)
            + " addresses, while the server stayed up: the network between them broke.",
        "A deployment of many clients at the same moment does the same.",
        "Whether other servers on the same network saw it too; deployment times by --deployed-at.");
  }

  private static Explanation ofOneClient(Account client, List<List<Incident>> bursts, Known known) {
    List<Incident> all = bursts.stream().flatMap(List::stream).toList();
    long deployed = bursts.stream().filter(burst -> isDeployment(burst, known)).count();
    int largest = bursts.stream().mapToInt(List::size).max().orElseThrow();
    String figures =
        Sentences.account(client)
            + " lost up to "
            + Sentences.number(largest)
            + " connections within one second, "
            + Sentences.number(bursts.size())
            + Sentences.times(bursts.size(), " time", " times")
            + ": the process that held them ended without closing them";
    if (deployed > 0) {
      return new Explanation(
          "R20",
          Cause.PROCESS_END,
          deployed == bursts.size() ? Certainty.CERTAIN : Certainty.LIKELY,
          all,
          figures
              + "; "
              + Sentences.number(deployed)
              + " of these are within two minutes of a deployment.",
          "Several hosts at the same moment would be the network.",
          deployed == bursts.size() ? "" : "The times of the other deployments.");
    }
    if (isLoop(bursts)) {
      return new Explanation(
          "R22",
          Cause.PROCESS_END,
          Certainty.LIKELY,
          all,
          figures + ", again and again: it crashes in a loop.",
          "A job that runs at fixed times and never closes its connections.",
          "The client's own log, or the kernel's (out of memory).");
    }
    return new Explanation(
        "R21",
        Cause.PROCESS_END,
        all.size() < LEAST ? Certainty.POSSIBLE : Certainty.LIKELY,
        all,
        figures + ".",
        "Several hosts at the same moment would be the network.",
        "When the client was deployed or restarted: give it by --deployed-at=TIME.");
  }

  private static boolean isDeployment(List<Incident> burst, Known known) {
    return new Moments(known.settings().deployments()).isNear(burst.get(0).time(), NEAR_DEPLOYMENT);
  }

  /** Gaps that are all alike, or that double up to five minutes, as restarts do. */
  private static boolean isLoop(List<List<Incident>> bursts) {
    if (bursts.size() < LEAST_LOOPS) {
      return false;
    }
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < bursts.size(); i++) {
      gaps.add(
          Duration.between(bursts.get(i - 1).get(0).time(), bursts.get(i).get(0).time())
              .toSeconds());
    }
    Map<Boolean, Long> alike =
        gaps.stream()
            .collect(
                Collectors.partitioningBy(
                    gap -> Math.abs(gap - gaps.get(0)) <= Math.max(2, gaps.get(0) / 10),
                    Collectors.counting()));
    boolean isConstant = alike.get(true) * 10 >= gaps.size() * 8L && gaps.get(0) <= 900;
    boolean grows = true;
    for (int i = 1; i < gaps.size(); i++) {
      grows &= gaps.get(i) >= gaps.get(i - 1) && gaps.get(i) <= 600;
    }
    return isConstant || (grows && gaps.get(gaps.size() - 1) >= 2 * gaps.get(0));
  }
}
