package io.github.mysqlaborted.web;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a scrape asks for, and the form of the answer: common to the pages that are scraped. */
final class ScrapeRequest {

  /** Without a header of Prometheus, its default scrape timeout. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  /** Of an exposition without account series, in characters. */
  private static final int USUAL_LENGTH = 32 * 1024;

  private final Request request;

  ScrapeRequest(Request request) {
    this.request = request;
  }

  /**
   * The collectors that {@code collect[]} names.
   *
   * @throws BadRequestException if one is not {@code known}
   */
  Set<String> collectors(Set<String> known) {
    Set<String> collectors = new LinkedHashSet<>(request.parameters("collect[]"));
    Set<String> unknown = new TreeSet<>(collectors);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new BadRequestException(
          String.format("collect[]: found %s, accepted: %s", unknown, new TreeSet<>(known)));
    }
    return collectors;
  }

  /** The families in the format that the client likes best. */
  Response answer(List<MetricFamilySamples> families) throws IOException {
    String contentType = negotiate(request);
    TextBuffer body = new TextBuffer(USUAL_LENGTH);
    TextFormat.writeFormat(contentType, body, Collections.enumeration(families));
    return Response.of(contentType, body.toBytes());
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

  /**
   * How long the answer may take.
   *
   * @param timeoutOffset taken off, so that the answer arrives in time
   */
  Duration timeout(Duration timeoutOffset) {
    Duration timeout =
        request
            .header("X-Prometheus-Scrape-Timeout-Seconds")
            .map(ScrapeRequest::seconds)
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
        "X-Prometheus-Scrape-Timeout-Seconds: out of range, accepted: more than 0,"
            + " up to "
            + LONGEST_TIMEOUT.toSeconds());
  }
}
