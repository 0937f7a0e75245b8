package io.github.mysqlaborted.web;

import java.io.Closeable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that make answers: {@value #THREADS} for all pages, and as many more as pages ask for
 * that may wait long. Nothing waits for a thread: what comes beyond is refused at once. A thread is
 * made when it is needed, and ends after a minute without work.
 */
final class Workers implements Closeable {

  /** A Prometheus pair, a person and their tests never have as many at once. */
  static final int THREADS = 32;

  /** Of {@link #THREADS}, for networks that have no request yet. */
  static final int KEPT_FREE = 8;

  /** The same of a page that has threads of its own, as a part of them. */
  private static final int PART_KEPT_FREE = 16;

  /** How many passwords wait to be compared. */
  private static final int LOGINS = 16;

  /** Of {@link #LOGINS}, for networks that have none yet: whoever guesses leaves room. */
  private static final int LOGINS_KEPT_FREE = 8;

  private static final long SECONDS_KEPT = 60;

  private final Places shared = new Places(THREADS, KEPT_FREE);
  private final Places logins = new Places(LOGINS, LOGINS_KEPT_FREE);
  private final Map<Endpoint, Places> own = new HashMap<>();
  private final ExecutorService threads;

  Workers(Collection<Endpoint> pages) {
    for (Endpoint page : pages) {
      int waiting = page.mostWaiting();
      if (waiting > 0) {
        own.put(page, new Places(waiting, waiting / PART_KEPT_FREE));
      }
    }
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // there are no more than places
            SECONDS_KEPT,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            numbered());
  }

  static boolean isOne(Thread thread) {
    return thread instanceof Worker;
  }

  /** Has a request to this page answered, or says that there are too many already. */
  boolean answer(Endpoint page, ClientNetwork network, Runnable request) {
    return run(own.getOrDefault(page, shared), network, request);
  }

  /** Has a password compared, or says that too many wait for it already. */
  boolean compare(ClientNetwork network, Runnable comparison) {
    return run(logins, network, comparison);
  }

  private boolean run(Places places, ClientNetwork network, Runnable request) {
    if (!places.take(network)) {
      return false;
    }
    try {
      threads.execute(
          () -> {
            try {
              request.run();
            } finally {
              places.give(network);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      places.give(network);
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static ThreadFactory numbered() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Worker(task, "http-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static final class Worker extends Thread {
    Worker(Runnable task, String name) {
      super(task, name);
    }
  }
}
