package io.github.mysqlaborted.count;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Ages of aborted sessions, in seconds, in buckets between the values that mean something: each
 * default of a timeout, of a firewall, of a load balancer and of TCP lies in a bucket of its own.
 * Not thread-safe.
 */
public final class AgeHistogram {

  /**
   * Upper bounds in seconds. Between them lie 10, 15, 30, 50, 60, 90, 180, 240, 300, 350, 600, 900,
   * 925, 1800, 3600, 7200, 7875, 28800, 86400 and 432000.
   */
  private static final double[] BOUNDS = {
    1, 5, 12, 20, 40, 55, 75, 120, 210, 270, 325, 475, 750, 912, 1350, 2700, 5400, 7500, 18000,
    57600, 259200
  };

  /**
   * What was counted.
   *
   * @param counts one for each bound, of ages up to it and above the one before, and one for all
   *     above the last
   * @param sumMillis of all ages, in milliseconds
   */
  public record Snapshot(List<Long> counts, long sumMillis) {
    public Snapshot {
      counts = List.copyOf(counts);
      if (counts.size() != BOUNDS.length + 1
          || counts.stream().anyMatch(count -> count < 0)
          || sumMillis < 0) {
        throw new IllegalArgumentException("no histogram of ages: " + counts + ", " + sumMillis);
      }
    }
  }

  private final long[] counts = new long[BOUNDS.length + 1];
  private long sumMillis;

  /** The upper bounds of all buckets but the last, in seconds. */
  public static List<Double> bounds() {
    return Arrays.stream(BOUNDS).boxed().toList();
  }

  void add(Duration age, long count) {
    int at = Arrays.binarySearch(BOUNDS, age.toMillis() / 1e3);
    counts[at < 0 ? -at - 1 : at] += count;
    sumMillis += age.toMillis() * count;
  }

  Snapshot snapshot() {
    return new Snapshot(Arrays.stream(counts).boxed().toList(), sumMillis);
  }

  static AgeHistogram of(Snapshot saved) {
    AgeHistogram histogram = new AgeHistogram();
    for (int i = 0; i < histogram.counts.length; i++) {
      histogram.counts[i] = saved.counts().get(i);
    }
    histogram.sumMillis = saved.sumMillis();
    return histogram;
  }
}
