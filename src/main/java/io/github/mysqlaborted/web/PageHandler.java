package io.github.mysqlaborted.web;

import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every page has in common: its method, gzip, errors that are answers. Thread-safe. */
final class PageHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

  /** Below it, gzip costs more than it saves. */
  private static final int LEAST_TO_COMPRESS = 1024;

  private static final Duration BETWEEN_ERRORS = Duration.ofSeconds(1);

  private final String path;
  private final Endpoint page;
  private final Pause betweenErrors;

  /**
   * @param path for the log
   */
  PageHandler(String path, Endpoint page, Ticker ticker) {
    this.path = path;
    this.page = page;
    this.betweenErrors = new Pause(ticker);
  }

  Endpoint page() {
    return page;
  }

  /** Never throws an exception. */
  Response answer(String method, Request request) {
    boolean head = method.equals("HEAD") && page.method().equals("GET");
    if (!head && !method.equals(page.method()) && page != Endpoint.NONE) {
      return Response.methodNotAllowed(page.method().equals("GET") ? "GET, HEAD" : page.method());
    }
    try {
      return compressed(page.answer(request), request);
    } catch (BadRequestException e) {
      return Response.text(400, e.getMessage() + "\n");
    } catch (IOException | RuntimeException e) {
      logOncePerSecond(e);
      return Response.text(500, "Internal error, see the exporter's log\n");
    }
  }

  private synchronized void logOncePerSecond(Exception e) {
    if (!betweenErrors.isOn()) {
      betweenErrors.begin(BETWEEN_ERRORS);
      LOG.error("cannot answer {}", path, e);
    }
  }

  private static Response compressed(Response response, Request request) throws IOException {
    if (response.body().length < LEAST_TO_COMPRESS) {
      return response;
    }
    Response varying = response.withHeader("Vary", "Accept, Accept-Encoding");
    Accept accept = Accept.parse(request.header("Accept-Encoding").orElse(""));
    return accept.quality("gzip") > 0
        ? varying.withHeader("Content-Encoding", "gzip").withBody(gzip(response.body()))
        : varying;
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }
}
