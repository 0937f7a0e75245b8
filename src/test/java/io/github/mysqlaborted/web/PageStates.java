package io.github.mysqlaborted.web;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.check.Compared;
import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.harness.HostileNames;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.scrape.LastAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that an exporter may have to show on its page, by name. */
final class PageStates {

  static final Instant NOW = Instant.parse("2026-11-27T14:05:06Z");

  private static final String SERVER = "db1.example.net:3306";
  private static final TailStatistics READ = new TailStatistics(8_123_456, 3, 0, 0);

  private static final LastAnswer.Said SAID =
      new LastAnswer.Said(
          NOW.minusSeconds(7),
          Duration.ofSeconds(7),
          "8.0.43 MySQL Community Server - GPL",
          Optional.of(new LastAnswer.Counted(NOW.minus(Duration.ofDays(40)), 120_345, 4_711)),
          timeouts());

  private PageStates() {}

  private static Map<String, Duration> timeouts() {
    Map<String, Duration> timeouts = new LinkedHashMap<>();
    timeouts.put("wait_timeout", Duration.ofHours(8));
    timeouts.put("interactive_timeout", Duration.ofHours(8));
    timeouts.put("connect_timeout", Duration.ofSeconds(10));
    timeouts.put("net_read_timeout", Duration.ofSeconds(30));
    timeouts.put("net_write_timeout", Duration.ofSeconds(60));
    timeouts.put("idle_readonly_transaction_timeout", Duration.ZERO);
    return timeouts;
  }

  static Map<String, Watched> all() {
    Map<String, Watched> states = new LinkedHashMap<>();
    states.put("well", watched(answers(), read(), true, List.of()));
    states.put("well-silent", watched(answers(), silent(), true, List.of()));
    states.put("unasked", watched(LastAnswer.State.UNASKED, silent(), false, List.of()));
    states.put("down", watched(down(), read(), true, List.of()));
    for (Map.Entry<LogProblem, Finding> problem : problems().entrySet()) {
      states.put(
          problem.getKey().key(),
          watched(answers(), log(problem.getKey()), true, List.of(problem.getValue())));
    }
    states.put("everything", watched(down(), read(), true, List.copyOf(problems().values())));
    states.put("logs-only", logsOnly());
    states.put("probe-only", probeOnly());
    states.put("counters-only", countersOnly());
    return states;
  }

  private static Watched watched(
      LastAnswer.State answer, LogView log, boolean checked, List<Finding> findings) {
    return new Watched(
        Optional.of(SERVER),
        answer,
        true,
        log,
        checked,
        findings.isEmpty() ? Map.of() : Map.of(SERVER, findings),
        answer.said().isPresent() && log.reasonForNone().isEmpty()
            ? Optional.of(
                new Compared(
                    Duration.ofMinutes(95),
                    Map.of(Phase.CLIENT, 345L, Phase.CONNECT, 17L),
                    Map.of(Phase.CLIENT, 340L, Phase.CONNECT, 17L),
                    5))
            : Optional.empty(),
        Optional.empty());
  }

