package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogLocation;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server where its error log is, on a thread of its own: until it answers, and again once it
 * was connected to anew, since it may have been started with other settings.
 */
final class ErrorLogDiscovery implements DiscoveredLog.Offers {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorLogDiscovery.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** What the server said, and in which of the client's sessions. */
  private record Answer(ErrorLogLocation offer, long login) {}

  private final ServerUnits units = new ServerUnits();
  private final MysqlClient server;
  private final Pause untilNextQuestion;
  private final SingleTask<Answer> background = new SingleTask<>("error-log-offer");
  private long lastLogin = -1;
  private Duration pause = FIRST_PAUSE;

  ErrorLogDiscovery(MysqlClient server, Ticker ticker) {
    this.server = server;
    this.untilNextQuestion = new Pause(ticker);
  }

  @Override
  public boolean isLocal() {
    return server.isOnThisMachine();
  }

  @Override
  public List<String> units(ErrorLogLocation offer) {
    return units.of(offer);
  }

  @Override
  public Optional<ErrorLogLocation> poll() {
    if (background.isAsked()) {
      Optional<Answer> answer = answer();
      lastLogin = answer.map(Answer::login).orElse(lastLogin);
      return answer.map(Answer::offer);
    }
    if (lastLogin != server.logins() && !untilNextQuestion.isOn()) {
      untilNextQuestion.begin(pause);
      background.ask(() -> server.call(TIMEOUT, this::ask));
    }
    return Optional.empty();
  }

  private Answer ask(MysqlSession session) throws MysqlUnavailableException {
    try {
      return new Answer(ErrorLogLocation.read(session), server.logins());
    } catch (MysqlStatementException e) {
      LOG.debug("the server does not say where its error log is", e);
      return new Answer(ErrorLogLocation.NONE, server.logins());
    }
  }

  private Optional<Answer> answer() {
    try {
      Optional<Answer> answer = background.take();
      if (answer.isPresent()) {
        pause = FIRST_PAUSE;
      }
      return answer;
    } catch (ExecutionException e) {
      LOG.debug("the server does not answer yet", e);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    background.close();
  }
}
