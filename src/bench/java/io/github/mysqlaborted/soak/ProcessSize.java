package io.github.mysqlaborted.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds at a moment, as Linux counts it.
 *
 * @param residentKilobytes memory that is resident
 * @param threads of the process
 * @param files file descriptors that are open, sockets included
 */
record ProcessSize(long residentKilobytes, long threads, long files) {

  static ProcessSize of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(proc.resolve("status"));
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      return new ProcessSize(
          number("VmRSS:", status), number("Threads:", status), descriptors.count());
    }
  }

  private static long number(String name, String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
