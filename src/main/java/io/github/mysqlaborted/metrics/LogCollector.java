package io.github.mysqlaborted.metrics;

import io.github.mysqlaborted.count.LoggedEvents.AccountKey;
import io.github.mysqlaborted.count.LoggedEvents.HourKey;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.count.LoggedEvents.Snapshot;
import io.github.mysqlaborted.count.ProgramCounts;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.follow.LogView;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The events of the log, and the reader of it. Reasons and hours are there from the first scrape;
 * an account is there from its first event. Where no log is read, nothing is there.
 *
 * <pre>{@code
 * # HELP mysql_aborted_connections_logged_total Aborted connections in the server's log, by phase and reason
 * # TYPE mysql_aborted_connections_logged_total counter
 * mysql_aborted_connections_logged_total{phase="client",reason="read_error",} 3.0
 * # HELP mysql_aborted_connections_by_account_total Aborted connections in the server's log, by account; new accounts above --accounts.max-series per phase count as "other"
 * # TYPE mysql_aborted_connections_by_account_total counter
 * mysql_aborted_connections_by_account_total{phase="client",reason="read_error",user="app",host="10.0.0.7",db="shop",} 3.0
 * # HELP mysql_aborted_connections_by_hour_total Aborted connections in the server's log, by the hour of the day in which the server logged them, in the time zone --hours.time-zone
 * # TYPE mysql_aborted_connections_by_hour_total counter
 * mysql_aborted_connections_by_hour_total{phase="client",hour="07",} 3.0
 * # HELP mysql_aborted_connections_last_logged_timestamp_seconds Unix time at which the server logged the latest aborted connection; 0 if there is none
 * # TYPE mysql_aborted_connections_last_logged_timestamp_seconds gauge
 * mysql_aborted_connections_last_logged_timestamp_seconds{phase="client",reason="read_error",} 1.795327991E9
 * # HELP mysql_error_log_read_bytes_total Bytes read from the log
 * # TYPE mysql_error_log_read_bytes_total counter
 * mysql_error_log_read_bytes_total{source="/var/log/mysql/error.log",} 8123.0
 * }</pre>
 */
public final class LogCollector extends Collector {

  private static final List<String> BY_REASON = List.of("phase", "reason");
  private static final List<String> BY_SOURCE = List.of("source");
  private static final List<String> HOURS =
      IntStream.range(0, 24).mapToObj(hour -> String.format("%02d", hour)).toList();

  private final Supplier<LogView> view;
  private final boolean accounts;

  /**
   * @param accounts whether to show the accounts
   */
  public LogCollector(Supplier<LogView> view, boolean accounts) {
    this.view = view;
    this.accounts = accounts;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    LogView now = view.get();
    if (now.sources().isEmpty()) {
      return List.of();
    }
    List<MetricFamilySamples> families = new ArrayList<>();
    families.add(byReason(now.events()));
    if (accounts) {
      families.add(byAccount(now.events(), now.programs()));
    }
    families.add(byHour(now.events()));
    families.add(lastLogged(now.events()));
    families.add(CauseFamilies.byCause(now.causes()));
    families.add(CauseFamilies.ages(now.causes()));
    now.programs().ifPresent(programs -> families.add(CauseFamilies.idle(programs)));
    families.addAll(readers(now.sources()));
    return families;
  }

  private static CounterMetricFamily byReason(Snapshot events) {
    CounterMetricFamily family =
        new CounterMetricFamily(
            "mysql_aborted_connections_logged_total",
            "Aborted connections in the server's log, by phase and reason",
            BY_REASON);
    for (ReasonKey key : reasons()) {
      family.addMetric(labels(key), events.byReason().getOrDefault(key, 0L));
    }
    return family;
  }

