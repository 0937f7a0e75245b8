package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** R49: somebody tries names and passwords. */
final class Guessing implements Rules {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int TRIES_AN_HOUR = 60;
  private static final int NAMES_OF_HOST = 3;
  private static final int HOSTS_OF_NAME = 4;
  private static final int SURE_NAMES = 10;
  private static final int SURE_TRIES = 1_000;

  /** What those try first who do not know the server. */
  private static final Set<String> FAVOURITES =
      Set.of(
          "root",
          "admin",
          "administrator",
          "mysql",
          "test",
          "user",
          "guest",
          "backup",
          "wordpress",
          "wp",
          "phpmyadmin",
          "pma",
          "web",
          "www",
          "db",
          "dbuser",
          "sa",
          "ftp",
          "oracle",
          "postgres");

  private static final Set<Reason> REFUSED =
      EnumSet.of(Reason.ACCESS_DENIED, Reason.ACCOUNT_LOCKED, Reason.ACCESS_DENIED_DB);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Incident> refused =
        open.stream().filter(incident -> REFUSED.contains(incident.reason())).toList();
    List<Explanation> explanations = new ArrayList<>();
    List<Incident> rest = new ArrayList<>();
    Groups.by(refused, incident -> incident.client().host())
        .forEach(
            (host, incidents) -> {
              if (isGuessing(host, incidents, known)) {
                explanations.add(ofHost(host, incidents));
              } else {
                rest.addAll(incidents);
              }
            });
    Groups.by(rest, incident -> incident.client().user())
        .forEach(
            (user, incidents) -> {
              if (FAVOURITES.contains(user) && hostsOfADay(incidents) >= HOSTS_OF_NAME) {
                explanations.add(ofName(user, incidents));
              }
            });
    return explanations;
  }

  private static boolean isGuessing(String host, List<Incident> incidents, Known known) {
    long strangers =
        incidents.stream()
            .filter(incident -> !known.loggedIn().contains(incident.client()))
            .map(incident -> incident.client().user())
            .distinct()
            .count();
    return strangers >= NAMES_OF_HOST
        || (Hosts.isPublic(host) && mostWithin(incidents, HOUR) >= TRIES_AN_HOUR);
  }

  private static int mostWithin(List<Incident> incidents, Duration length) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < incidents.size(); to++) {
      while (Duration.between(incidents.get(from).time(), incidents.get(to).time())
              .compareTo(length)
          > 0) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }

  /** From how many hosts they came within one day, at most. */
  private static long hostsOfADay(List<Incident> incidents) {
    Map<String, Integer> hosts = new HashMap<>();
    int most = 0;
    int from = 0;
    for (Incident incident : incidents) {
      hosts.merge(incident.client().host(), 1, Integer::sum);
      while (Duration.between(incidents.get(from).time(), incident.time()).compareTo(DAY) > 0) {
        hosts.computeIfPresent(
            incidents.get(from).client().host(), (host, count) -> count == 1 ? null : count - 1);
        from++;
      }
      most = Math.max(most, hosts.size());
    }
    return most;
  }

  private static Explanation ofHost(String host, List<Incident> incidents) {
    long names = incidents.stream().map(incident -> incident.client().user()).distinct().count();
    boolean isSure = names >= SURE_NAMES || incidents.size() >= SURE_TRIES;
    return new Explanation(
        "R49",
        Cause.ATTACK,
        isSure ? Certainty.CERTAIN : Certainty.LIKELY,
        incidents,
        "From "
            + LabelText.of(host)
            + ": "
            + Sentences.number(incidents.size())
            + " refused logins with "
            + Sentences.number(names)
            + Sentences.times(names, " user name", " different user names")
            + ", up to "
            + Sentences.number(mostWithin(incidents, HOUR))
            + " in an hour."
            + (Hosts.isPrivate(host)
                ? " The address is private: if it is a NAT, an ingress or a proxy, the true source"
                    + " is hidden behind it."
                : ""),
        "A client of yours with an old password uses one name, not several.",
        isSure ? "" : "Ten different names, or a thousand tries.");
  }

  private static Explanation ofName(String user, List<Incident> incidents) {
    return new Explanation(
        "R49",
        Cause.ATTACK,
        Certainty.LIKELY,
        incidents,
        "The name '"
            + user
            + "' was tried from "
            + Sentences.number(hostsOfADay(incidents))
            + " addresses within a day.",
        "An application of yours that uses this name on many hosts, after a password change.",
        "Ten different names, or a thousand tries.");
  }
}
