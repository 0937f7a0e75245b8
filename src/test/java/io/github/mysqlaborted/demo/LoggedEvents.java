package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Expected.Logged;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code mysql_aborted_connections_logged_total} as the exporter serves it.
 *
 * @param isServed whether it answered
 * @param counts by {@code phase} and {@code reason} label
 */
record LoggedEvents(boolean isServed, Map<String, Long> counts) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?m)^mysql_aborted_connections_logged_total\\{phase=\"(\\w+)\",reason=\"(\\w+)\",?\\}"
              + " ([0-9.Ee+]+)");

  static LoggedEvents of(URI metrics) {
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new LoggedEvents(response.statusCode() == 200, parse(response.body()));
    } catch (IOException e) {
      return new LoggedEvents(false, Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new LoggedEvents(false, Map.of());
    }
  }

  private static Map<String, Long> parse(String exposition) {
    Map<String, Long> counts = new HashMap<>();
    Matcher matcher = SAMPLE.matcher(exposition);
    while (matcher.find()) {
      String key = matcher.group(1) + "/" + matcher.group(2);
      counts.put(key, Math.round(Double.parseDouble(matcher.group(3))));
    }
    return counts;
  }

  long count(String key) {
    return counts.getOrDefault(key, 0L);
  }

  static String key(Logged logged) {
    return logged.phase().label() + "/" + logged.reason().label();
  }
}
