package io.github.mysqlaborted.web;

import io.github.mysqlaborted.access.Access;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConformance;
import org.apache.hc.core5.http.protocol.RequestValidateHost;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.ListenerEndpoint;

/** HttpCore's server on some addresses: one thread accepts, one reads and writes. Thread-safe. */
final class Listener implements Closeable {

  /** Enough for a thousand clients that come in one moment. */
  private static final int BACKLOG = 1024;

  /** For each connection there are three of these; they grow where a line is longer. */
  private static final int BUFFER = 512;

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADERS = 64;

  private final URIScheme scheme;
  private final HttpAsyncServer server;
  private final List<ListenerEndpoint> endpoints = new ArrayList<>();
  private final Set<Thread> failing = ConcurrentHashMap.newKeySet();
  private volatile Optional<Exception> failure = Optional.empty();

  private Listener(
      Router router, Workers workers, Connections connections, Access access, Gate gate) {
    this.scheme = access.tls().isPresent() ? URIScheme.HTTPS : URIScheme.HTTP;
    ConnectionEvents events = new ConnectionEvents(connections);
    server =
        AsyncServerBootstrap.bootstrap()
            .setCanonicalHostName("localhost") // or else the machine's name is looked up
            .setIOReactorConfig(
                IOReactorConfig.custom()
                    .setIoThreadCount(1)
                    .setTcpNoDelay(true)
                    .setSoReuseAddress(true)
                    .setBacklogSize(BACKLOG)
                    .build())
            .setHttp1Config(
                Http1Config.custom()
                    .setBufferSize(BUFFER)
                    .setMaxLineLength(LONGEST_LINE)
                    .setMaxHeaderCount(MOST_HEADERS)
                    .build())
            .setTlsStrategy(new ServerTlsStrategy(access))
            .setHttpProcessor(processor())
            .setRequestRouter(
                (HttpRequest request, HttpContext context) -> {
                  EndpointDetails ends = HttpCoreContext.cast(context).getEndpointDetails();
                  Optional<Connection> connection = events.connectionOf(ends);
                  return () ->
                      new Exchange(router, workers, connections, connection.orElseThrow(), gate);
                })
            .setIOSessionListener(events)
            .setStreamListener(events)
            .setExceptionCallback(this::failed)
            .create();
  }

  /**
   * Listens.
   *
   * @throws IOException if an address cannot be had; the message names it
   */
  static Listener start(
      List<InetSocketAddress> addresses,
      Router router,
      Workers workers,
      Connections connections,
      Access access,
      Gate gate)
      throws IOException {
    Listener listener;
    try {
      listener = new Listener(router, workers, connections, access, gate);
    } catch (IllegalStateException e) { // no file descriptor for a selector
      throw new IOException(e);
    }
    listener.server.start();
    try {
      for (InetSocketAddress address : addresses) {
        listener.endpoints.add(listener.bind(address));
      }
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    return listener;
  }

  List<InetSocketAddress> addresses() {
    return endpoints.stream().map(one -> (InetSocketAddress) one.getAddress()).toList();
  }

  /**
   * Whether its threads live. HttpCore's server says that it does when they have ended, so they are
   * looked at here; before one ends it reports an exception.
   */
  boolean isListening() {
    return failing.stream().allMatch(Thread::isAlive);
  }

  /** What last went wrong, with a connection or with the listener. */
  String failure() {
    return failure.map(Exception::toString).orElse("for an unknown reason");
  }

  private void failed(Exception e) {
    failure = Optional.of(e);
    if (!Workers.isOne(Thread.currentThread())) {
      failing.add(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    server.close(CloseMode.IMMEDIATE);
  }

  private ListenerEndpoint bind(InetSocketAddress address) throws IOException {
    try {
      return server.listen(address, scheme).get();
    } catch (ExecutionException e) {
      String host = address.getAddress().isAnyLocalAddress() ? "" : address.getHostString();
      throw new IOException(
          "--web.listen-address: " + host + ":" + address.getPort() + ": " + reason(e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** HttpCore puts much in front of what the kernel says. */
  private static String reason(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    String name = "Exception: ";
    int last = message.lastIndexOf(name);
    return last < 0 ? message : message.substring(last + name.length());
  }

  /** HttpCore's own, but for the header that names HttpCore and its version. */
  private static HttpProcessor processor() {
    return HttpProcessorBuilder.create()
        .addAll(ResponseDate.INSTANCE, ResponseContent.INSTANCE, ResponseConnControl.INSTANCE)
        .addAll(RequestValidateHost.INSTANCE, RequestConformance.INSTANCE)
        .build();
  }
}
