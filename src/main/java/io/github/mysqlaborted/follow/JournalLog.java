package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.journal.JournalTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.time.Moment;
import java.io.IOException;

/** An error log that the systemd journal takes down. */
final class JournalLog implements FollowedLog {

  private final String name;
  private final ErrorLogReader reader;
  private final JournalTailer tailer;

  /**
   * @param unit the systemd unit, whose entries {@code tailer} gives to {@code reader}
   */
  JournalLog(String unit, ErrorLogReader reader, JournalTailer tailer) {
    this.name = name(unit);
    this.reader = reader;
    this.tailer = tailer;
  }

  /** What the log of a unit's journal is called. */
  static String name(String unit) {
    return "journal:" + unit;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void restore(LogCheckpoint saved) {
    LogCheckpoint.Journal journal = saved.as(LogCheckpoint.Journal.class, name);
    reader.restore(journal.reader());
    tailer.restore(journal.cursor(), journal.statistics());
  }

  @Override
  public boolean poll() {
    return tailer.poll();
  }

  @Override
  public Moment readUpTo(Moment polled) {
    return tailer.readUpTo();
  }

  @Override
  public LogCheckpoint save() {
    return new LogCheckpoint.Journal(tailer.place(), reader.state(), tailer.savedStatistics());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        name,
        tailer.statistics(),
        reader.records(),
        reader.unrecognized(),
        tailer.isReadable(),
        tailer.trouble(),
        0,
        tailer.lastRead());
  }

  @Override
  public void close() throws IOException {
    tailer.close();
  }
}
