package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.source.mysql.MysqlClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logs that are followed: those that are configured, or the one that the server offers. */
final class LogSources implements Closeable {

  private final List<FollowedLog> fixed;
  private final Optional<OfferedLog> offered;

  private LogSources(List<FollowedLog> fixed, Optional<OfferedLog> offered) {
    this.fixed = List.copyOf(fixed);
    this.offered = offered;
  }

  static LogSources of(
      ErrorLogConfig config, Optional<MysqlClient> server, LogFactory factory, Clock clock) {
    List<FollowedLog> fixed =
        switch (config.source()) {
          case AUTO, FILE ->
              config.files().stream().map(file -> factory.file(file, factory.start())).toList();
          case NONE -> List.of();
          case JOURNAL -> List.of(factory.journal(config.unit().orElseThrow()));
          case TABLE -> List.of(factory.table(server.orElseThrow(), factory.start()));
        };
    boolean asks = config.source() == ErrorLogConfig.Source.AUTO && fixed.isEmpty();
    return new LogSources(
        fixed, server.filter(client -> asks).map(client -> OfferedLog.of(client, factory, clock)));
  }

  /**
   * Goes on where {@link #save} left. To be called before {@link #choose}.
   *
   * @throws IllegalArgumentException if a state is not one of the log with its name
   */
  void resume(Map<String, SavedLog> saved) {
    for (FollowedLog log : fixed) {
      Optional.ofNullable(saved.get(log.name())).ifPresent(log::resume);
    }
    offered.ifPresent(log -> log.resume(saved));
  }

  /** Looks whether the server offers another log than before. */
  void choose() {
    offered.ifPresent(OfferedLog::choose);
  }

  /** The logs that are followed now. */
  List<FollowedLog> logs() {
    List<FollowedLog> logs = new ArrayList<>(fixed);
    offered.flatMap(OfferedLog::current).ifPresent(logs::add);
    return logs;
  }

  /** What a restart needs, by the names of the logs. */
  Map<String, SavedLog> save() {
    Map<String, SavedLog> saved = new LinkedHashMap<>();
    offered.ifPresent(log -> saved.putAll(log.others()));
    logs().forEach(log -> saved.put(log.name(), log.save()));
    return saved;
  }

  /** Why no log is followed, where one was looked for. */
  Optional<String> reasonForNone() {
    return offered.flatMap(OfferedLog::reasonForNone);
  }

  @Override
  public void close() throws IOException {
    for (FollowedLog log : logs()) {
      log.close();
    }
    offered.ifPresent(OfferedLog::close);
  }
}
