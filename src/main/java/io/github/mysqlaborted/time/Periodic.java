package io.github.mysqlaborted.time;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a thread of its own, until it is closed. */
public final class Periodic implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  private final Duration every;
  private final Runnable task;
  private final CountDownLatch stop = new CountDownLatch(1);

  private Periodic(Duration every, Runnable task) {
    this.every = every;
    this.task = task;
  }

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param every the pause before each time
   */
  public static Periodic start(String name, Duration every, Runnable task) {
    Periodic periodic = new Periodic(every, task);
    Thread thread = new Thread(periodic::run, name);
    thread.setDaemon(true);
    thread.start();
    return periodic;
  }

  private void run() {
    try {
      while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed; please report this as a bug", Thread.currentThread().getName(), e);
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
