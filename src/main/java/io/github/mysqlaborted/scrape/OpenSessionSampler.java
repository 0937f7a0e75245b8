package io.github.mysqlaborted.scrape;

import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.SessionTable;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the sessions that are open, {@code --collect.sessions}: one bounded statement each time,
 * on the session that scrapes keep open, and none when no scrape comes any more. Not thread-safe.
 */
public final class OpenSessionSampler {

  private static final Logger LOG = LoggerFactory.getLogger(OpenSessionSampler.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration DENIED_PAUSE = Duration.ofMinutes(5);

  /** So long after the last scrape it goes on asking. */
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

  private final MysqlClient client;
  private final InstantSource clock;
  private final OpenSessions sessions;
  private final Pause denied;
  private final Pause scraped;
  private long logins = -1;

  /** Whether the account had what it needs before its last login. */
  private boolean granted;

  /** Attributes of connections up to it were asked for twice: a login may have been under way. */
  private long known;

  private long newest;

  public OpenSessionSampler(
      MysqlClient client, InstantSource clock, Ticker ticker, OpenSessions sessions) {
    this.client = client;
    this.clock = clock;
    this.sessions = sessions;
    this.denied = new Pause(ticker);
    this.scraped = new Pause(ticker);
  }

  /** A scrape came; any thread may call it. */
  public void scraped() {
    scraped.begin(LONGEST_INTERVAL);
  }

  /** A privilege may have been granted; any thread may call it. */
  public void retryNow() {
    denied.end();
  }

  /** Looks, if a session is open. */
  public void sample() {
    if (denied.isOn() || !scraped.isOn()) {
      return;
    }
    try {
      client.callIfOpen(TIMEOUT, this::read).flatMap(table -> table).ifPresent(this::take);
    } catch (MysqlUnavailableException e) {
      // The next scrape says so; here nobody waits for the answer.
      return;
    }
  }

  private Optional<SessionTable> read(MysqlSession session) throws MysqlUnavailableException {
    try {
      if (logins != client.logins()) {
        if (!isVisible(session)) {
          return Optional.empty();
        }
        // It may be another life of the server, with the same ids.
        logins = client.logins();
        known = 0;
        newest = 0;
        sessions.clear();
      }
      return Optional.of(SessionTable.read(session, known));
    } catch (MysqlStatementException e) {
      deny(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Whether this session sees those of other accounts. PROCESS counts from the login after its
   * grant on.
   */
  private boolean isVisible(MysqlSession session)
      throws MysqlUnavailableException, MysqlStatementException {
    boolean before = granted;
    granted = SessionTable.isGranted(session);
    if (!granted) {
      deny("the account has no PROCESS privilege");
    } else if (!before && !session.hasPerformanceSchema()) {
      client.renew();
      return false;
    }
    return granted;
  }

  private void deny(String why) {
    LOG.warn("--collect.sessions has no effect: {}; see README.md for what to grant", why);
    denied.begin(DENIED_PAUSE);
  }

  private void take(SessionTable table) {
    Instant now = clock.instant();
    List<OpenSessions.Sample> samples = new ArrayList<>();
    table
        .sessions()
        .forEach(
            (id, session) ->
                samples.add(
                    new OpenSessions.Sample(
                        id,
                        session.isIdle()
                            ? Optional.of(now.minusSeconds(session.seconds()))
                            : Optional.empty())));
    sessions.sampled(samples, now);
    table.attributes().forEach(sessions::attributes);
    known = newest;
    newest =
        Math.max(newest, table.sessions().keySet().stream().mapToLong(id -> id).max().orElse(0));
  }
}
