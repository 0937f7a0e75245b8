package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ErrorLogConfig.Source;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a log once, to where it ends now, as {@code serve} does, and prints what was counted: a
 * line {@code PHASE REASON COUNT} each, and how long that took without the start of the JVM.
 */
final class ReadLog {

  private static final int ACCOUNT_SERIES = 200;

  private ReadLog() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    TreeMap<String, Long> counts = new TreeMap<>();
    try (LogFollower follower =
        LogFollower.of(
            new ErrorLogConfig(
                Source.FILE,
                List.of(arguments[0]),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                ZoneOffset.UTC,
                ZoneOffset.UTC),
            ACCOUNT_SERIES,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Clock.systemUTC(),
            Ticker.system())) {
      boolean more = true;
      while (more) {
        more = follower.turn();
      }
      LoggedEvents.Snapshot events = follower.view().events();
      events
          .byReason()
          .forEach(
              (key, count) -> counts.put(key.phase().label() + " " + key.reason().label(), count));
      long byAccount = events.byAccount().values().stream().mapToLong(Long::longValue).sum();
      counts.put("accounts", byAccount);
    }
    counts.forEach((key, count) -> System.out.println(key + " " + count));
    System.out.println("milliseconds " + Duration.ofNanos(System.nanoTime() - start).toMillis());
  }
}
