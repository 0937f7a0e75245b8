package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through the rules in the order of an experienced DBA: first what the server names, then
 * structure (restarts, bursts, periods), then ages, then times of day, then what single records
 * allow. An event is explained once, by the first rule that takes it.
 */
final class Reasoner {

  private static final List<Rules> CLIENT =
      List.of(
          new NamedByServer(),
          new Restarts(),
          new SharedConnections(),
          new Bursts(),
          new Monitors(),
          new IdleTimes(),
          new SessionAges(),
          new DailyHours(),
          new SingleEvents());

  private static final List<Rules> CONNECT =
      List.of(
          new Guessing(),
          new NamedByServer(),
          new Monitors(),
          new OldCredentials(),
          new SingleEvents());

  private Reasoner() {}

  /** The explanations of one server's events, in the order in which the rules gave them. */
  static List<Explanation> explain(IncidentLog log, Settings settings) {
    List<Incident> clients = log.of(Phase.CLIENT);
    Set<Account> loggedIn = new LinkedHashSet<>();
    clients.forEach(incident -> loggedIn.add(incident.client()));
    Known known = new Known(settings, new Moments(log.starts()), loggedIn);
    List<Explanation> all = new ArrayList<>(explain(clients, CLIENT, known));
    all.addAll(explain(log.of(Phase.CONNECT), CONNECT, known));
    return all;
  }

  private static List<Explanation> explain(
      List<Incident> incidents, List<Rules> families, Known known) {
    List<Explanation> all = new ArrayList<>();
    List<Incident> open = incidents;
    for (Rules family : families) {
      List<Explanation> found = family.explain(open, known);
      Set<Incident> explained = Collections.newSetFromMap(new IdentityHashMap<>());
      found.forEach(explanation -> explained.addAll(explanation.incidents()));
      open = open.stream().filter(incident -> !explained.contains(incident)).toList();
      all.addAll(found);
    }
    return all;
  }
}
