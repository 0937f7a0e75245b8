package io.github.mysqlaborted.harness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers each scrape with what a supplier says: an exporter of a test's own. */
public final class ExpositionServer implements AutoCloseable {
  private final HttpServer server;

  private ExpositionServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one; {@code metrics} gives the text format, with a line feed at its end. */
  public static ExpositionServer start(Supplier<String> metrics) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            byte[] body = metrics.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return new ExpositionServer(server);
  }

  /** {@code 127.0.0.1:PORT}, as a scrape configuration names it. */
  public String target() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
