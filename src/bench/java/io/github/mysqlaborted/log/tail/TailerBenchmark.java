package io.github.mysqlaborted.log.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.log.DelegatingConsumer;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.time.Ticker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * How fast a log is read that holds nothing of interest, without the cost of looking at the lines:
 * in bytes per nanosecond of processor time, so that it holds on a busy machine too. Takes the size
 * in MB, 1000 if not given; makes the file and deletes it.
 */
final class TailerBenchmark {

  private static final int ROUNDS = 7;

  private TailerBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    long size = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1000) * 1_000_000;
    Path directory = Files.createTempDirectory("tailer-benchmark");
    Path file = directory.resolve("error.log");
    try {
      write(file, size);
      double[] rates = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long start = processorTime();
        long lines = read(file);
        rates[round] = size / (double) (processorTime() - start);
        System.out.printf("%d lines, %.2f GB/s%n", lines, rates[round]);
      }
      Arrays.sort(rates);
      System.out.printf("median of %d: %.2f GB/s%n", ROUNDS, rates[ROUNDS / 2]);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void write(Path file, long size) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      long written = 0;
      for (int i = 0; written < size; i++) {
        String line =
            "2026-11-22T10:%02d:%02d.%06dZ %d [Note] [MY-010914] [Server] a message of %s%n"
                .formatted(i / 60 % 60, i % 60, i % 1_000_000, i, "words ".repeat(i % 30));
        byte[] bytes = line.getBytes(UTF_8);
        out.write(bytes, 0, (int) Math.min(bytes.length, size - written));
        written += bytes.length;
      }
    }
  }

  private static long read(Path file) throws IOException {
    CountingConsumer consumer = new CountingConsumer();
    LogLocation location = LogLocation.of(file.toString());
    try (LogTailer tailer =
        new LogTailer(
            location, StartFrom.BEGINNING, consumer, InstantSource.system(), Ticker.system())) {
      while (tailer.poll()) {}
    }
    return consumer.lines;
  }

  private static final class CountingConsumer extends DelegatingConsumer {

    private long lines;

    CountingConsumer() {
      super(new Recorder());
    }

    @Override
    public LineKind classify(byte[] buffer, int from, int to) {
      lines++;
      return LineKind.RECORD;
    }
  }
}
