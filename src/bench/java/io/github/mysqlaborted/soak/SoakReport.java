package io.github.mysqlaborted.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a run came to.
 *
 * @param sizes of the exporter, one each second
 * @param happened how often each kind of thing
 * @param provoked the series that have to have been counted
 * @param counted those that were
 * @param answered requests with status 200
 * @param failed requests without
 * @param isUp whether the exporter watches its server again
 */
public record SoakReport(
    List<ProcessSize> sizes,
    Map<String, Long> happened,
    Map<String, Long> provoked,
    Map<String, Long> counted,
    long answered,
    long failed,
    boolean isUp) {

  /** The JVM compiles and fills its heap for a while, which is most of a short run. */
  private static final double MEMORY_GROWTH = 1.1;

  private static final long MEMORY_SLACK_KILOBYTES = 12 * 1024;

  /** Threads that answer, and connections that are being answered. */
  private static final long SLACK = 8;

  public SoakReport {
    sizes = List.copyOf(sizes);
    happened = Map.copyOf(happened);
    provoked = Map.copyOf(provoked);
    counted = Map.copyOf(counted);
  }

  /** What is not as it should be, in words; there should be nothing. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!counted.equals(provoked)) {
      problems.add("provoked " + provoked + ", counted " + counted);
    }
    if (failed > 0) {
      problems.add(failed + " requests were not answered with status 200");
    }
    if (!isUp) {
      problems.add("the server is not watched again");
    }
    long memory = first(ProcessSize::residentKilobytes);
    if (last(ProcessSize::residentKilobytes) > memory * MEMORY_GROWTH + MEMORY_SLACK_KILOBYTES) {
      problems.add("memory grows");
    }
    if (last(ProcessSize::threads) > first(ProcessSize::threads) + SLACK) {
      problems.add("threads grow");
    }
    if (last(ProcessSize::files) > first(ProcessSize::files) + SLACK) {
      problems.add("open files grow");
    }
    return problems;
  }

  /** The figures. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("%d s%n".formatted(sizes.size()));
    happened.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> text.append("%s: %d%n".formatted(each.getKey(), each.getValue())));
    text.append("events: %d provoked, %d counted%n".formatted(sum(provoked), sum(counted)));
    text.append("requests: %d answered, %d not%n".formatted(answered, failed));
    text.append("median of the       first quarter   last quarter   most%n".formatted());
    line(text, "memory, MiB", 1024, ProcessSize::residentKilobytes);
    line(text, "threads", 1, ProcessSize::threads);
    line(text, "open files", 1, ProcessSize::files);
    return text.toString();
  }

  private void line(
      StringBuilder text, String name, double unit, ToLongFunction<ProcessSize> value) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s%13.0f%15.0f%7.0f%n",
            name,
            first(value) / unit,
            last(value) / unit,
            sizes.stream().mapToLong(value).max().orElse(0) / unit));
  }

  private long first(ToLongFunction<ProcessSize> value) {
    return SizeSeries.median(sizes, 0, value);
  }

  private long last(ToLongFunction<ProcessSize> value) {
    return SizeSeries.median(sizes, 3, value);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
