package io.github.mysqlaborted.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Takes what is posted to a free loopback port, whatever the path, and keeps it. Thread-safe. */
public final class WebhookReceiver implements AutoCloseable {
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * One request.
   *
   * @param path of the address it was sent to
   * @param body as UTF-8
   */
  public record Post(String path, String body) {}

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  /** Starts one. */
  public static WebhookReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WebhookReceiver receiver = new WebhookReceiver(server);
    server.createContext("/", receiver::receive);
    server.start();
    return receiver;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      posts.add(new Post(exchange.getRequestURI().getPath(), body));
      byte[] answer = "ok".getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** Where to post to. */
  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** All so far, in the order of arrival. */
  public List<Post> posts() {
    return List.copyOf(posts);
  }

  /** Waits for one that fits; whether it came within {@code limit}. */
  public boolean await(Duration limit, Predicate<Post> fits) {
    return Await.within(limit, () -> posts.stream().anyMatch(fits));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
