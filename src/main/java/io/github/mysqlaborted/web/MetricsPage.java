package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.metrics.Exposition;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code /metrics}: OpenMetrics 1.0 or the text format 0.0.4, whichever the client likes better;
 * {@code collect[]} names collectors of the server's status to run, {@code name[]} samples to keep.
 */
public final class MetricsPage implements Page {

  /** Without a header of Prometheus, its default scrape timeout. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  private final Exposition exposition;
  private final Duration timeoutOffset;

  /**
   * @param timeoutOffset taken off the scrape timeout, so that an answer arrives in time
   */
  public MetricsPage(Exposition exposition, Duration timeoutOffset) {
    this.exposition = exposition;
    this.timeoutOffset = timeoutOffset;
  }

  @Override
  public Response answer(Request request) throws IOException {
    Set<String> collectors = new LinkedHashSet<>(request.parameters("collect[]"));
    Set<String> unknown = new TreeSet<>(collectors);
    unknown.removeAll(exposition.collectors());
    if (!unknown.isEmpty()) {
      throw new BadRequestException(
          String.format(
              "collect[]: found %s, accepted: %s",
              unknown, new TreeSet<>(exposition.collectors())));
    }
    Set<String> names = new LinkedHashSet<>(request.parameters("name[]"));
    String contentType = negotiate(request);
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    try (Writer writer = new OutputStreamWriter(body, UTF_8)) {
      TextFormat.writeFormat(
          contentType,
          writer,
          Collections.enumeration(exposition.collect(timeout(request), collectors, names)));
    }
    return Response.of(contentType, body.toByteArray());
  }

  private static String negotiate(Request request) {
    Accept accept = Accept.parse(request.joinedHeader("Accept").orElse(""));
    double openMetrics = accept.quality("application/openmetrics-text", "1.0.0");
    return openMetrics > 0 && openMetrics >= accept.quality("text/plain", "0.0.4") && named(accept)
        ? TextFormat.CONTENT_TYPE_OPENMETRICS_100
        : TextFormat.CONTENT_TYPE_004;
  }

  /** A browser's or curl's {@code *}{@code /*} asks for no format, so it gets the plain one. */
  private static boolean named(Accept accept) {
    return accept.names(List.of("application/openmetrics-text", "application/*"));
  }

  private Duration timeout(Request request) {
    Duration timeout =
        request
            .header("X-Prometheus-Scrape-Timeout-Seconds")
            .map(MetricsPage::seconds)
            .orElse(DEFAULT_TIMEOUT);
    Duration left = timeout.minus(timeoutOffset);
    return left.compareTo(timeoutOffset) > 0 ? left : timeout;
  }

  private static Duration seconds(String header) {
    try {
      double seconds = Double.parseDouble(header);
      if (seconds > 0 && seconds <= LONGEST_TIMEOUT.toSeconds()) {
        return Duration.ofNanos((long) (seconds * 1e9));
      }
    } catch (NumberFormatException e) {
      throw new BadRequestException("X-Prometheus-Scrape-Timeout-Seconds: not a number");
    }
    throw new BadRequestException(
        "X-Prometheus-Scrape-Timeout-Seconds: accepted: more than 0, up to "
            + LONGEST_TIMEOUT.toSeconds());
  }
}
