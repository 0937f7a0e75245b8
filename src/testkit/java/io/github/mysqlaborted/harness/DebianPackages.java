package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Packages of the Debian archive, fetched by apt and unpacked into a folder: nothing is installed,
 * no service starts, and no root is needed.
 */
final class DebianPackages {
  private DebianPackages() {}

  /** Why there are none here; empty where there are. */
  static Optional<String> unavailableBecause() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"))
            && Files.isExecutable(Path.of("/usr/bin/dpkg-deb"))
        ? Optional.empty()
        : Optional.of("this is no Debian");
  }

  /** Unpacks the packages, without those that they depend on, into {@code folder}. */
  static void unpack(Path folder, List<String> packages) throws IOException {
    Path download = Files.createTempDirectory(folder, "download");
    List<String> command = new ArrayList<>(List.of("apt-get", "download"));
    command.addAll(packages);
    Progress progress = new Progress("fetching Debian's " + String.join(", ", packages));
    if (Command.run(download, command, progress::at) != 0) {
      Command.run(download, List.of("apt-get", "update"));
      Command.run(download, command);
    }
    try (Stream<Path> files = Files.list(download)) {
      for (Path file : files.toList()) {
        Command.run(download, List.of("dpkg-deb", "--extract", file.toString(), folder.toString()));
      }
    }
    Trees.delete(download);
  }
}
