package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.server.table.ErrorLogRow;
import io.github.mysqlaborted.server.table.ErrorLogRows;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A server's error log as {@code performance_schema} shows it: a ring of so many rows, behind it a
 * log file that a restart reads. The clock of the server is set by the test.
 */
final class FakeErrorLog implements ErrorLogRows {

  private record Line(Instant time, long id) {}

  private final int capacity;
  private final Deque<ErrorLogRow> ring = new ArrayDeque<>();
  private final List<Line> file = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private Instant machineTime = now;
  private Instant started = now;
  private Instant latest = Instant.EPOCH;
  private long expired;
  private long nextId;

  FakeErrorLog(int capacity) {
    this.capacity = capacity;
  }

  /** Lets time pass, for the server and for this machine. */
  void pass(Duration time) {
    now = now.plus(time);
    machineTime = machineTime.plus(time);
  }

  /** Sets the server's clock. */
  void setClock(Duration difference) {
    now = now.plus(difference);
  }

  /** Logs a record; returns what tells it from all others. */
  long log() {
    Line line = new Line(now, nextId++);
    file.add(line);
    add(line);
    return line.id();
  }

  private void add(Line line) {
    latest = line.time().isAfter(latest) ? line.time() : latest.plus(1, ChronoUnit.MICROS);
    ring.add(new ErrorLogRow(latest, line.id(), "MY-010914", "text", 100));
    if (ring.size() > capacity) {
      ring.remove();
      expired++;
    }
  }

  /**
   * Starts the server anew.
   *
   * @param takesOver whether it reads its log file
   */
  void restart(boolean takesOver) {
    ring.clear();
    expired = 0;
    latest = Instant.EPOCH;
    started = now;
    if (takesOver) {
      file.subList(Math.max(0, file.size() - capacity), file.size()).forEach(this::add);
    }
  }

  /** Takes the log file away; what comes goes to another. */
  void rotate() {
    file.clear();
  }

  /** {@code FLUSH STATUS}. */
  void flushStatus() {
    expired = 0;
  }

  ErrorLogStatus status() {
    return new ErrorLogStatus(
        machineTime,
        Duration.between(started, now),
        expired,
        ring.size(),
        ring.size() * 100L,
        latest);
  }

  @Override
  public List<ErrorLogRow> after(Instant watermark, int limit) {
    return ring.stream().filter(row -> row.logged().isAfter(watermark)).limit(limit).toList();
  }

  @Override
  public Extent extent(Instant watermark) {
    long later = ring.stream().filter(row -> row.logged().isAfter(watermark)).count();
    return new Extent(later < ring.size(), later, now);
  }
}
