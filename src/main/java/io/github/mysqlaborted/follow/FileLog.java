package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.tail.LogTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.ErrorLogState;
import io.github.mysqlaborted.parse.GeneralLogReader;
import io.github.mysqlaborted.parse.GeneralLogState;
import io.github.mysqlaborted.parse.ReaderState;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A log in a file, or in the files that a pattern finds. */
final class FileLog implements FollowedLog {

  private final LogTailer tailer;
  private final LongSupplier records;
  private final LongSupplier unrecognized;
  private final Supplier<ReaderState> state;
  private final Consumer<ReaderState> restore;

  private FileLog(
      LogTailer tailer,
      LongSupplier records,
      LongSupplier unrecognized,
      Supplier<ReaderState> state,
      Consumer<ReaderState> restore) {
    this.tailer = tailer;
    this.records = records;
    this.unrecognized = unrecognized;
    this.state = state;
    this.restore = restore;
  }

  /** The error log that {@code tailer} gives to {@code reader}. */
  static FileLog of(LogTailer tailer, ErrorLogReader reader) {
    return new FileLog(
        tailer,
        reader::records,
        reader::unrecognized,
        reader::state,
        saved -> reader.restore(as(ErrorLogState.class, saved)));
  }

  /** The general query log that {@code tailer} gives to {@code reader}, to which all is known. */
  static FileLog of(LogTailer tailer, GeneralLogReader reader) {
    return new FileLog(
        tailer,
        reader::records,
        () -> 0,
        reader::state,
        saved -> reader.restore(as(GeneralLogState.class, saved)));
  }

  private static <S extends ReaderState> S as(Class<S> type, ReaderState saved) {
    if (!type.isInstance(saved)) {
      throw new IllegalArgumentException("the state of another reader");
    }
    return type.cast(saved);
  }

  @Override
  public String name() {
    return tailer.source();
  }

  @Override
  public void restore(LogCheckpoint saved) {
    LogCheckpoint.Files files = saved.as(LogCheckpoint.Files.class, name());
    restore.accept(files.reader());
    tailer.restore(files.tail());
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
  public LogCheckpoint save() {
    return new LogCheckpoint.Files(tailer.save(), state.get());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        name(),
        tailer.statistics(),
        records.getAsLong(),
        unrecognized.getAsLong(),
        tailer.isReadable(),
        tailer.trouble(),
        tailer.lagBytes(),
        tailer.lastRead());
  }

  @Override
  public void close() throws IOException {
    tailer.close();
  }
}
