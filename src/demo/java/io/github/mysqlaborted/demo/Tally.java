package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Expected.Logged;
import io.github.mysqlaborted.harness.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was provoked on one server, and how that compares with what was counted. */
final class Tally {
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** A line of the table: a phase and reason, how often it was provoked, and by what. */
  record Row(String key, long provoked, List<String> causes) {
    Row {
      causes = List.copyOf(causes);
    }

    private Row plusCause(String cause) {
      List<String> more = new ArrayList<>(causes);
      more.add(cause);
      return new Row(key, provoked, more);
    }

    private Row plusOne() {
      return new Row(key, provoked + 1, causes);
    }
  }

  Tally(Server server) {
    for (DemoCause cause : DemoCause.values()) {
      for (String key : keys(server, cause)) {
        rows.put(key, rows.getOrDefault(key, new Row(key, 0, List.of())).plusCause(cause.words()));
      }
    }
  }

  private static List<String> keys(Server server, DemoCause cause) {
    List<Logged> logged = cause.fault().expectedOn(server).orElseThrow().logged();
    return logged.stream().map(ServedCounts::key).toList();
  }

  void provoked(Server server, DemoCause cause) {
    for (String key : keys(server, cause)) {
      rows.computeIfPresent(key, (same, row) -> row.plusOne());
    }
  }

  /** One line on {@code cause}, for where no table can be painted over. */
  String line(Server server, DemoCause cause, ServedCounts events) {
    StringBuilder line = new StringBuilder(cause.words());
    for (String key : keys(server, cause)) {
      line.append(": ").append(key);
      line.append(" provoked ").append(rows.get(key).provoked());
      line.append(", counted ").append(events.count(key));
    }
    return line.toString();
  }

  /** A headline and a line for each phase and reason. */
  List<String> table(ServedCounts events) {
    List<String> lines = new ArrayList<>();
    lines.add("%-8s %-20s %8s %8s  %s".formatted("phase", "reason", "provoked", "counted", "by"));
    for (Row row : rows.values()) {
      String[] key = row.key().split("/", 2);
      lines.add(
          "%-8s %-20s %8d %8d  %s"
              .formatted(
                  key[0],
                  key[1],
                  row.provoked(),
                  events.count(row.key()),
                  String.join(", ", row.causes())));
    }
    return lines;
  }

  /** The phases and reasons that were counted otherwise than provoked, in words; empty for none. */
  Optional<String> difference(ServedCounts events) {
    Set<String> keys = new TreeSet<>(events.counts().keySet());
    keys.addAll(rows.keySet());
    List<String> differing = new ArrayList<>();
    for (String key : keys) {
      long provoked = rows.containsKey(key) ? rows.get(key).provoked() : 0;
      long counted = events.count(key);
      if (provoked != counted) {
        differing.add(key + " was provoked " + provoked + " times and counted " + counted);
      }
    }
    return differing.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differing));
  }
}
