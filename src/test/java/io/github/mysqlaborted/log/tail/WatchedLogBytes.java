package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of which a test is told before each access. */
final class WatchedLogBytes implements LogBytes {

  /** What happens before an access. */
  @FunctionalInterface
  interface Watcher {

    void accessed() throws IOException;
  }

  private final LogBytes real;
  private final Watcher watcher;

  WatchedLogBytes(LogBytes real, Watcher watcher) {
    this.real = real;
    this.watcher = watcher;
  }

  @Override
  public int read(ByteBuffer into, long offset) throws IOException {
    watcher.accessed();
    return real.read(into, offset);
  }

  @Override
  public long size() throws IOException {
    watcher.accessed();
    return real.size();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
