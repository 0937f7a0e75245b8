package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.parse.AbortListener;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.source.log.JournalTailer;
import io.github.mysqlaborted.source.log.StartFrom;
import io.github.mysqlaborted.source.log.StreamTailer;
import io.github.mysqlaborted.source.mysql.MysqlClient;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes the logs that are followed from what is configured. */
final class LogSources {

  private static final String STANDARD_INPUT = "-";

  private final ErrorLogConfig config;
  private final AbortListener listener;
  private final Clock clock;

  /** The server, for a log that is read from its tables; not there with {@code --no-mysqld}. */
  private final Optional<MysqlClient> server;

  /**
   * @param listener is told of each event of the error log
   */
  LogSources(
      ErrorLogConfig config, Optional<MysqlClient> server, AbortListener listener, Clock clock) {
    this.config = config;
    this.server = server;
    this.listener = listener;
    this.clock = clock;
  }

  List<FollowedLog> errorLogs() {
    return switch (config.source()) {
      case AUTO -> config.files().isEmpty() ? table(false) : files();
      case FILE -> files();
      case NONE -> List.of();
      case TABLE -> table(true);
      case JOURNAL -> List.of(journal(config.unit().orElseThrow()));
    };
  }

  private List<FollowedLog> table(boolean askedFor) {
    return server.stream()
        .<FollowedLog>map(
            client ->
                new TableLog(
                    client,
                    askedFor,
                    new TableReader(config.fromEnd(), config.zone(), clock, listener),
                    clock))
        .toList();
  }

  private List<FollowedLog> files() {
    return config.files().stream().map(this::file).toList();
  }

  private FollowedLog file(String file) {
    ErrorLogReader reader = reader();
    return file.equals(STANDARD_INPUT)
        ? new StreamLog(
            file, reader, StreamTailer.start("standard input", System.in, reader, clock))
        : new FileLog(file, start(), reader, clock);
  }

  private FollowedLog journal(String unit) {
    ErrorLogReader reader = reader();
    JournalTailer tailer =
        new JournalTailer(unit, config.journalDirectory(), start(), reader, clock);
    return new JournalLog(unit, reader, tailer);
  }

  private ErrorLogReader reader() {
    return new ErrorLogReader(config.zone(), clock, listener);
  }

  private StartFrom start() {
    return config.fromEnd() ? StartFrom.END : StartFrom.BEGINNING;
  }
}
