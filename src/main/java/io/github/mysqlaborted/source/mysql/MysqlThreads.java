package io.github.mysqlaborted.source.mysql;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that talk to servers, for all clients of the process; none keeps it alive. */
public final class MysqlThreads implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService workers = Executors.newCachedThreadPool(this::thread);

  void execute(Runnable task) {
    workers.execute(task);
  }

  void executeAfter(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, workers)
        .execute(task);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "mysql-client-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
