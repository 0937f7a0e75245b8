package io.github.mysqlaborted.server;

import io.github.mysqlaborted.server.connect.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that talk to servers, for all clients of the process; none keeps it alive. */
public final class MysqlThreads implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService workers = Executors.newCachedThreadPool(this::thread);
  private final HostLookup hosts;

  public MysqlThreads() {
    this(InetAddress::getAllByName);
  }

  /** With another name service than the machine's. */
  MysqlThreads(HostLookup.NameService names) {
    hosts = new HostLookup(names, workers);
  }

  /**
   * The addresses of a host: at least one.
   *
   * @throws MysqlUnavailableException if there is none, or none in time
   */
  public List<InetAddress> addresses(String host, Duration timeout)
      throws MysqlUnavailableException {
    return hosts.addresses(host, Deadline.after(timeout));
  }

  HostLookup hosts() {
    return hosts;
  }

  /**
   * Runs it. An {@link Error} ends the thread too, whether or not anybody waits for the outcome.
   */
  <T> Future<T> submit(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    workers.execute(
        () -> {
          task.run();
          throwErrorOf(task);
        });
    return task;
  }

  private static void throwErrorOf(FutureTask<?> done) {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

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
