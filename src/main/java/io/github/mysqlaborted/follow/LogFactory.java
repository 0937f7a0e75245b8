package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.parse.AbortListener;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.source.log.JournalTailer;
import io.github.mysqlaborted.source.log.StartFrom;
import io.github.mysqlaborted.source.log.StreamTailer;
import io.github.mysqlaborted.source.mysql.MysqlClient;
import java.time.Clock;

/** Makes the logs that are followed, with what is configured for all of them. */
final class LogFactory {

  private static final String STANDARD_INPUT = "-";

  private final ErrorLogConfig config;
  private final AbortListener listener;
  private final Clock clock;

  /**
   * @param listener is told of each event of the error log
   */
  LogFactory(ErrorLogConfig config, AbortListener listener, Clock clock) {
    this.config = config;
    this.listener = listener;
    this.clock = clock;
  }

  /** Where a log of which no position was saved is read from. */
  StartFrom start() {
    return config.fromEnd() ? StartFrom.END : StartFrom.BEGINNING;
  }

  FollowedLog table(MysqlClient server, StartFrom start) {
    boolean fromEnd = start == StartFrom.END;
    return new TableLog(server, new TableReader(fromEnd, config.zone(), clock, listener), clock);
  }

  /**
   * @param file a path or glob, or {@code -}
   */
  FollowedLog file(String file, StartFrom start) {
    ErrorLogReader reader = reader();
    return file.equals(STANDARD_INPUT)
        ? new StreamLog(
            file, reader, StreamTailer.start("standard input", System.in, reader, clock))
        : new FileLog(file, start, reader, clock);
  }

  FollowedLog journal(String unit) {
    ErrorLogReader reader = reader();
    JournalTailer tailer =
        new JournalTailer(unit, config.journalDirectory(), start(), reader, clock);
    return new JournalLog(unit, reader, tailer);
  }

  private ErrorLogReader reader() {
    return new ErrorLogReader(config.zone(), clock, listener);
  }
}
