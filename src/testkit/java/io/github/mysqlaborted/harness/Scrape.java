package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One scrape, in the text format.
 *
 * @param isServed whether there was an answer
 * @param samples value by name and labels, as {@code mysql_up} or {@code a_total{phase="client",}}
 */
public record Scrape(boolean isServed, Map<String, Double> samples) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  /** No answer. */
  public static final Scrape NONE = new Scrape(false, Map.of());

  /** Asks for metrics; says so when there is no answer. */
  public static Scrape of(URI metrics) {
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(Duration.ofMinutes(1)).build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Scrape(response.statusCode() == 200, parse(response.body()));
    } catch (IOException e) {
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  /** An answer that somebody else asked for. */
  static Scrape ofText(String exposition) {
    return new Scrape(true, parse(exposition));
  }

  private static Map<String, Double> parse(String exposition) {
    Map<String, Double> samples = new TreeMap<>();
    exposition
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return samples;
  }

  /** The value of a series, or 0 where there is none. */
  public double value(String series) {
    return samples.getOrDefault(series, 0.0);
  }

  /** The series that rose since an earlier scrape, and by how much. */
  public Map<String, Long> risenSince(Scrape earlier, Predicate<String> wanted) {
    Map<String, Long> risen = new TreeMap<>();
    samples.forEach(
        (series, value) -> {
          long difference = Math.round(value - earlier.value(series));
          if (wanted.test(series) && difference != 0) {
            risen.put(series, difference);
          }
        });
    return risen;
  }
}
