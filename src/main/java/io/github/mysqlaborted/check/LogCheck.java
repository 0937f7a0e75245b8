package io.github.mysqlaborted.check;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.server.Flavor;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.AbortLogging;
import io.github.mysqlaborted.server.table.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what keeps a log from telling why connections are aborted, from what is known of the log
 * and of the server. It asks nobody and reads no clock: times are handed in, as what has passed
 * since some moment. Not thread-safe.
 *
 * <p>What no log has is no problem of the log: {@code KILL}, and failed logins of a kind that the
 * version does not log.
 */
final class LogCheck {

  /** An incomplete line or record is shorter: a reader with less before it is at the end. */
  static final long CAUGHT_UP = 64 * 1024;

  /** Time for a server to say where its log is. */
  private static final Duration NO_LOG_AFTER = Duration.ofSeconds(15);

  private final boolean fromBeginning;
  private final Map<String, SourceHistory> sources = new LinkedHashMap<>();
  private final CounterHistory counters = new CounterHistory();
  private final CountComparison comparison = new CountComparison();
  private Optional<ServerAnswer> server = Optional.empty();
  private boolean answers = true;
  private Optional<Duration> withoutLogSince = Optional.empty();
  private LogView view;

  /**
   * @param view of now
   * @param fromBeginning whether a log is read from its beginning
   */
  LogCheck(Duration now, LogView view, boolean fromBeginning) {
    this.fromBeginning = fromBeginning;
    look(now, view);
  }

  /** Takes note of what has become of the log. */
  void look(Duration now, LogView next) {
    view = next;
    if (next.reasonForNone().isEmpty()) {
      withoutLogSince = Optional.empty();
    } else if (withoutLogSince.isEmpty()) {
      withoutLogSince = Optional.of(now);
    }
    Set<String> names = new HashSet<>();
    for (LogView.Source source : next.sources()) {
      names.add(source.name());
      SourceHistory known = sources.get(source.name());
      if (known == null) {
        sources.put(source.name(), new SourceHistory(now, source, fromBeginning));
      } else {
        known.look(now, source);
      }
    }
    sources.keySet().retainAll(names);
  }

  /**
   * Takes note of what the server said.
   *
   * @param before the log, seen before the server was asked
   */
  void answered(Duration now, LogView before, ServerAnswer answer) {
    answers = true;
    Reading.Facts facts = withSettings(answer.facts());
    server = Optional.of(new ServerAnswer(answer.address(), answer.local(), facts));
    Set<Phase> told = told(before, facts);
    Sample.of(now, facts, before.events())
        .ifPresent(
            sample -> {
              counters.add(sample, told);
              comparison.add(sample, before.read().isPresent());
            });
  }

  /** With the settings that were read last, where this scrape was not to read them. */
  private Reading.Facts withSettings(Reading.Facts facts) {
    return new Reading.Facts(
        facts.version(),
        facts.status(),
        facts.variables().or(() -> server.flatMap(before -> before.facts().variables())),
        facts.errors());
  }

  /** Takes note that the server did not answer. What it said before stands. */
  void unanswered() {
    answers = false;
  }

  /** All problems of now, those of the server's settings first. */
  List<Finding> findings(Duration now) {
    List<Finding> findings = new ArrayList<>();
    server.flatMap(answer -> SettingsCheck.finding(answer.facts())).ifPresent(findings::add);
    if (answers && withoutLogSince.isPresent()) {
      if (now.minus(withoutLogSince.get()).compareTo(NO_LOG_AFTER) >= 0) {
        findings.add(SourceWords.noLog(view.reasonForNone().orElseThrow()));
      }
    }
    sources.values().forEach(source -> findings.addAll(source.findings(now, answers)));
    if (findings.isEmpty()) {
      server.ifPresent(answer -> addSilence(now, answer, findings));
    }
    return List.copyOf(findings);
  }

  /** The server's counters beside the counts of the log, as soon as both are known. */
  Optional<Compared> compared(Duration now) {
    return comparison.compared(now, view.events());
  }

  /** One is enough: what is silent of one phase is most often silent of the other. */
  private void addSilence(Duration now, ServerAnswer answer, List<Finding> findings) {
    for (Phase phase : Phase.values()) {
      if (findings.isEmpty()) {
        counters
            .silence(now, phase, view.events())
            .ifPresent(silence -> findings.add(SilenceWords.finding(silence, view, answer)));
      }
    }
  }

  /** The phases of which the log, as it is read and written now, would tell. */
  private static Set<Phase> told(LogView view, Reading.Facts facts) {
    Set<Phase> told = EnumSet.noneOf(Phase.class);
    boolean read =
        view.reasonForNone().isEmpty()
            && !view.sources().isEmpty()
            && view.sources().stream()
                .allMatch(source -> source.readable() && source.lagBytes() < CAUGHT_UP);
    if (read) {
      SettingsCheck.states(facts).forEach((phase, state) -> addIfTold(phase, state, facts, told));
    }
    return told;
  }

  private static void addIfTold(
      Phase phase, AbortLogging.State state, Reading.Facts facts, Set<Phase> told) {
    boolean written =
        switch (state) {
          case WRITTEN, FILTERED, UNKNOWN -> true;
          case TOO_QUIET, SUPPRESSED, NO_SINK -> false;
        };
    if (written && !(phase == Phase.CLIENT && cutsIdleSessionsInSilence(facts))) {
      told.add(phase);
    }
  }

  /** Thread pools but MariaDB's since 10.2.9 cut idle sessions, count them and log nothing. */
  private static boolean cutsIdleSessionsInSilence(Reading.Facts facts) {
    ServerVersion version = facts.version();
    boolean pool =
        facts
            .variables()
            .flatMap(variables -> variables.text("thread_handling"))
            .filter(handling -> !handling.equals("one-thread-per-connection"))
            .filter(handling -> !handling.equals("no-threads"))
            .isPresent();
    return pool && !(version.flavor() == Flavor.MARIADB && version.isAtLeast(10, 2, 9));
  }
}
