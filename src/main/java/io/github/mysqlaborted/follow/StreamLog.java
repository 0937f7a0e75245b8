package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.stream.StreamTailer;
import io.github.mysqlaborted.parse.ErrorLogReader;
import java.io.IOException;

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
  public void restore(LogCheckpoint saved) {
    LogCheckpoint.Stream stream = saved.as(LogCheckpoint.Stream.class, name);
    reader.restore(stream.reader());
    tailer.restore(stream.statistics());
  }

  @Override
  public boolean poll() {
    return tailer.poll();
  }

  @Override
  public LogCheckpoint save() {
    return new LogCheckpoint.Stream(reader.state(), tailer.statistics());
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
