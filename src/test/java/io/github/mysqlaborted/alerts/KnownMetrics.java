package io.github.mysqlaborted.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The metrics that rules and dashboards may use, with their own labels: {@code metrics.txt}. */
public record KnownMetrics(Map<String, Set<String>> labels) {
  public KnownMetrics {
    labels = Map.copyOf(labels);
  }

  public static KnownMetrics read() {
    try (InputStream file = KnownMetrics.class.getResourceAsStream("metrics.txt")) {
      Map<String, Set<String>> labels = new TreeMap<>();
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .forEach(words -> labels.put(words.get(0), Set.copyOf(words.subList(1, words.size()))));
      return new KnownMetrics(labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
