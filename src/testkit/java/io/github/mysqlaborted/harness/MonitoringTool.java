package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of Prometheus or Alertmanager: the one on the {@code PATH}, else the one of Debian's
 * package, unpacked into the cache without being installed.
 */
public enum MonitoringTool {
  PROMETHEUS("prometheus", "prometheus", "prometheus"),
  PROMTOOL("prometheus", "promtool", "promtool"),
  ALERTMANAGER("prometheus-alertmanager", "prometheus-alertmanager", "alertmanager"),
  AMTOOL("prometheus-alertmanager", "amtool", "amtool");

  private final String debianPackage;
  private final String debianName;
  private final String upstreamName;

  MonitoringTool(String debianPackage, String debianName, String upstreamName) {
    this.debianPackage = debianPackage;
    this.debianName = debianName;
    this.upstreamName = upstreamName;
  }

  /** Why it cannot be had here; empty where it can. */
  public Optional<String> unavailableBecause() {
    return onPath().isPresent() ? Optional.empty() : DebianPackages.unavailableBecause();
  }

  /** Where it is; it is fetched first where it has to be. */
  public Path path() {
    return onPath()
        .orElseGet(
            () ->
                ServerCache.user()
                    .entry(
                        debianPackage,
                        folder -> DebianPackages.unpack(folder, List.of(debianPackage)))
                    .resolve("usr/bin")
                    .resolve(debianName));
  }

  /** Runs it in {@code folder} and returns what it wrote; it has to end with 0. */
  public String run(Path folder, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(path().toString()), Stream.of(arguments)).toList();
    return Command.run(folder, command);
  }

  private Optional<Path> onPath() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(debianName, upstreamName).map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
