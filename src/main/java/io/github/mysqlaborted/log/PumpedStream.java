package io.github.mysqlaborted.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream whose reads may wait for ever, read by a thread of its own. It is at most {@link
 * #MOST_CHUNKS} reads ahead of {@link #poll} and then waits, and with it, by the pipe between them,
 * whoever writes.
 */
public final class PumpedStream implements ByteFeed {

  private static final int CHUNK = 64 * 1024;
  private static final int MOST_CHUNKS = 8;
  private static final byte[] END = {};

  private final InputStream stream;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MOST_CHUNKS);
  private final Thread thread;
  private volatile Optional<String> failure = Optional.empty();
  private boolean ended;

  private PumpedStream(String name, InputStream stream) {
    this.stream = stream;
    this.thread = new Thread(this::pump, name);
  }

  /**
   * Starts to read.
   *
   * @param name of the thread
   */
  public static PumpedStream start(String name, InputStream stream) {
    PumpedStream pump = new PumpedStream(name, stream);
    pump.thread.setDaemon(true);
    pump.thread.start();
    return pump;
  }

  @Override
  public Optional<byte[]> poll() {
    byte[] chunk = ended ? null : chunks.poll();
    if (chunk == END) {
      ended = true;
      return Optional.empty();
    }
    return Optional.ofNullable(chunk);
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isFailed() {
    return failure.isPresent();
  }

  @Override
  public Optional<String> complaint() {
    return failure;
  }

  /** Ends the thread, unless it waits in a read of a stream that closing does not wake. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    stream.close();
  }

  private void pump() {
    try {
      byte[] buffer = new byte[CHUNK];
      for (int count = read(buffer); count >= 0; count = read(buffer)) {
        chunks.put(Arrays.copyOf(buffer, count));
      }
      chunks.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int read(byte[] buffer) {
    try {
      return stream.read(buffer);
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
      return -1;
    }
  }
}
