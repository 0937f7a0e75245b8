package io.github.mysqlaborted.web;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer requests: {@value #THREADS} of them, as many more as pages ask for that
 * may wait long, and one that answers what comes beyond with 503. The JDK's server would close the
 * connection without a word. A thread is made when it is needed, and ends after a minute without
 * work.
 */
final class OverloadExecutor {

  /** A Prometheus pair, a person and their tests never have as many at once. */
  static final int THREADS = 32;

  private static final int REFUSALS_WAITING = 256;

  private static final class RefusingThread extends Thread {
    RefusingThread(Runnable task) {
      super(task, "http-overload");
      setDaemon(true);
    }
  }

  private OverloadExecutor() {}

  /**
   * @param more how many threads there may be beyond {@link #THREADS}
   */
  static ExecutorService create(int more) {
    ThreadPoolExecutor refusing =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(REFUSALS_WAITING),
            RefusingThread::new);
    return new ThreadPoolExecutor(
        0,
        THREADS + more,
        60,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        numbered(),
        (task, executor) -> {
          if (!executor.isShutdown()) {
            refusing.execute(task);
          }
        });
  }

  /** Whether the calling thread is there to refuse. */
  static boolean isOverloaded() {
    return Thread.currentThread() instanceof RefusingThread;
  }

  private static ThreadFactory numbered() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "http-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
