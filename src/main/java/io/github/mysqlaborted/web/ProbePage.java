package io.github.mysqlaborted.web;

import io.github.mysqlaborted.scrape.ProbeResult;
import io.github.mysqlaborted.scrape.ProbeTargets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code /probe?target=HOST:PORT[&auth_module=NAME]}: the metrics of another server, as the
 * multi-target pattern of Prometheus has it.
 *
 * <p>A server that says nothing is waited for as long as the scrape may take, so many are waited
 * for at once, and they take no thread from the other pages.
 */
public final class ProbePage implements Endpoint {

  /** With 500 targets every 15 s that all say nothing for 10 s, 333 are waited for. */
  static final int MOST_AT_ONCE = 512;

  private final ProbeTargets targets;
  private final Duration timeoutOffset;

  /**
   * @param timeoutOffset taken off the scrape timeout, so that an answer arrives in time
   */
  public ProbePage(ProbeTargets targets, Duration timeoutOffset) {
    this.targets = targets;
    this.timeoutOffset = timeoutOffset;
  }

  @Override
  public int mostWaiting() {
    return MOST_AT_ONCE;
  }

  @Override
  public Response answer(Request request) throws IOException {
    ScrapeRequest scrape = new ScrapeRequest(request);
    String target =
        one(request, "target")
            .orElseThrow(() -> new BadRequestException("the parameter target is missing"));
    ProbeResult answer =
        targets.probe(
            target,
            one(request, "auth_module"),
            scrape.timeout(timeoutOffset),
            scrape.collectors(targets.collectors()));
    if (answer instanceof ProbeResult.Asked asked) {
      return scrape.answer(asked.families());
    }
    if (answer instanceof ProbeResult.Malformed malformed) {
      throw new BadRequestException(malformed.message());
    }
    return Response.text(403, "This target is not in --probe.allow\n");
  }

  private static Optional<String> one(Request request, String name) {
    List<String> values = request.parameters(name);
    if (values.size() > 1) {
      throw new BadRequestException(name + ": given more than once");
    }
    return values.stream().findFirst();
  }
}
