package io.github.mysqlaborted.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every page has in common: its exact path, its method, gzip, errors that are answers. */
final class PageHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

  /** Below it, gzip costs more than it saves. */
  private static final int LEAST_TO_COMPRESS = 1024;

  private final String path;
  private final Page page;

  PageHandler(String path, Page page) {
    this.path = path;
    this.page = page;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Response answer(HttpExchange exchange) {
    if (OverloadExecutor.isOverloaded()) {
      return Response.text(503, "Too many requests at once\n");
    }
    String method = exchange.getRequestMethod();
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return Response.text(404, "Not found\n");
    }
    boolean head = method.equals("HEAD") && page.method().equals("GET");
    if (!head && !method.equals(page.method()) && page != Page.NONE) {
      return Response.methodNotAllowed(page.method().equals("GET") ? "GET, HEAD" : page.method());
    }
    try {
      return page.answer(
          new Request(
              Optional.ofNullable(exchange.getRequestURI().getRawQuery()),
              exchange.getRequestHeaders()));
    } catch (BadRequestException e) {
      return Response.text(400, e.getMessage() + "\n");
    } catch (IOException | RuntimeException e) {
      LOG.error("cannot answer {}", path, e);
      return Response.text(500, "Internal error, see the exporter's log\n");
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.body();
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    if (body.length >= LEAST_TO_COMPRESS) {
      exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
      String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
      if (Accept.parse(accepted == null ? "" : accepted).quality("gzip") > 0) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        body = gzip(body);
      }
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }
}
