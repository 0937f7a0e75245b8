package io.github.mysqlaborted.bench.scrape;

import io.github.mysqlaborted.harness.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An exporter that runs, and how it is asked.
 *
 * @param pid its process
 * @param headers of each request
 */
record Contender(String name, long pid, URI uri, List<String> headers) {

  /** The same, asked for gzip. */
  Contender withGzip() {
    return new Contender(name + ", gzip", pid, uri, List.of("Accept-Encoding: gzip"));
  }

  /** Scrapes it for so long. Nobody else may use the server meanwhile. */
  Run run(LocalServer server, Duration duration) throws IOException {
    ProcessUse before = ProcessUse.of(pid);
    ProcessUse serverBefore = ProcessUse.of(server.pid());
    Map<String, Long> statusBefore = server.globalStatus();
    Wrk wrk = Wrk.run(uri, headers, duration);
    Map<String, Long> status = server.globalStatus();
    ProcessUse after = ProcessUse.of(pid);
    // The second look at the status is a statement too.
    long statements = status.get("Questions") - statusBefore.get("Questions") - 1;
    long connections = status.get("Connections") - statusBefore.get("Connections");
    return new Run(
        millis(wrk.median()),
        millis(wrk.percentile99()),
        wrk.requestsPerSecond(),
        millis(after.processor().minus(before.processor())) / wrk.requests(),
        millis(ProcessUse.of(server.pid()).processor().minus(serverBefore.processor()))
            / wrk.requests(),
        (double) statements / wrk.requests(),
        (double) connections / wrk.requests(),
        after.residentKilobytes() / 1024.0,
        after.peakKilobytes() / 1024.0);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
