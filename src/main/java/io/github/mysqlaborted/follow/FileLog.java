package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.source.log.LogLocation;
import io.github.mysqlaborted.source.log.LogTailer;
import io.github.mysqlaborted.source.log.StartFrom;
import java.io.IOException;
import java.time.InstantSource;

/** An error log in a file, or in the files that a pattern finds. */
final class FileLog implements FollowedLog {

  private final ErrorLogReader reader;
  private final LogTailer tailer;

  FileLog(String file, StartFrom startFrom, ErrorLogReader reader, InstantSource clock) {
    this.reader = reader;
    this.tailer = new LogTailer(LogLocation.of(file), startFrom, reader, clock);
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
  public SavedLog save() {
    return new SavedLog.OfFiles(tailer.save());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        name(),
        tailer.statistics(),
        reader.records(),
        reader.unrecognized(),
        tailer.isReadable(),
        tailer.lagBytes(),
        tailer.lastRead());
  }

  @Override
  public void close() throws IOException {
    tailer.close();
  }
}
