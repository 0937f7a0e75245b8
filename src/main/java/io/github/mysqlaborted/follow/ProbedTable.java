package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.server.MysqlSession;
import io.github.mysqlaborted.server.MysqlStatementException;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that {@code performance_schema.error_log} of a server tells of, read whenever its
 * status was. Counts begin anew with each such object, at what the server still has.
 *
 * <p>{@link #read} belongs to whoever has the session; {@link #view} to any thread.
 */
public final class ProbedTable {

  private static final Logger LOG = LoggerFactory.getLogger(ProbedTable.class);

  /** Bounds what a single scrape waits for while a full ring is caught up with. */
  private static final int LOOKS_AT_ONCE = 20;

  /** Of each of many servers, which may all be hostile: 1 MiB at the very most. */
  private static final int ROWS_AT_ONCE = 250;

  private static final Duration DENIED_PAUSE = Duration.ofMinutes(5);

  private final String server;
  private final boolean fromEnd;
  private final int accounts;
  private final EventConsumers events;
  private final ErrorLogTableTail reader;
  private final Pause denied;
  private LoggedEvents.Snapshot counts = LoggedEvents.Snapshot.EMPTY;
  private CauseCounts.Snapshot causes = CauseCounts.Snapshot.EMPTY;
  private boolean told;
  private volatile Optional<LogView> view = Optional.empty();

  /**
   * @param server what the log calls it
   * @param fromEnd whether what is there at the first look is passed over
   * @param zone of the hours of the day
   * @param accounts how many account series each phase may have
   */
  public ProbedTable(
      String server, boolean fromEnd, ZoneId zone, int accounts, Clock clock, Ticker ticker) {
    this.server = server;
    this.fromEnd = fromEnd;
    this.accounts = accounts;
    this.events = new EventConsumers(zone, accounts, ticker, Optional.empty());
    this.reader = new ErrorLogTableTail(fromEnd, ROWS_AT_ONCE, zone, clock, events);
    this.denied = new Pause(ticker);
  }

  /** Whether accounts are told apart. */
  public boolean showsAccounts() {
    return accounts > 0;
  }

  /** Whether what was there at the first look is passed over. */
  public boolean isFromEnd() {
    return fromEnd;
  }

  /** What there is to show; empty as long as no server with such a table has answered. */
  public Optional<LogView> view() {
    return view;
  }

  /** Asks for a table that may not be read at the next time again. */
  public void retryNow() {
    denied.end();
  }

  /** Takes what the server says of its sessions, before its log is read. */
  public void answered(ServerReport report) {
    events.answered(report);
  }

  /** Says that the server does not answer; a reading that comes to its end later says otherwise. */
  public void unreachable() {
    view = view.map(LogView::unreadable);
  }

  /**
   * Reads what is new; no statement where the status says that nothing is.
   *
   * @param status read just before
   */
  public void read(MysqlSession session, ErrorLogStatus status) throws MysqlUnavailableException {
    if (!ErrorLogTable.isIn(session)) {
      return;
    }
    if (!denied.isOn()) {
      try {
        readOn(ErrorLogTableTail.table(session), status);
        told = false;
      } catch (MysqlStatementException e) {
        refused(e);
      }
    }
    show();
  }

  private void readOn(ErrorLogTable table, ErrorLogStatus status)
      throws MysqlUnavailableException, MysqlStatementException {
    long behind = 1;
    for (int i = 0; i < LOOKS_AT_ONCE && behind > 0; i++) {
      ErrorLogTablePosition.Look look = reader.look(reader.place(), status, table);
      reader.take(look, status);
      behind = look.behind();
      if (!look.rows().isEmpty()) {
        counts = events.counts();
        causes = events.causes();
      }
    }
  }

  private void refused(MysqlStatementException e) {
    reader.unreadable();
    if (e.isAccessDenied()) {
      denied.begin(DENIED_PAUSE);
    }
    if (!told) {
      told = true;
      LOG.warn("{}: {}: {}", server, ErrorLogTable.NAME, ErrorLogTableTail.objection(e));
    }
  }

  private void show() {
    view = Optional.of(new LogView(List.of(reader.view()), counts, causes, true));
  }
}
