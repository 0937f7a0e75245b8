package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The error log of the watched server as {@code performance_schema.error_log} has it.
 *
 * <p>A thread of its own asks the server over the session that the scrapes use; {@link #poll} only
 * takes up what it found, so that a server that does not answer holds up no other log. In a steady
 * state that is one short {@code SHOW GLOBAL STATUS} twice a second.
 */
final class ErrorLogTableFollower implements FollowedLog {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorLogTableFollower.class);

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** After a failure first, then twice as long each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** Where the server says that the account may not read the table, or that it has none. */
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

  /** What came of asking the server. */
  private sealed interface Answer {
    /** What is new. */
    record Found(ErrorLogStatus status, ErrorLogTablePosition.Look look) implements Answer {}

    /** The server has no such table. */
    record Missing() implements Answer {}

    /** Why nothing can be read, and when it makes sense to ask again. */
    record Failed(String reason, Optional<Duration> pause) implements Answer {}
  }

  private final MysqlClient server;
  private final ErrorLogTableTail reader;
  private final Clock clock;
  private final Ticker ticker;
  private final Pause untilNextLook;
  private final SingleTask<Answer> background = new SingleTask<>("error-log-table");

  private Duration pause = FIRST_PAUSE;
  private Moment asked;
  private Moment readUpTo;
  private String lastFailure = "";

  ErrorLogTableFollower(MysqlClient server, ErrorLogTableTail reader, Clock clock, Ticker ticker) {
    this.server = server;
    this.reader = reader;
    this.clock = clock;
    this.ticker = ticker;
    this.untilNextLook = new Pause(ticker);
    this.asked = ticker.now();
    this.readUpTo = asked;
  }

  @Override
  public String name() {
    return ErrorLogTable.NAME;
  }

  @Override
  public void restore(LogCheckpoint saved) {
    reader.restore(saved.as(LogCheckpoint.ErrorTable.class, name()));
  }

  @Override
  public LogCheckpoint save() {
    return reader.save();
  }

  @Override
  public LogView.Source view() {
    return reader.view();
  }

  @Override
  public Moment readUpTo(Moment polled) {
    return readUpTo;
  }

  @Override
  public boolean poll() {
    answer().ifPresent(this::take);
    if (!background.isAsked() && !untilNextLook.isOn()) {
      Optional<ErrorLogTablePosition> place = reader.place();
      asked = ticker.now();
      background.ask(() -> ask(place));
    }
    return false;
  }

  private Answer ask(Optional<ErrorLogTablePosition> place) {
    try {
      return server.call(TIMEOUT, session -> ask(session, place));
    } catch (MysqlUnavailableException e) {
      return new Answer.Failed(e.failure().label() + ": " + e.getMessage(), Optional.empty());
    }
  }

  private Answer ask(MysqlSession session, Optional<ErrorLogTablePosition> place)
      throws MysqlUnavailableException {
    if (!ErrorLogTable.isIn(session)) {
      return new Answer.Missing();
    }
    try {
      Optional<ErrorLogStatus> status =
          ErrorLogStatus.of(GlobalStatus.readForErrorLog(session), clock.instant());
      if (status.isEmpty()) {
        return new Answer.Failed("the server gave no answer about it", Optional.of(REFUSED_PAUSE));
      }
      return new Answer.Found(
          status.get(), reader.look(place, status.get(), ErrorLogTableTail.table(session)));
    } catch (MysqlStatementException e) {
      return new Answer.Failed(ErrorLogTableTail.objection(e), Optional.of(REFUSED_PAUSE));
    }
  }

  private Optional<Answer> answer() {
    try {
      return background.take();
    } catch (ExecutionException e) {
      return Optional.of(new Answer.Failed(String.valueOf(e.getCause()), Optional.empty()));
    }
  }

  private void take(Answer answer) {
    if (answer instanceof Answer.Found found) {
      reader.take(found.look(), found.status());
      untilNextLook.begin(found.look().behind() > 0 ? Duration.ZERO : EVERY);
      readUpTo = found.look().behind() > 0 ? readUpTo : asked;
      pause = FIRST_PAUSE;
      if (!lastFailure.isEmpty()) {
        LOG.info("reading {} of {} again", name(), server.address());
        lastFailure = "";
      }
    } else if (answer instanceof Answer.Missing) {
      failed(
          "the server has no such table (it requires MySQL 8.0.22); set" + " --errorlog.file",
          REFUSED_PAUSE);
    } else if (answer instanceof Answer.Failed failed) {
      failed(failed.reason(), failed.pause().orElse(pause));
    }
  }

  private void failed(String reason, Duration untilNext) {
    reader.unreadable();
    untilNextLook.begin(untilNext);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    if (!lastFailure.equals(reason)) {
      LOG.warn("cannot read {} of {}: {}", name(), server.address(), reason);
      lastFailure = reason;
    }
  }

  @Override
  public void close() {
    background.close();
  }
}
