package io.github.mysqlaborted.web;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: one set of pages on one or more addresses. Heads are read and answers are sent
 * by one thread that never waits, so that slow clients take no thread from others.
 */
public final class WebServer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

  private final Connections connections;
  private final Workers workers;
  private final Router router;
  private final Access access;
  private final Gate gate;
  private final List<InetSocketAddress> addresses;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Listener listener;
  private boolean down;
  private boolean closed;

  private WebServer(
      List<InetSocketAddress> wanted,
      Map<String, Endpoint> pages,
      Access access,
      Set<String> open,
      WebLimits limits,
      Ticker ticker)
      throws IOException {
    this.access = access;
    this.gate = new Gate(access, open);
    connections = new Connections(limits, ticker);
    workers = new Workers(pages.values());
    router = new Router(pages, ticker);
    listener = Listener.start(wanted, router, workers, connections, access, gate);
    addresses = listener.addresses();
  }

  /**
   * Listens, and answers each path of {@code pages} with its page and any other with 404.
   *
   * @param open paths that need no password
   * @throws IOException if an address cannot be had; the message names it
   */
  public static WebServer start(
      List<InetSocketAddress> addresses,
      Map<String, Endpoint> pages,
      Access access,
      Set<String> open)
      throws IOException {
    return start(addresses, pages, access, open, WebLimits.standard(access.tls().isPresent()));
  }

  static WebServer start(
      List<InetSocketAddress> addresses, Map<String, Endpoint> pages, WebLimits limits)
      throws IOException {
    return start(addresses, pages, Access.open(), Set.of(), limits);
  }

  private static WebServer start(
      List<InetSocketAddress> addresses,
      Map<String, Endpoint> pages,
      Access access,
      Set<String> open,
      WebLimits limits)
      throws IOException {
    WebServer web = new WebServer(addresses, pages, access, open, limits, Ticker.system());
    Thread sweeper = new Thread(web::sweepUntilClosed, "http-sweep");
    sweeper.setDaemon(true);
    sweeper.start();
    return web;
  }

  /** The addresses that are listened on, with the ports that were found for port 0. */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      closed = true;
      listener.close();
    }
    workers.close();
  }

  private void sweepUntilClosed() {
    try {
      while (!closing.await(BETWEEN_SWEEPS.toMillis(), TimeUnit.MILLISECONDS)) {
        connections.sweep();
        listenAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The listener ends when the kernel has no file descriptor left for a new connection. */
  private synchronized void listenAgain() {
    if (closed || listener.isListening()) {
      return;
    }
    if (!down) {
      LOG.error("no longer listening, retrying every second: {}", listener.failure());
      down = true;
    }
    listener.close();
    try {
      listener = Listener.start(addresses, router, workers, connections, access, gate);
      LOG.info("listening again");
      down = false;
    } catch (IOException e) {
      LOG.debug("cannot listen again yet", e);
    }
  }
}
