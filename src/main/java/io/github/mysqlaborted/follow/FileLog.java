package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.source.log.LogLocation;
import io.github.mysqlaborted.source.log.LogTailer;
import io.github.mysqlaborted.source.log.SavedTail;
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

  /**
   * Goes on where {@link #save} left.
   *
   * @throws IllegalArgumentException if the reader does not understand its state
   */
  void resume(SavedTail saved) {
    tailer.resume(saved);
  }

  @Override
  public boolean poll() {
    return tailer.poll();
  }

  @Override
  public SavedTail save() {
    return tailer.save();
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        tailer.source(),
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
