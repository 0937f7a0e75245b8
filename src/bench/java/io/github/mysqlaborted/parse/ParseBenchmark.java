package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.log.LineConsumer.LineKind;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.format.HeaderFormat;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;

/**
 * How fast lines in memory become events, in GB a second of one thread's processor time, without
 * reading files: {@code java -cp ... io.github.mysqlaborted.parse.ParseBenchmark}. Prints the
 * median of several runs; asserts nothing.
 */
final class ParseBenchmark {

  private static final int SIZE = 128 << 20;
  private static final int RUNS = 9;
  private static final int[] PERCENTS = {0, 1, 90};
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final String[] USERS = {"app", "billing", "reporting", "root", "svc_orders"};
  private static final String[] REASONS = {
    "Got an error reading communication packets",
    "Got timeout reading communication packets",
    "Got an error writing communication packets",
    "The client was disconnected by the server because of inactivity."
  };

  private ParseBenchmark() {}

  /** Takes the name of a {@link HeaderFormat}. */
  public static void main(String[] arguments) {
    HeaderFormat style = HeaderFormat.valueOf(arguments.length == 0 ? "ISO_CODED" : arguments[0]);
    for (int percent : PERCENTS) {
      run(style, percent);
    }
  }

  private static void run(HeaderFormat style, int percent) {
    byte[] log = log(style, percent);
    double[] searchRates = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = cpu();
      int lines = 0;
      for (int at = lineEnd(log, 0); at >= 0; at = lineEnd(log, at + 1)) {
        lines++;
      }
      searchRates[i] = lines == 0 ? 0 : log.length / (double) (cpu() - start);
    }
    Arrays.sort(searchRates);
    double[] rates = new double[RUNS];
    long events = 0;
    for (int i = 0; i < RUNS; i++) {
      long[] count = new long[1];
      ErrorLogReader reader =
          new ErrorLogReader(
              ZoneOffset.UTC, Clock.systemUTC(), (event, number) -> count[0] += number);
      long start = cpu();
      read(reader, log);
      rates[i] = log.length / (double) (cpu() - start);
      events = count[0];
    }
    Arrays.sort(rates);
    System.out.printf(
        "%-10s %2d %% aborts: %.2f GB/s, line ends alone %.2f GB/s, %d events in %d MB%n",
        style, percent, rates[RUNS / 2], searchRates[RUNS / 2], events, log.length >> 20);
  }

  /** Of this thread, so that what else runs on the machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void read(ErrorLogReader reader, byte[] log) {
    int from = 0;
    for (int to = lineEnd(log, from); to >= 0; to = lineEnd(log, from)) {
      if (reader.classify(log, from, to) == LineKind.WANTED) {
        reader.line(log, from, to, from, false);
      }
      from = to + 1;
    }
    reader.endOfFile();
  }

  /** The next line feed, eight bytes at a time. */
  private static int lineEnd(byte[] log, int from) {
    int at = from;
    for (; at + 8 <= log.length; at += 8) {
      long word = (long) LONGS.get(log, at) ^ 0x0A0A0A0A0A0A0A0AL;
      long zeros = (word - 0x0101010101010101L) & ~word & 0x8080808080808080L;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    return Bytes.indexOf(log, at, log.length, '\n');
  }

  private static byte[] log(HeaderFormat style, int percent) {
    Random random = new Random(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + 1024);
    for (int id = 1; out.size() < SIZE; id++) {
      String user = USERS[random.nextInt(USERS.length)];
      boolean denied = random.nextInt(10) == 0;
      String line =
          random.nextInt(100) >= percent
              ? head(style, 0, 12_345, 'I')
                  + "InnoDB: page_cleaner: 1000ms intended loop took 4567ms. The settings might not"
                  + " be optimal. (flushed=200 and evicted=0, during the time.)"
              : denied
                  ? head(style, id, 10_926, 'A')
                      + "Access denied for user '"
                      + user
                      + "'@'10.0.0."
                      + random.nextInt(20)
                      + "' (using password: YES)"
                  : head(style, id, 10_914, 'A')
                      + "Aborted connection "
                      + id
                      + " to db: 'shop' user: '"
                      + user
                      + "' host: '10.0.0."
                      + random.nextInt(20)
                      + "' ("
                      + REASONS[random.nextInt(REASONS.length)]
                      + (style == HeaderFormat.ISO_CODED ? ")." : ")");
      out.writeBytes((line + "\n").getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static String head(HeaderFormat style, int id, int code, char subsystem) {
    int second = id / 100;
    String clock = "%02d:%02d:%02d".formatted(second / 3600 % 24, second / 60 % 60, second % 60);
    return switch (style) {
      case SHORT_DATE -> "261122 " + clock + " [Warning] ";
      case LONG_DATE -> "2026-11-22 " + clock + " " + id + " [Warning] ";
      case ISO, JSON, BARE, ISO_CODED ->
          "2026-11-22T%s.123456Z %d [Note] [MY-%06d] [%s] "
              .formatted(clock, id, code, subsystem == 'I' ? "InnoDB" : "Server");
    };
  }
}
