package io.github.mysqlaborted.server;

import io.github.mysqlaborted.server.connect.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for the addresses of hosts, and does not wait longer than it is told. A name server that
 * hangs keeps one thread for each name, however often that is asked for, and for no more than
 * {@value #MOST_AT_ONCE} names, since a stranger may choose them. Thread-safe.
 */
final class HostLookup {

  /** What knows names, as {@link InetAddress#getAllByName}. */
  interface NameService {
    InetAddress[] lookup(String host) throws UnknownHostException;
  }

  static final int MOST_AT_ONCE = 1024;

  private final NameService names;
  private final Executor threads;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  HostLookup(NameService names, Executor threads) {
    this.names = names;
    this.threads = threads;
  }

  /** At least one address. */
  List<InetAddress> addresses(String host, Deadline deadline) throws MysqlUnavailableException {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> other = running.get(host);
    if (other == null) {
      if (running.size() >= MOST_AT_ONCE) {
        throw failure("too many name lookups are waiting for the name server");
      }
      other = running.putIfAbsent(host, mine);
    }
    if (other == null) {
      start(host, mine);
    }
    try {
      return (other == null ? mine : other).get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure("no address for " + host);
    } catch (TimeoutException e) {
      throw failure("the name server did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
  }

  private void start(String host, CompletableFuture<List<InetAddress>> waiting) {
    boolean started = false;
    try {
      threads.execute(() -> answer(host, waiting));
      started = true;
    } finally {
      if (!started) {
        running.remove(host);
        waiting.completeExceptionally(new UnknownHostException(host));
      }
    }
  }

  private void answer(String host, CompletableFuture<List<InetAddress>> waiting) {
    try {
      waiting.complete(List.of(names.lookup(host)));
    } catch (UnknownHostException | RuntimeException e) {
      waiting.completeExceptionally(e);
    } finally {
      running.remove(host);
    }
  }

  private static MysqlUnavailableException failure(String message) {
    return new MysqlUnavailableException(ConnectFailure.DNS, message);
  }
}
