package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.parse.GeneralLogReader;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.GeneralLogRow;
import io.github.mysqlaborted.server.table.GeneralLogTable;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The general query log of the watched server as {@code mysql.general_log} has it, while the server
 * writes there.
 *
 * <p>A look costs the server a pass over the whole table, whatever is new in it. So after each
 * there is a pause of twenty times as long as it took, and of ten seconds at least: once all that
 * was there is read, the server spends no more than a twentieth of one processor on it.
 */
final class GeneralLogTableFollower implements FollowedLog {

  private static final Logger LOG = LoggerFactory.getLogger(GeneralLogTableFollower.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration UNAVAILABLE_PAUSE = Duration.ofSeconds(10);
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);
  private static final int PAUSE_FACTOR = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ROWS_AT_ONCE = 1000;

  /** Rows of two seconds that are passed over where the log is read from its end. */
  private static final int MOST_PASSED = 50_000;

  /** What came of a look. */
  private sealed interface Look {
    /** What is new, whether there is more to read at once, and what the look cost. */
    record Found(GeneralLogTablePosition.Step step, boolean more, Duration took) implements Look {}

    /** Why there is nothing to read. */
    record Nothing(String reason) implements Look {}
  }

  private final MysqlClient server;
  private final StartFrom startFrom;
  private final GeneralLogReader reader;
  private final Clock clock;
  private final Pause untilNextLook;
  private final SingleTask<Look> background = new SingleTask<>("general-log-table");

  private Optional<GeneralLogTablePosition> place = Optional.empty();
  private Instant lastRead = Instant.EPOCH;
  private String trouble = "";
  private boolean readable;
  private long readBytes;

  GeneralLogTableFollower(
      MysqlClient server,
      StartFrom startFrom,
      GeneralLogReader reader,
      Clock clock,
      Ticker ticker) {
    this.server = server;
    this.startFrom = startFrom;
    this.reader = reader;
    this.clock = clock;
    this.untilNextLook = new Pause(ticker);
  }

  @Override
  public String name() {
    return GeneralLogTable.NAME;
  }

  @Override
  public void restore(LogCheckpoint saved) {
    LogCheckpoint.GeneralTable table = saved.as(LogCheckpoint.GeneralTable.class, name());
    reader.restore(table.reader());
    place = table.position();
    readBytes = table.statistics().readBytes();
  }

  @Override
  public boolean poll() {
    try {
      background.take().ifPresent(this::take);
    } catch (ExecutionException e) {
      report(String.valueOf(e.getCause().getMessage()), UNAVAILABLE_PAUSE);
    }
    if (!background.isAsked() && !untilNextLook.isOn()) {
      Optional<GeneralLogTablePosition> from = place;
      background.ask(() -> server.call(TIMEOUT, session -> look(session, from)));
    }
    return false;
  }

  private Look look(MysqlSession session, Optional<GeneralLogTablePosition> known)
      throws MysqlUnavailableException {
    long start = System.nanoTime();
    GeneralLogTable table = new GeneralLogTable(session);
    try {
      if (!table.isWritten()) {
        return new Look.Nothing(
            "the server does not write to it: set general_log=ON and log_output=TABLE");
      }
      if (known.isEmpty() && startFrom == StartFrom.END) {
        GeneralLogTablePosition end = GeneralLogTablePosition.behind(table.latest());
        GeneralLogTablePosition behindAll = end.take(table.from(end.from(), MOST_PASSED)).place();
        return found(new GeneralLogTablePosition.Step(behindAll, List.of()), false, start);
      }
      GeneralLogTablePosition from = known.orElse(GeneralLogTablePosition.behind(Instant.EPOCH));
      int limit = ROWS_AT_ONCE + from.seen().size();
      List<GeneralLogRow> rows = table.from(from.from(), limit);
      return found(from.take(rows), rows.size() == limit, start);
    } catch (MysqlStatementException e) {
      return new Look.Nothing(
          e.isAccessDenied()
              ? e.getMessage() + ": GRANT SELECT ON " + name() + " to the exporter's account"
              : e.getMessage());
    }
  }

  private static Look found(GeneralLogTablePosition.Step step, boolean more, long startNanoTime) {
    return new Look.Found(step, more, Duration.ofNanos(System.nanoTime() - startNanoTime));
  }

  private void take(Look look) {
    if (look instanceof Look.Nothing nothing) {
      report(nothing.reason(), REFUSED_PAUSE);
    } else if (look instanceof Look.Found found) {
      for (GeneralLogRow row : found.step().rows()) {
        readBytes += row.argument().length();
        reader.row(row.eventTime(), row.thread(), "Connect", row.argument());
      }
      place = Optional.of(found.step().place());
      lastRead = clock.instant();
      readable = true;
      Duration pause = found.took().multipliedBy(PAUSE_FACTOR);
      boolean isShort = pause.compareTo(SHORTEST_PAUSE) < 0;
      untilNextLook.begin(found.more() ? found.took() : isShort ? SHORTEST_PAUSE : pause);
      if (!trouble.isEmpty()) {
        LOG.info("reading {} of {}", name(), server.address());
        trouble = "";
      }
    }
  }

  private void report(String reason, Duration pause) {
    readable = false;
    untilNextLook.begin(pause);
    if (!trouble.equals(reason)) {
      LOG.warn("cannot read {} of {}: {}", name(), server.address(), reason);
      trouble = reason;
    }
  }

  @Override
  public LogCheckpoint save() {
    return new LogCheckpoint.GeneralTable(place, reader.state(), statistics());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(name(), statistics(), reader.records(), 0, readable, 0, lastRead);
  }

  private TailStatistics statistics() {
    return new TailStatistics(readBytes, 0, 0, 0);
  }

  @Override
  public void close() {
    background.close();
  }
}
