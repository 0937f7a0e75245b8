package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders under {@code target} for what runs: {@code NAME-PID-RANDOM}. Who makes one deletes it;
 * those of a JVM that was killed are deleted when the next one is made.
 */
public final class WorkFolder {
  private WorkFolder() {}

  /**
   * A new empty folder.
   *
   * @param name without a hyphen
   */
  public static Path create(String name) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "servers").toAbsolutePath());
    deleteAbandoned(parent);
    return Files.createTempDirectory(parent, name + "-" + ProcessHandle.current().pid() + "-");
  }

  private static void deleteAbandoned(Path parent) throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(parent)) {
      folders = found.toList();
    }
    for (Path folder : folders) {
      String[] parts = folder.getFileName().toString().split("-", -1);
      if (parts.length == 3 && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()) {
        Trees.delete(folder);
      }
    }
  }
}
