package io.github.mysqlaborted.bench.scrape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process used until now, as Linux counts it.
 *
 * @param processor in user and kernel mode, all threads
 * @param residentKilobytes now
 * @param peakKilobytes the most that was resident
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessUse(Duration processor, long residentKilobytes, long peakKilobytes) {

  /** {@code USER_HZ}, which is 100 a second on every architecture that has servers. */
  private static final Duration TICK = Duration.ofMillis(10);

  static ProcessUse of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    List<String> status = Files.readAllLines(proc.resolve("status"));
    return new ProcessUse(
        TICK.multipliedBy(Long.parseLong(fields[11]) + Long.parseLong(fields[12])),
        kilobytes("VmRSS:", status),
        kilobytes("VmHWM:", status));
  }

  private static long kilobytes(String name, List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
