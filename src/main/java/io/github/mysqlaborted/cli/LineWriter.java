package io.github.mysqlaborted.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Writes lines to a stream on a thread of its own, so that nobody who has something to say waits
 * for whoever reads it: a pipe that is not read would stop the reading of logs and the answers to
 * scrapes. Lines wait in a queue of bounded size; what does not fit is dropped, and how many lines
 * that were is said as soon as there is room. Thread-safe.
 */
final class LineWriter {

  /** Some thousand lines. */
  static final int MOST_BYTES = 512 * 1024;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private LongFunction<String> droppedLine = number -> number + " lines dropped\n";
  private int queuedBytes;
  private long dropped;
  private long accepted;
  private long written;
  private boolean stuck;

  private LineWriter(OutputStream out) {
    this.out = out;
  }

  /** Starts the thread, which ends with the process. */
  static LineWriter start(OutputStream out) {
    LineWriter writer = new LineWriter(out);
    Thread thread = new Thread(writer::run, "stderr");
    thread.setDaemon(true);
    thread.start();
    return writer;
  }

  /**
   * How the number of dropped lines is said.
   *
   * @param line gives a line with its line feed
   */
  void sayDroppedAs(LongFunction<String> line) {
    lock.lock();
    try {
      droppedLine = line;
    } finally {
      lock.unlock();
    }
  }

  /** Has it written soon, or drops it. Never waits. */
  void write(byte[] lines) {
    lock.lock();
    try {
      if (queuedBytes + lines.length > MOST_BYTES) {
        dropped++;
      } else {
        add(lines);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all that was handed over is written. Who finds that out to take too long is the
   * last to wait for it, until something is written again.
   *
   * @return whether it is
   */
  boolean await(Duration most) {
    lock.lock();
    try {
      long all = accepted;
      long left = most.toNanos();
      while (written < all && left > 0 && !stuck) {
        left = changed.awaitNanos(left);
      }
      stuck |= written < all;
      return written >= all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] lines) {
    queue.add(lines);
    queuedBytes += lines.length;
    accepted++;
    changed.signalAll();
  }

  private void run() {
    try {
      while (true) {
        byte[] lines = next();
        try {
          out.write(lines);
          out.flush();
        } catch (IOException e) {
          // Closed, or its reader is gone: there is nobody to be told.
          TimeUnit.MILLISECONDS.sleep(1);
        }
        done(lines);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stays in the queue's count until it is written. */
  private byte[] next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        changed.await();
      }
      return queue.remove();
    } finally {
      lock.unlock();
    }
  }

  private void done(byte[] lines) {
    lock.lock();
    try {
      queuedBytes -= lines.length;
      written++;
      stuck = false;
      changed.signalAll();
      if (dropped > 0) {
        byte[] line = droppedLine.apply(dropped).getBytes(UTF_8);
        dropped = 0;
        add(line);
      }
    } finally {
      lock.unlock();
    }
  }
}
