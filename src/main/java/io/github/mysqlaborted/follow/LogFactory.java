package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.journal.JournalTailer;
import io.github.mysqlaborted.log.stream.StreamTailer;
import io.github.mysqlaborted.log.tail.LogLocation;
import io.github.mysqlaborted.log.tail.LogTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.GeneralLogReader;
import io.github.mysqlaborted.parse.join.FailedLogins;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.time.Ticker;
import java.time.Clock;

/** Makes the logs that are followed, with what is configured for all of them. */
final class LogFactory {

  private static final String STANDARD_INPUT = "-";

  /** Two logs that are joined are read in steps, so that neither is far ahead of the other. */
  private static final long SMALL_STEP = 128 * 1024;

  private final ErrorLogConfig config;
  private final EventConsumer consumer;
  private final FailedLogins failedLogins;
  private final Clock clock;
  private final Ticker ticker = Ticker.system();

  /**
   * @param consumer is told of each event, once if several logs name it
   */
  LogFactory(ErrorLogConfig config, EventConsumer consumer, Clock clock) {
    this.config = config;
    this.failedLogins = new FailedLogins(consumer);
    this.consumer = config.hasGeneralLog() ? failedLogins.errorLog() : consumer;
    this.clock = clock;
  }

  /** Where a log of which no position was saved is read from. */
  StartFrom start() {
    return config.fromEnd() ? StartFrom.END : StartFrom.BEGINNING;
  }

  FollowedLog table(MysqlClient server, StartFrom start) {
    boolean fromEnd = start == StartFrom.END;
    ErrorLogTableTail reader =
        new ErrorLogTableTail(
            fromEnd, ErrorLogTableTail.ROWS_AT_ONCE, config.zone(), clock, consumer);
    return new ErrorLogTableFollower(server, reader, clock, ticker);
  }

  /**
   * @param file a path or glob, or {@code -}
   */
  FollowedLog file(String file, StartFrom start) {
    ErrorLogReader reader = reader();
    return file.equals(STANDARD_INPUT)
        ? new StreamLog(
            file, reader, StreamTailer.start("standard input", System.in, reader, clock))
        : FileLog.of(tailer(file, start, reader), reader);
  }

  /**
   * @param file a path or glob
   */
  FollowedLog generalLog(String file) {
    GeneralLogReader reader = new GeneralLogReader(config.zone(), failedLogins.generalLog());
    return FileLog.of(tailer(file, start(), reader), reader);
  }

  FollowedLog generalTable(MysqlClient server) {
    GeneralLogReader reader = new GeneralLogReader(config.zone(), failedLogins.generalLog());
    return new GeneralLogTableFollower(server, start(), reader, clock, ticker);
  }

  /** What pauses are measured with. */
  Ticker ticker() {
    return ticker;
  }

  /** What the logs made here have told of failed logins. */
  FailedLogins failedLogins() {
    return failedLogins;
  }

  private LogTailer tailer(String file, StartFrom start, LineConsumer reader) {
    LogTailer tailer = new LogTailer(LogLocation.of(file), start, reader, clock, ticker);
    return config.hasGeneralLog() ? tailer.atMost(SMALL_STEP) : tailer;
  }

  /**
   * @param unit the systemd unit
   */
  FollowedLog journal(String unit, StartFrom start) {
    ErrorLogReader reader = reader();
    JournalTailer tailer =
        new JournalTailer(unit, config.journalDirectory(), start, reader, clock, ticker);
    return new JournalLog(unit, reader, tailer);
  }

  private ErrorLogReader reader() {
    return new ErrorLogReader(config.zone(), clock, consumer);
  }
}
