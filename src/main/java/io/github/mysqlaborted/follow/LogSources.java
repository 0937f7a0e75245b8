package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.parse.join.FailedLogins;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.state.Part;
import io.github.mysqlaborted.time.Moment;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs that are followed: those that are configured, or the one that the server offers.
 *
 * <p>Where failed logins of the error log are joined with those of the general query log, the one
 * that is ahead waits until the other has come as far, or to its end.
 */
final class LogSources implements Closeable {

  private final List<FollowedLog> fixed;
  private final Optional<DiscoveredLog> offered;
  private final List<FollowedLog> generalLogs;
  private final FailedLogins failedLogins;
  private final RecordTimes recordTimes;
  private boolean moreErrorLog;
  private boolean moreGeneralLog;

  private LogSources(
      List<FollowedLog> fixed,
      Optional<DiscoveredLog> offered,
      List<FollowedLog> generalLogs,
      FailedLogins failedLogins,
      RecordTimes recordTimes) {
    this.fixed = List.copyOf(fixed);
    this.offered = offered;
    this.generalLogs = List.copyOf(generalLogs);
    this.failedLogins = failedLogins;
    this.recordTimes = recordTimes;
  }

  static LogSources of(
      ErrorLogConfig config, Optional<MysqlClient> server, LogFactory factory, Clock clock) {
    List<FollowedLog> fixed =
        switch (config.source()) {
          case AUTO, FILE ->
              config.files().stream().map(file -> factory.file(file, factory.start())).toList();
          case NONE -> List.of();
          case JOURNAL -> List.of(factory.journal(config.unit().orElseThrow(), factory.start()));
          case TABLE -> List.of(factory.table(server.orElseThrow(), factory.start()));
        };
    boolean asks = config.source() == ErrorLogConfig.Source.AUTO && fixed.isEmpty();
    return new LogSources(
        fixed,
        server.filter(client -> asks).map(client -> DiscoveredLog.of(client, factory)),
        generalLogs(config, server, factory),
        factory.failedLogins(),
        new RecordTimes(clock));
  }

  private static List<FollowedLog> generalLogs(
      ErrorLogConfig config, Optional<MysqlClient> server, LogFactory factory) {
    List<FollowedLog> logs = new ArrayList<>();
    config.generalLogs().forEach(file -> logs.add(factory.generalLog(file)));
    if (config.generalLogTable()) {
      logs.add(factory.generalTable(server.orElseThrow()));
    }
    return logs;
  }

  /** What has to outlive a restart: where each log is read on, and what joins two of them. */
  List<Part<?>> parts() {
    return List.of(
        new Part<>("logs", LogCheckpoint.All.class, this::save, this::restore),
        new Part<>(
            "failedLogins", FailedLogins.State.class, failedLogins::state, failedLogins::restore));
  }

  private void restore(LogCheckpoint.All saved) {
    Map<String, LogCheckpoint> others = new HashMap<>(saved.logs());
    for (FollowedLog log : logs()) {
      Optional.ofNullable(others.remove(log.name())).ifPresent(log::restore);
    }
    offered.ifPresent(log -> log.restore(others));
    recordTimes.forget();
  }

  /** Reads what is new; whether there is more to read at once. */
  boolean poll() {
    offered.ifPresent(DiscoveredLog::choose);
    if (!(moreGeneralLog && failedLogins.isErrorLogAhead())) {
      moreErrorLog = poll(errorLogs());
    }
    if (!(moreErrorLog && failedLogins.isGeneralLogAhead())) {
      moreGeneralLog = poll(generalLogs);
    }
    return moreErrorLog || moreGeneralLog;
  }

  private static boolean poll(List<FollowedLog> logs) {
    boolean more = false;
    for (FollowedLog log : logs) {
      more |= log.poll();
    }
    return more;
  }

  /** Up to when all is read, after a poll that left nothing to read; not there without a log. */
  Optional<Moment> readUpTo(Moment polled) {
    return logs().stream()
        .map(log -> log.readUpTo(polled))
        .reduce((one, other) -> one.isBefore(other) ? one : other);
  }

  /** Whether the last poll is sure to have changed nothing that {@link #parts} give. */
  boolean isStill() {
    List<FollowedLog> logs = logs();
    return !logs.isEmpty() && logs.stream().allMatch(FollowedLog::isStill);
  }

  private List<FollowedLog> errorLogs() {
    List<FollowedLog> logs = new ArrayList<>(fixed);
    offered.flatMap(DiscoveredLog::current).ifPresent(logs::add);
    return logs;
  }

  /** The logs that are followed now. */
  List<FollowedLog> logs() {
    List<FollowedLog> logs = errorLogs();
    logs.addAll(generalLogs);
    return logs;
  }

  /** What each has to show. */
  List<LogView.Source> views() {
    return recordTimes.of(logs().stream().map(FollowedLog::view).toList());
  }

  private LogCheckpoint.All save() {
    Map<String, LogCheckpoint> saved = new LinkedHashMap<>();
    offered.ifPresent(log -> saved.putAll(log.others()));
    logs().forEach(log -> saved.put(log.name(), log.save()));
    return new LogCheckpoint.All(saved);
  }

  /** Why no log is followed, where one was looked for. */
  Optional<String> reasonForNone() {
    return offered.flatMap(DiscoveredLog::reasonForNone);
  }

  @Override
  public void close() throws IOException {
    for (FollowedLog log : logs()) {
      log.close();
    }
    offered.ifPresent(DiscoveredLog::close);
  }
}
