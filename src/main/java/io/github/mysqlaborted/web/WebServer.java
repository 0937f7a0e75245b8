package io.github.mysqlaborted.web;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * The HTTP server: one set of pages on one or more addresses, answered by a bounded number of
 * threads.
 *
 * <p>simpleclient's own {@code HTTPServer} answers one request at a time and drops the connection
 * when a collector throws, so the JDK's server is used directly.
 */
public final class WebServer implements Closeable {

  /**
   * The JDK's server reads these when its first class is loaded. Without the first, each request on
   * a kept connection waits 40 ms for a delayed acknowledgement; the others, in seconds and in
   * number, end what a slow or greedy client holds.
   */
  private static final Map<String, String> JDK_SETTINGS =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "60",
          "sun.net.httpserver.idleInterval", "120",
          "jdk.httpserver.maxConnections", "1024");

  private static final int BACKLOG = 128;

  private final List<HttpServer> servers;
  private final ExecutorService executor;

  private WebServer(List<HttpServer> servers, ExecutorService executor) {
    this.servers = servers;
    this.executor = executor;
  }

  /**
   * Listens, and answers each path of {@code pages} with its page and any other with 404.
   *
   * @throws IOException if an address cannot be had; the message names it
   */
  public static WebServer start(List<InetSocketAddress> addresses, Map<String, Page> pages)
      throws IOException {
    JDK_SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    int waiting = pages.values().stream().mapToInt(Page::mostWaiting).sum();
    ExecutorService executor = OverloadExecutor.create(waiting);
    WebServer web = new WebServer(new ArrayList<>(), executor);
    try {
      for (InetSocketAddress address : addresses) {
        web.servers.add(bind(address));
      }
    } catch (IOException e) {
      web.close();
      throw e;
    }
    for (HttpServer server : web.servers) {
      server.setExecutor(executor);
      pages.forEach((path, page) -> server.createContext(path, new PageHandler(path, page)));
      if (!pages.containsKey("/")) {
        server.createContext("/", new PageHandler("/", Page.NONE));
      }
      server.start();
    }
    return web;
  }

  /** The addresses that are listened on, with the ports that were found for port 0. */
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(HttpServer::getAddress).toList();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    executor.shutdownNow();
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (SocketException e) {
      String host = address.getAddress().isAnyLocalAddress() ? "" : address.getHostString();
      throw new IOException(
          "--web.listen-address: " + host + ":" + address.getPort() + ": " + e.getMessage(), e);
    }
  }
}
