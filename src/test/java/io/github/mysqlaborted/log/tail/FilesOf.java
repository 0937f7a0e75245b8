package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Empties a directory between two rounds of one test. */
public final class FilesOf {

  private FilesOf() {}

  public static void deleteAll(Path directory) throws IOException {
    List<Path> paths;
    try (var found = Files.walk(directory)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      if (!path.equals(directory)) {
        Files.delete(path);
      }
    }
  }
}
