package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the report of the events of one or several servers. The same events give the same. */
public final class Diagnostician {

  private static final int MOST_ACCOUNTS = 10;
  private static final int MOST_SENTENCES = 5;

  /** What belongs into one finding. */
  private record Key(Phase phase, Cause cause, Certainty certainty, String rule) {}

  private final Settings settings;

  public Diagnostician(Settings settings) {
    this.settings = settings;
  }

  /**
   * The report.
   *
   * @param incidents the events of each server
   * @param logs what was read
   * @param server what the server said, if it was asked
   */
  public Diagnosis diagnose(
      List<IncidentLog> incidents,
      List<Diagnosis.Log> logs,
      Optional<String> server,
      Map<String, Long> values) {
    Map<Phase, Long> events = new EnumMap<>(Phase.class);
    List<Incident> all = new ArrayList<>();
    Map<Key, List<Explanation>> byKey = new LinkedHashMap<>();
    for (IncidentLog log : incidents) {
      for (Phase phase : Phase.values()) {
        List<Incident> ofPhase = log.of(phase);
        all.addAll(ofPhase);
        events.merge(phase, count(ofPhase), Long::sum);
      }
      for (Explanation found : Reasoner.explain(log, settings)) {
        Phase phase = found.incidents().get(0).event().phase();
        byKey
            .computeIfAbsent(
                new Key(phase, found.cause(), found.certainty(), found.rule()),
                key -> new ArrayList<>())
            .add(found);
      }
    }
    List<Finding> findings = new ArrayList<>();
    byKey.forEach((key, found) -> findings.add(finding(key, found, events.get(key.phase()))));
    findings.sort(
        Comparator.comparingLong(Finding::events)
            .reversed()
            .thenComparing(Finding::phase)
            .thenComparing(Finding::cause)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::certainty));
    return new Diagnosis(
        logs,
        server,
        values,
        all.stream().map(Incident::time).min(Comparator.naturalOrder()),
        all.stream().map(Incident::time).max(Comparator.naturalOrder()),
        share(Phase.CLIENT, events, findings),
        share(Phase.CONNECT, events, findings),
        findings,
        incidents.stream().mapToLong(IncidentLog::forgotten).sum(),
        settings.zone());
  }

  private static long count(List<Incident> incidents) {
    return incidents.stream().mapToLong(Incident::count).sum();
  }

  private static Diagnosis.Share share(
      Phase phase, Map<Phase, Long> events, List<Finding> findings) {
    return new Diagnosis.Share(
        events.getOrDefault(phase, 0L),
        findings.stream()
            .filter(finding -> finding.phase() == phase)
            .mapToLong(Finding::events)
            .sum());
  }

  private Finding finding(Key key, List<Explanation> found, long ofPhase) {
    List<Incident> incidents =
        found.stream().flatMap(explanation -> explanation.incidents().stream()).toList();
    long events = count(incidents);
    List<Finding.Count> accounts = accounts(incidents);
    Comparator<Instant> order = Comparator.naturalOrder();
    return new Finding(
        key.cause(),
        key.phase(),
        key.certainty(),
        key.rule(),
        events,
        (double) events / ofPhase,
        incidents.stream().map(Incident::time).min(order).orElseThrow(),
        incidents.stream().map(Incident::time).max(order).orElseThrow(),
        accounts.subList(0, Math.min(MOST_ACCOUNTS, accounts.size())),
        Math.max(0, accounts.size() - MOST_ACCOUNTS),
        evidence(found),
        found.stream().map(Explanation::against).distinct().toList(),
        Remedies.of(key.cause()),
        found.stream()
            .map(Explanation::wouldBeCertainWith)
            .filter(missing -> !missing.isEmpty())
            .distinct()
            .toList(),
        WeekHours.of(incidents, settings.zone()));
  }

  /** Those that explain most; the others by number. */
  private static List<String> evidence(List<Explanation> found) {
    List<Explanation> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingInt((Explanation explanation) -> explanation.incidents().size())
            .reversed()
            .thenComparing(Explanation::evidence));
    List<String> sentences =
        new ArrayList<>(
            sorted.stream().map(Explanation::evidence).distinct().limit(MOST_SENTENCES).toList());
    long more = sorted.stream().map(Explanation::evidence).distinct().count() - sentences.size();
    if (more > 0) {
      sentences.add("The same of " + Sentences.number(more) + " more.");
    }
    return sentences;
  }

  private static List<Finding.Count> accounts(List<Incident> incidents) {
    Map<Account, Long> counts = new LinkedHashMap<>();
    incidents.forEach(
        incident -> counts.merge(incident.event().account(), incident.count(), Long::sum));
    return counts.entrySet().stream()
        .map(entry -> new Finding.Count(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Finding.Count::events)
                .reversed()
                .thenComparing(count -> count.account().user())
                .thenComparing(count -> count.account().host())
                .thenComparing(count -> count.account().db()))
        .toList();
  }
}
