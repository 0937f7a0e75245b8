package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.StampClock;
import io.github.mysqlaborted.parse.message.Message.Abort;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads failed logins from a general query log: a row {@code Connect} that names the account, and
 * one of the same thread id that says {@code Access denied for} that account. The latter comes
 * second, but first where MySQL 5.6 does not know the user.
 *
 * <p>Names reach this log with their line feeds. So a row {@code Connect} is held until no name
 * could be longer, and a line that is no row but ends as such a row ends closes the earliest one
 * held: what stands between is the name. A thread id counts once. Of other rows nothing is decoded
 * or kept, and lines inside a statement are no rows unless they have the form of one: who may run
 * statements can write rows here, as the server itself cannot tell them apart.
 *
 * <p>Not thread-safe.
 */
public final class GeneralLogReader implements LineConsumer {

  private static final int MOST_LOGINS = 256;

  private final StampClock clock;
  private final EventConsumer consumer;
  private final GeneralRow row = new GeneralRow();
  private final PendingConnectRow hold = new PendingConnectRow();

  /** Thread id to {@code user@host} of logins whose outcome is open, the latest ones. */
  private final Map<Long, String> logins = new LinkedHashMap<>();

  /** Failed logins whose account was not named yet, the latest ones, by thread id. */
  private final Map<Long, AbortedConnection> denied = new LinkedHashMap<>();

  private Instant time = Instant.EPOCH;
  private long records;

  /**
   * @param zone of stamps that have none
   * @param consumer is told of each failed login
   */
  public GeneralLogReader(ZoneId zone, EventConsumer consumer) {
    clock = new StampClock(zone, Clock.systemUTC());
    this.consumer = consumer;
  }

  /** How many rows were read, of any command. */
  public long records() {
    return records;
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    if (!hold.isEmpty()) {
      return LineKind.WANTED;
    }
    if (!row.read(buffer, from, to)) {
      return LineKind.CONTINUATION;
    }
    // A row with a time of its own says when those behind it, which have none, were written.
    if (row.isConnect() || (row.stampAt >= 0 && !row.iso)) {
      return LineKind.WANTED;
    }
    records++;
    return LineKind.RECORD;
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    boolean begins = row.read(buffer, from, end);
    if (begins && row.stampAt >= 0) {
      Instant stamp =
          row.iso ? clock.iso(buffer, row.stampAt, end) : clock.shortDate(buffer, row.stampAt);
      time = stamp.equals(StampClock.UNREADABLE) ? time : stamp;
    }
    take(
        buffer,
        new LogLine(
            from,
            end,
            begins ? row.argumentAt : -1,
            begins ? row.id(buffer) : -1,
            begins && row.isConnect() ? 1 : 0,
            (byte) 0,
            time,
            offset));
  }

  private void take(byte[] bytes, LogLine line) {
    boolean connect = line.beginsRecord() && line.code() == 1;
    if (!hold.isEmpty() || connect) {
      hold.add(bytes, line);
      if (hold.isFull()) {
        release();
      }
    } else if (line.beginsRecord()) {
      records++;
    }
  }

  private void release() {
    records++;
    tell(hold);
    List<LogLine> rest = hold.takeRest();
    byte[] bytes = hold.taken();
    for (LogLine line : rest) {
      take(bytes, line);
    }
  }

  /**
   * Takes a row of the table {@code mysql.general_log}, in which a name cannot pass for a row.
   *
   * @param command {@code command_type}
   */
  public void row(Instant eventTime, long thread, String command, String argument) {
    records++;
    if (command.equals("Connect")) {
      PendingConnectRow whole = new PendingConnectRow();
      byte[] bytes = Bytes.utf8(argument);
      whole.add(bytes, new LogLine(0, bytes.length, 0, thread, 1, (byte) 0, eventTime, 0));
      tell(whole);
    }
  }

  private void tell(PendingConnectRow held) {
    LogLine first = held.first();
    held.failure()
        .ifPresentOrElse(
            failure -> failed(first, failure),
            () -> held.account().ifPresent(account -> named(first.number(), account)));
  }

  /** What has to outlive a restart. */
  public GeneralLogState state() {
    return new GeneralLogState(records, time, logins, denied);
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(GeneralLogState state) {
    records = state.records();
    time = state.time();
    logins.clear();
    logins.putAll(state.logins());
    denied.clear();
    denied.putAll(state.denied());
  }

  /** Nothing of a general log that is no row says anything. */
  @Override
  public void rubbish() {}

  private void named(long id, String account) {
    AbortedConnection failure = denied.remove(id);
    if (failure != null && account.equals(login(failure))) {
      consumer.aborted(failure, 1);
    } else {
      put(logins, id, account);
    }
  }

  private void failed(LogLine line, Abort failure) {
    AbortedConnection event =
        new AbortedConnection(
            line.time(),
            OptionalLong.of(line.number()),
            failure.phase(),
            failure.reason(),
            failure.account(),
            Detail.NONE);
    String login = logins.remove(line.number());
    if (login == null) {
      put(denied, line.number(), event);
    } else if (login.equals(login(event))) {
      consumer.aborted(event, 1);
    }
  }

  private static String login(AbortedConnection event) {
    return event.account().user() + "@" + event.account().host();
  }

  private static <T> void put(Map<Long, T> latest, long id, T value) {
    latest.remove(id);
    latest.put(id, value);
    if (latest.size() > MOST_LOGINS) {
      latest.remove(latest.keySet().iterator().next());
    }
  }

  @Override
  public void atRest() {
    while (!hold.isEmpty() && hold.isComplete()) {
      release();
    }
  }

  @Override
  public long heldFrom() {
    return hold.isEmpty() ? -1 : hold.first().offset();
  }

  @Override
  public void endOfFile() {
    while (!hold.isEmpty()) {
      release();
    }
  }
}
