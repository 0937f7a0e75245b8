package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.stream.StreamTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import java.io.IOException;
import java.util.Optional;

/** An error log that comes by standard input. A restart goes on with its counters only. */
final class StreamLog implements FollowedLog {

  private final String name;
  private final ErrorLogReader reader;
  private final StreamTailer tailer;

  /**
   * @param tailer gives what it reads to {@code reader}
   */
  StreamLog(String name, ErrorLogReader reader, StreamTailer tailer) {
    this.name = name;
    this.reader = reader;
    this.tailer = tailer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void resume(SavedLog saved) {
    if (!(saved instanceof SavedLog.OfPlace counters)) {
      throw new IllegalArgumentException("no counters of the stream " + name);
    }
    tailer.resume(counters.reader(), counters.statistics());
  }

  @Override
  public boolean poll() {
    return tailer.poll();
  }

  @Override
  public SavedLog save() {
    return new SavedLog.OfPlace(Optional.empty(), reader.state(), tailer.statistics());
  }

  @Override
  public LogView.Source view() {
    return new LogView.Source(
        name,
        tailer.statistics(),
        reader.records(),
        reader.unrecognized(),
        tailer.isReadable(),
        0,
        tailer.lastRead());
  }

  @Override
  public void close() throws IOException {
    tailer.close();
  }
}
