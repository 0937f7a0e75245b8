package io.github.mysqlaborted.check;

import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.ErrorsSummary;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.server.table.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server and its log, of which each may do what it likes, and the check of them. */
final class CheckedServer {
  static final String FILE = "/var/log/mysql/error.log";
  static final Duration SCRAPE = Duration.ofSeconds(15);

  private final String version;
  private final Map<String, Long> status = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<LoggedEvents.ReasonKey, Long> logged = new HashMap<>();
  private final LogCheck check;
  private Optional<Map<String, Long>> errors = Optional.empty();
  private boolean local = true;
  private Duration now = Duration.ofDays(100);
  private Optional<String> reasonForNone = Optional.empty();
  private final String source;
  private TailStatistics read = new TailStatistics(100_000, 0, 0, 0);
  private long records = 1000;
  private long unrecognized;
  private boolean readable = true;
  private long lag;

  private CheckedServer(String version, String source, boolean fromBeginning, boolean wasRead) {
    this.version = version;
    this.source = source;
    if (!wasRead) {
      read = new TailStatistics(0, 0, 0, 0);
      records = 0;
    }
    boolean hasVerbosity = !version.contains("MariaDB") && !version.matches("5\\.[56].*");
    if (hasVerbosity) {
      variables.put("log_error_verbosity", "3");
    }
    if (hasVerbosity && !version.startsWith("5.7")) {
      variables.put("log_error_services", "log_filter_internal; log_sink_internal");
      variables.put("log_error_suppression_list", "");
    }
    if (!hasVerbosity || version.startsWith("5.7")) {
      variables.put("log_warnings", "2");
    }
    variables.put("log_error", FILE);
    variables.put("thread_handling", "one-thread-per-connection");
    status.put("Aborted_clients", 3461L);
    status.put("Aborted_connects", 77L);
    status.put("Com_kill", 5L);
    status.put("Uptime", 500_000L);
    status.put("Uptime_since_flush_status", 500_000L);
    if (version.contains("MariaDB")) {
      status.put("Aborted_connects_preauth", 44L);
    }
    check = new LogCheck(now, view(), fromBeginning);
  }

  /** A server that is set as it should be, and whose log has long been read. */
  static CheckedServer of(String version) {
    return new CheckedServer(version, FILE, true, true);
  }

  /** A server whose log was never read before. */
  static CheckedServer reading(String source, boolean fromBeginning) {
    return new CheckedServer("8.0.33", source, fromBeginning, false);
  }

  CheckedServer set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  CheckedServer elsewhere() {
    local = false;
    return this;
  }

  /** With {@code SELECT} on {@code events_errors_summary_global_by_error}. */
  CheckedServer withErrorsSummary() {
    errors = Optional.of(new HashMap<>(Map.of("ER_HANDSHAKE_ERROR", 9L)));
    return this;
  }

  void raise(String error, long by) {
    errors.orElseThrow().merge(error, by, Long::sum);
  }

  void count(String counter, long by) {
    status.merge(counter, by, Long::sum);
  }

  void log(Phase phase, Reason reason, long by) {
    logged.merge(new LoggedEvents.ReasonKey(phase, reason), by, Long::sum);
    records += by;
    read = new TailStatistics(read.readBytes() + 150 * by, 0, 0, read.lost());
  }

  void readBytes(long bytes, long newRecords) {
    read = new TailStatistics(read.readBytes() + bytes, 0, 0, read.lost());
    records += newRecords;
  }

  void lose(long lost) {
    read = new TailStatistics(read.readBytes(), 0, 0, read.lost() + lost);
  }

  void misunderstand(long lines) {
    unrecognized += lines;
  }

  void readable(boolean is) {
    readable = is;
  }

  void lag(long bytes) {
    lag = bytes;
  }

  void withoutLog(String why) {
    reasonForNone = Optional.of(why);
  }

  void restart() {
    List.of("Aborted_clients", "Aborted_connects", "Com_kill", "Uptime").forEach(this::reset);
    reset("Uptime_since_flush_status");
  }

  /** {@code FLUSH STATUS}, of MySQL from 5.7 on. */
  void flushStatus() {
    reset("Aborted_clients");
    reset("Uptime_since_flush_status");
  }

  private void reset(String counter) {
    status.put(counter, 0L);
  }

  /** Time goes by, with a scrape four times a minute. */
  void pass(Duration time) {
    for (Duration left = time; left.compareTo(SCRAPE) >= 0; left = left.minus(SCRAPE)) {
      now = now.plus(SCRAPE);
      count("Uptime", SCRAPE.toSeconds());
      count("Uptime_since_flush_status", SCRAPE.toSeconds());
      scrape();
    }
  }

  void scrape() {
    check.look(now, view());
    check.answered(
        now,
        view(),
        new ServerAnswer(
            "db1:3306",
            local,
            new Reading.Facts(
                ServerVersion.of(version, ""),
                Optional.of(new GlobalStatus(status)),
                Optional.of(new GlobalVariables(variables)),
                errors.map(ErrorsSummary::new))));
  }

  /** A scrape that was not to read settings and errors: {@code collect[]}. */
  void scrapeStatusOnly() {
    check.answered(
        now,
        view(),
        new ServerAnswer(
            "db1:3306",
            local,
            new Reading.Facts(
                ServerVersion.of(version, ""),
                Optional.of(new GlobalStatus(status)),
                Optional.empty(),
                Optional.empty())));
  }

  void doesNotAnswer() {
    check.unanswered();
  }

  List<Finding> findings() {
    check.look(now, view());
    return check.findings(now);
  }

  List<LogProblem> problems() {
    return findings().stream().map(Finding::problem).toList();
  }

  private LogView view() {
    List<LogView.Source> sources =
        reasonForNone.isPresent()
            ? List.of()
            : List.of(
                new LogView.Source(
                    source, read, records, unrecognized, readable, lag, Instant.EPOCH));
    return new LogView(
        sources,
        new LoggedEvents.Snapshot(logged, Map.of(), Map.of(), Map.of()),
        CauseCounts.Snapshot.EMPTY,
        Optional.empty(),
        true,
        reasonForNone,
        Optional.empty());
  }
}
