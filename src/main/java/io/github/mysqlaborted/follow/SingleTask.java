package io.github.mysqlaborted.follow;

import java.io.Closeable;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks one question at a time on a thread of its own, so that no log waits for a server. */
final class SingleTask<T> implements Closeable {

  private final ExecutorService thread;
  private Optional<Future<T>> asked = Optional.empty();

  SingleTask(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Whether a question is open or its answer not yet taken. */
  boolean isAsked() {
    return asked.isPresent();
  }

  void ask(Callable<T> question) {
    asked = Optional.of(thread.submit(question));
  }

  /**
   * The answer, once; empty while there is none.
   *
   * @throws ExecutionException if the question failed with an exception; an {@link Error} is thrown
   *     as it is
   */
  Optional<T> take() throws ExecutionException {
    if (asked.isEmpty() || !asked.get().isDone()) {
      return Optional.empty();
    }
    Future<T> done = asked.get();
    asked = Optional.empty();
    try {
      return Optional.of(done.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
