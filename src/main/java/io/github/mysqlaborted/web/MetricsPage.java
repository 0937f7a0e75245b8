package io.github.mysqlaborted.web;

import io.github.mysqlaborted.scrape.Exposition;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * {@code /metrics}: OpenMetrics 1.0 or the text format 0.0.4, whichever the client likes better;
 * {@code collect[]} names collectors of the server's status to run, {@code name[]} samples to keep.
 */
public final class MetricsPage implements Endpoint {

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
    ScrapeRequest scrape = new ScrapeRequest(request);
    Set<String> collectors = scrape.collectors(exposition.collectors());
    Set<String> names = new LinkedHashSet<>(request.parameters("name[]"));
    return scrape.answer(exposition.collect(scrape.timeout(timeoutOffset), collectors, names));
  }
}
