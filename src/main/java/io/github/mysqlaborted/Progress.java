package io.github.mysqlaborted;

import java.io.PrintStream;
import java.util.Locale;

/** Shows on a terminal how far a long log is read. */
final class Progress {

  private static final long NANOS = 1_000_000_000L;
  private static final long EVERY = NANOS / 2;
  private static final double MEGABYTE = 1e6;

  private final PrintStream terminal;
  private final boolean isShown;
  private final long began = System.nanoTime();
  private long last = began;
  private long total;
  private long read;

  Progress(PrintStream terminal, boolean isShown) {
    this.terminal = terminal;
    this.isShown = isShown;
  }

  /** There is so much more to read. */
  void expect(long bytes) {
    total += bytes;
  }

  /** So much more was read. */
  void add(long bytes) {
    read += bytes;
    long now = System.nanoTime();
    if (isShown && now - last > EVERY) {
      last = now;
      terminal.print("\r" + words((now - began) / (double) NANOS) + "\u001b[K");
      terminal.flush();
    }
  }

  private String words(double seconds) {
    double rate = read / seconds;
    String left =
        total > read && rate > 0
            ? String.format(Locale.ROOT, ", %.0f s left", (total - read) / rate)
            : "";
    return String.format(
        Locale.ROOT, "read %.0f MB, %.0f MB/s%s", read / MEGABYTE, rate / MEGABYTE, left);
  }

  /** All is read: takes the line away. */
  void end() {
    if (isShown && last != began) {
      terminal.print("\r\u001b[K");
      terminal.flush();
    }
  }
}
