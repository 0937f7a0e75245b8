package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.tail.LogTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.GeneralLogReader;
import java.io.IOException;
import java.util.function.LongSupplier;

/** A log in a file, or in the files that a pattern finds. */
final class FileLog implements FollowedLog {

  private final LogTailer tailer;
  private final LongSupplier records;
  private final LongSupplier unrecognized;

  private FileLog(LogTailer tailer, LongSupplier records, LongSupplier unrecognized) {
    this.tailer = tailer;
    this.records = records;
    this.unrecognized = unrecognized;
  }

  /** The error log that {@code tailer} gives to {@code reader}. */
  static FileLog of(LogTailer tailer, ErrorLogReader reader) {
    return new FileLog(tailer, reader::records, reader::unrecognized);
  }

  /** The general query log that {@code tailer} gives to {@code reader}, to which all is known. */
  static FileLog of(LogTailer tailer, GeneralLogReader reader) {
    return new FileLog(tailer, reader::records, () -> 0);
  }

  @Override
  public String name() {
    return tailer.source();
  }

  @Override
  public void resume(SavedLog saved) {
    if (!(saved instanceof SavedLog.OfFiles files)) {
      throw new IllegalArgumentException("no position in the files of " + name());
    }
    tailer.resume(files.tail());
  }

  @Override
  public boolean poll() {
    return tailer.poll();
  }

  @Override
  public boolean isStill() {
    return tailer.isStill();
  }

  @Override
  public SavedLog save() {
    return new SavedLog.OfFiles(tailer.save());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        name(),
        tailer.statistics(),
        records.getAsLong(),
        unrecognized.getAsLong(),
        tailer.isReadable(),
        tailer.lagBytes(),
        tailer.lastRead());
  }

  @Override
  public void close() throws IOException {
    tailer.close();
  }
}