  /** With programs, each account's series is split by them; the rest has no program. */
  private static CounterMetricFamily byAccount(
      Snapshot events, Optional<ProgramCounts.Snapshot> programs) {
    List<String> names = new ArrayList<>(List.of("phase", "reason", "user", "host", "db"));
    programs.ifPresent(known -> names.add("program"));
    CounterMetricFamily family =
        new CounterMetricFamily(
            "mysql_aborted_connections_by_account_total",
            "Aborted connections in the server's log, by account; new accounts above"
                + " --accounts.max-series per phase count as \"other\"",
            names);
    Map<AccountKey, Map<String, Long>> byProgram = byProgram(programs);
    events.byAccount().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey(), ORDER))
        .forEach(
            entry -> {
              long rest = entry.getValue();
              for (Map.Entry<String, Long> program :
                  byProgram.getOrDefault(entry.getKey(), Map.of()).entrySet()) {
                family.addMetric(labels(entry.getKey(), program.getKey()), program.getValue());
                rest -= program.getValue();
              }
              family.addMetric(
                  programs.isPresent() ? labels(entry.getKey(), "") : labels(entry.getKey()),
                  (double) rest);
            });
    return family;
  }

  private static Map<AccountKey, Map<String, Long>> byProgram(
      Optional<ProgramCounts.Snapshot> programs) {
    Map<AccountKey, Map<String, Long>> sorted = new HashMap<>();
    programs.ifPresent(
        known ->
            known
                .byProgram()
                .forEach(
                    (key, count) ->
                        sorted
                            .computeIfAbsent(key.account(), account -> new TreeMap<>())
                            .put(key.program(), count)));
    return sorted;
  }

  private static List<String> labels(AccountKey key, String program) {
    List<String> labels = new ArrayList<>(labels(key));
    labels.add(program);
    return labels;
  }

  private static List<String> labels(AccountKey key) {
    Account account = key.account();
    return List.of(
        key.phase().label(), key.reason().label(), account.user(), account.host(), account.db());
  }

  private static final Comparator<AccountKey> ORDER =
      Comparator.comparing(AccountKey::phase)
          .thenComparing(AccountKey::reason)
          .thenComparing(key -> key.account().user())
          .thenComparing(key -> key.account().host())
          .thenComparing(key -> key.account().db());

  private static CounterMetricFamily byHour(Snapshot events) {
    CounterMetricFamily family =
        new CounterMetricFamily(
            "mysql_aborted_connections_by_hour_total",
            "Aborted connections in the server's log, by the hour of the day in which"
                + " the server logged them, in the time zone --hours.time-zone",
            List.of("phase", "hour"));
    for (Phase phase : Phase.values()) {
      for (int hour = 0; hour < 24; hour++) {
        family.addMetric(
            List.of(phase.label(), HOURS.get(hour)),
            events.byHour().getOrDefault(new HourKey(phase, hour), 0L));
      }
    }
    return family;
  }

  private static GaugeMetricFamily lastLogged(Snapshot events) {
    GaugeMetricFamily family =
        new GaugeMetricFamily(
            "mysql_aborted_connections_last_logged_timestamp_seconds",
            "Unix time at which the server logged the latest aborted connection; 0 if"
                + " there is none",
            BY_REASON);
    for (ReasonKey key : reasons()) {
      family.addMetric(labels(key), seconds(events.lastSeen().getOrDefault(key, Instant.EPOCH)));
    }
    return family;
  }

  private static List<MetricFamilySamples> readers(List<LogView.Source> sources) {
    return List.of(
        counter(
            "mysql_error_log_read_bytes_total",
            "Bytes read from the log",
            sources,
            source -> source.counters().readBytes()),
        counter(
            "mysql_error_log_records_total",
            "Records read from the log, of any kind",
            sources,
            LogView.Source::records),
        counter(
            "mysql_error_log_unrecognized_records_total",
            "Records that look like aborted connections but could not be parsed, and"
                + " lines that are not text",
            sources,
            LogView.Source::unrecognized),
        counter(
            "mysql_error_log_lost_records_total",
            "Records known to be lost; a gap of unknown size, such as a file deleted"
                + " before its end was read, counts as one",
            sources,
            source -> source.counters().lost()),
        counter(
            "mysql_error_log_rotations_total",
            "Number of times the log was rotated (another file took its path)",
            sources,
            source -> source.counters().rotations()),
        counter(
            "mysql_error_log_truncations_total",
            "Number of times the log was truncated in place",
            sources,
            source -> source.counters().truncations()),
        gauge(
            "mysql_error_log_readable",
            "Whether the log exists and can be read",
            sources,
            source -> source.readable() ? 1 : 0),
        gauge(
            "mysql_error_log_lag_bytes",
            "Bytes of the log that are not read yet",
            sources,
            source -> (double) source.lagBytes()),
        gauge(
            "mysql_error_log_last_read_timestamp_seconds",
            "Unix time of the last successful poll of the log; 0 if there is none",
            sources,
            source -> seconds(source.lastRead())));
  }

  private static List<ReasonKey> reasons() {
    List<ReasonKey> keys = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Reason reason : Reason.values()) {
        if (reason.occursIn(phase)) {
          keys.add(new ReasonKey(phase, reason));
        }
      }
    }
    return keys;
  }

  private static List<String> labels(ReasonKey key) {
    return List.of(key.phase().label(), key.reason().label());
  }

  private static CounterMetricFamily counter(
      String name,
      String help,
      List<LogView.Source> sources,
      ToLongFunction<LogView.Source> value) {
    CounterMetricFamily family = new CounterMetricFamily(name, help, BY_SOURCE);
    sources.forEach(
        source -> family.addMetric(List.of(source.name()), (double) value.applyAsLong(source)));
    return family;
  }

  private static GaugeMetricFamily gauge(
      String name,
      String help,
      List<LogView.Source> sources,
      ToDoubleFunction<LogView.Source> value) {
    GaugeMetricFamily family = new GaugeMetricFamily(name, help, BY_SOURCE);
    sources.forEach(
        source -> family.addMetric(List.of(source.name()), value.applyAsDouble(source)));
    return family;
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }
}
