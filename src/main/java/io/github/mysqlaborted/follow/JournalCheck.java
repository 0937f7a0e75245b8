package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.journal.JournalTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks once whether the journal that is configured can be read, without counting anything. */
public final class JournalCheck {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private JournalCheck() {}

  /**
   * What keeps the unit's journal from being read; empty if nothing does, and for any other log:
   * that of a file may come later.
   *
   * @throws InterruptedException if the thread is
   */
  public static Optional<String> trouble(ErrorLogConfig config, Clock clock, Ticker ticker)
      throws IOException, InterruptedException {
    if (config.unit().isEmpty()) {
      return Optional.empty();
    }
    ErrorLogReader reader = new ErrorLogReader(config.zone(), clock, (event, number) -> {});
    Moment begun = ticker.now();
    try (JournalTailer tailer =
        new JournalTailer(
            config.unit().get(), config.journalDirectory(), StartFrom.END, reader, clock, ticker)) {
      while (!tailer.hasLooked() && ticker.now().since(begun).compareTo(LIMIT) < 0) {
        if (!tailer.poll()) {
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
      return tailer.trouble();
    }
  }
}
