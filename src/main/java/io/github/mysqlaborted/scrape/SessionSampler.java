package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.follow.ServerReport;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks for {@code Connections} between scrapes that are further apart than {@link #EVERY}, so that
 * the age of a session is known as well as with frequent scrapes. Asks on the session that scrapes
 * keep open: opens one only in place of a broken one, and stops when no scrape comes any more.
 *
 * <p>Thread-safe.
 */
public final class SessionSampler implements Consumer<ServerReport> {

  /** The usual interval of scrapes. */
  public static final Duration EVERY = Duration.ofSeconds(15);

  /** So long after the last scrape it goes on asking. */
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final MysqlClient client;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Consumer<ServerReport> reports;
  private Optional<Moment> lastScrape = Optional.empty();
  private Optional<Moment> lastReport = Optional.empty();

  /**
   * @param reports hears of each scrape and of each answer between scrapes
   */
  public SessionSampler(
      MysqlClient client, InstantSource clock, Ticker ticker, Consumer<ServerReport> reports) {
    this.client = client;
    this.clock = clock;
    this.ticker = ticker;
    this.reports = reports;
  }

  /** Takes what a scrape read. */
  @Override
  public void accept(ServerReport report) {
    synchronized (this) {
      lastScrape = Optional.of(ticker.now());
      lastReport = lastScrape;
    }
    reports.accept(report);
  }

  /** Asks, if nobody did for {@link #EVERY} and a session is open. */
  public void sample() {
    if (isDue()) {
      try {
        client.callIfOpen(TIMEOUT, this::ask);
      } catch (MysqlUnavailableException e) {
        // The next scrape says so; here nobody waits for the answer.
        return;
      }
    }
  }

  private synchronized boolean isDue() {
    return isWithin(lastScrape, LONGEST_INTERVAL) && !isWithin(lastReport, EVERY);
  }

  private boolean isWithin(Optional<Moment> last, Duration time) {
    return last.filter(moment -> ticker.now().since(moment).compareTo(time) < 0).isPresent();
  }

  private Boolean ask(MysqlSession session) throws MysqlUnavailableException {
    Instant asked = clock.instant();
    try {
      GlobalStatus status = GlobalStatus.readConnections(session);
      synchronized (this) {
        lastReport = Optional.of(ticker.now());
      }
      reports.accept(
          new ServerReport(session.version(), status, Optional.empty(), asked, clock.instant()));
      return true;
    } catch (MysqlStatementException e) {
      return false;
    }
  }
}
