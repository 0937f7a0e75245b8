package io.github.mysqlaborted.bench.scrape;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk measured over one connection that asks again as soon as it is answered.
 *
 * @param requests all of them, each answered with status 200
 */
record Wrk(long requests, double requestsPerSecond, Duration median, Duration percentile99) {

  /** Runs it for so long. */
  static Wrk run(URI uri, List<String> headers, Duration duration) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("wrk", "-t1", "-c1", "-d" + duration.toSeconds() + "s", "--latency"));
    headers.forEach(header -> command.addAll(List.of("-H", header)));
    command.add(uri.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (output.contains("Non-2xx") || output.contains("Socket errors")) {
      throw new IOException(output);
    }
    return new Wrk(
        Long.parseLong(find("(\\d+) requests in", output).group(1)),
        Double.parseDouble(find("Requests/sec: +([\\d.]+)", output).group(1)),
        latency("50%", output),
        latency("99%", output));
  }

  private static Duration latency(String percentile, String output) {
    MatchResult found = find(percentile + " +([\\d.]+)(us|ms|s)\\b", output);
    double nanos =
        switch (found.group(2)) {
          case "us" -> 1e3;
          case "ms" -> 1e6;
          default -> 1e9;
        };
    return Duration.ofNanos(Math.round(Double.parseDouble(found.group(1)) * nanos));
  }

  private static MatchResult find(String pattern, String output) {
    Matcher matcher = Pattern.compile(pattern).matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in:\n" + output);
    }
    return matcher.toMatchResult();
  }
}
