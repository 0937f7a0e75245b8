package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.server.table.ErrorLogLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The systemd units that servers run in on this machine, by the control groups of their processes:
 * what such a server writes to its standard error is in the journal of its unit.
 */
public final class ServerUnits {

  private static final Set<String> SERVERS = Set.of("mysqld", "mariadbd", "mysqld-debug");

  /**
   * A line of {@code /proc/PID/cgroup}, of either version, for a process that is directly in a unit
   * of the system: not one of a container, and not one of a user's own units.
   */
  private static final Pattern IN_UNIT =
      Pattern.compile("(?:0::|\\d+:name=systemd:)(?:/[^/]+\\.slice)+/([^/]+)\\.service");

  private static final Pattern PID = Pattern.compile("\\d{1,10}");

  private final Path proc;

  /** Those of this machine. */
  public ServerUnits() {
    this(Path.of("/proc"));
  }

  /**
   * @param proc where the kernel shows its processes
   */
  ServerUnits(Path proc) {
    this.proc = proc;
  }

  /**
   * The unit of the server that made this offer, without {@code .service}: one if that is sure;
   * several if it can be any of them; none if it is in no unit, or not on this machine at all, such
   * as behind a port that is forwarded.
   */
  public List<String> of(ErrorLogLocation offer) {
    if (!firstLine(proc.resolve("sys/kernel/hostname")).equals(Optional.of(offer.hostname()))) {
      return List.of();
    }
    Optional<Path> own =
        offer
            .pidFile()
            .flatMap(ServerUnits::firstLine)
            .filter(pid -> PID.matcher(pid).matches())
            .map(proc::resolve)
            .filter(ServerUnits::isServer);
    if (own.isPresent()) {
      return unitOf(own.get()).stream().toList();
    }
    try (Stream<Path> processes = Files.list(proc)) {
      return processes
          .filter(process -> PID.matcher(process.getFileName().toString()).matches())
          .filter(ServerUnits::isServer)
          .flatMap(process -> unitOf(process).stream())
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isServer(Path process) {
    return firstLine(process.resolve("comm")).filter(SERVERS::contains).isPresent();
  }

  private static Optional<String> unitOf(Path process) {
    try {
      return Files.readString(process.resolve("cgroup"))
          .lines()
          .map(IN_UNIT::matcher)
          .filter(Matcher::matches)
          .map(match -> match.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Of a short file; empty if it cannot be read. */
  private static Optional<String> firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().map(String::strip);
    } catch (IOException | InvalidPathException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