  private static Watched logsOnly() {
    return new Watched(
        Optional.empty(),
        LastAnswer.State.UNASKED,
        true,
        read(),
        true,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Watched probeOnly() {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    for (int i = 0; i < 25; i++) {
      findings.put(
          "db%d.fleet.example.net:3306".formatted(i),
          List.of(problems().get(LogProblem.VERBOSITY)));
    }
    return new Watched(
        Optional.empty(),
        LastAnswer.State.UNASKED,
        false,
        view(List.of()),
        true,
        findings,
        Optional.empty(),
        Optional.of(212));
  }

  private static Watched countersOnly() {
    return new Watched(
        Optional.of(SERVER),
        answers(),
        false,
        view(List.of()),
        true,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static LastAnswer.State answers() {
    return new LastAnswer.State(Optional.of(SAID), Optional.empty());
  }

  private static LastAnswer.State down() {
    return new LastAnswer.State(
        Optional.of(SAID),
        Optional.of(
            new LastAnswer.Failure(
                NOW,
                Duration.ofSeconds(3),
                "auth",
                "Access denied for user '<script>alert(6)</script>'@'"
                    + "h".repeat(60)
                    + "' (using password: YES)")));
  }

  private static Map<LogProblem, Finding> problems() {
    Map<LogProblem, Finding> problems = new LinkedHashMap<>();
    for (LogProblem problem : LogProblem.values()) {
      problems.put(
          problem,
          new Finding(
              problem,
              "/var/lib/mysql/a-very-long-directory-name-without-any-space/host.err cannot be"
                  + " read by the exporter's user <i>mysql-exporter</i>: "
                  + problem.key()
                  + ".",
              "SET PERSIST log_error_suppression_list ="
                  + " 'MY-010055,MY-010056,MY-010057,MY-010058,MY-013360,MY-010914';"));
    }
    return problems;
  }

  private static LogView log(LogProblem problem) {
    return switch (problem) {
      case NO_LOG ->
          new LogView(
              List.of(),
              LoggedEvents.Snapshot.EMPTY,
              CauseCounts.Snapshot.EMPTY,
              Optional.empty(),
              true,
              Optional.of("@@log_error is 'stderr', and no unit of systemd is known"),
              Optional.empty());
      case UNREADABLE, NO_ENTRIES, NO_RECORDS ->
          view(List.of(source(false, Optional.of("permission denied"), 0)));
      case BEHIND -> events(List.of(source(true, Optional.empty(), 1_234_567_890)));
      case VERBOSITY, SUPPRESSED, LOST, UNRECOGNIZED, OTHER_FILE, FILTERED, SILENT -> silent();
    };
  }

  private static LogView silent() {
    return view(List.of(source(true, Optional.empty(), 0)));
  }

  private static LogView view(List<LogView.Source> sources) {
    return new LogView(sources, LoggedEvents.Snapshot.EMPTY, CauseCounts.Snapshot.EMPTY, false);
  }

  private static LogView read() {
    return events(
        List.of(
            source(true, Optional.empty(), 0),
            new LogView.Source(
                "journal:mariadb@replica.service", READ, 99, 0, true, Optional.empty(), 0, NOW)));
  }

  private static LogView.Source source(boolean readable, Optional<String> trouble, long behind) {
    return new LogView.Source(
        "/var/log/mysql/error.log",
        new TailStatistics(8_123_456, 3, 0, 12),
        123_456,
        3,
        readable,
        trouble,
        behind,
        NOW,
        readable ? Optional.of(NOW.minusSeconds(2)) : Optional.empty());
  }

  /** Each reason, each cause of a single event with each certainty, and accounts of all kinds. */
  private static LogView events(List<LogView.Source> sources) {
    Map<LoggedEvents.ReasonKey, Long> byReason = new HashMap<>();
    Map<LoggedEvents.ReasonKey, Instant> last = new HashMap<>();
    Map<LoggedEvents.AccountKey, Long> byAccount = new HashMap<>();
    Map<LoggedEvents.HourKey, Long> byHour = new HashMap<>();
    Map<CauseCounts.CauseKey, Long> byCause = new HashMap<>();
    for (Phase phase : Phase.values()) {
      for (Reason reason : Reason.values()) {
        if (reason.occursIn(phase)) {
          byReason.put(new LoggedEvents.ReasonKey(phase, reason), count(reason.label()));
          last.put(
              new LoggedEvents.ReasonKey(phase, reason), NOW.minusSeconds(reason.label().length()));
        }
      }
      for (int hour = 0; hour < 24; hour++) {
        byHour.put(new LoggedEvents.HourKey(phase, hour), (long) hour * hour);
      }
      for (Cause cause : Cause.values()) {
        for (Certainty certainty : cause.certaintiesOfOneEvent()) {
          if (cause.phases().contains(phase)) {
            byCause.put(
                new CauseCounts.CauseKey(phase, Optional.of(cause), certainty), count(cause.key()));
          }
        }
      }
      byCause.put(new CauseCounts.CauseKey(phase, Optional.empty(), Certainty.POSSIBLE), 3L);
      long count = 12_345_678;
      for (String name : HostileNames.ALL) {
        String shown = LabelText.of(name);
        byAccount.put(
            new LoggedEvents.AccountKey(phase, Reason.OTHER, new Account(shown, shown, shown)),
            count--);
      }
      byAccount.put(
          new LoggedEvents.AccountKey(phase, Reason.OTHER, LoggedEvents.OTHER), 99_999_999L);
    }
    return new LogView(
        sources,
        new LoggedEvents.Snapshot(byReason, byAccount, byHour, last),
        new CauseCounts.Snapshot(byCause, Map.of()),
        true);
  }

  /** Anything, small and large. */
  private static long count(String name) {
    return Math.abs((long) name.hashCode()) >> name.length();
  }
}
