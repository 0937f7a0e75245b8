package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that are made once and kept: unpacked servers and initialized data directories, under
 * {@code $XDG_CACHE_HOME/mysql-aborted-exporter/servers}.
 *
 * <p>An entry is complete when it has its name: it is made in a folder of another name and renamed.
 * A file lock keeps two processes from making the same entry at once.
 */
final class ServerCache {
  private static final ServerCache USER = new ServerCache(userFolder());

  private final Path root;

  ServerCache(Path root) {
    this.root = root;
  }

  /** Makes the content of an entry in an empty folder. */
  interface Maker {
    void make(Path folder) throws IOException;
  }

  static ServerCache user() {
    return USER;
  }

  private static Path userFolder() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return caches.resolve("mysql-aborted-exporter").resolve("servers");
  }

  /** The folder of the entry, made first if it is not there. */
  synchronized Path entry(String name, Maker maker) {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    try {
      Files.createDirectories(root);
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || Files.isDirectory(entry)) {
          return entry;
        }
        deleteUnfinished(name);
        Path unfinished = Files.createTempDirectory(root, name + ".unfinished");
        maker.make(unfinished);
        Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + entry + ": " + e.getMessage(), e);
    }
    return entry;
  }

  private void deleteUnfinished(String name) throws IOException {
    List<Path> unfinished;
    try (Stream<Path> entries = Files.list(root)) {
      unfinished =
          entries
              .filter(path -> path.getFileName().toString().startsWith(name + ".unfinished"))
              .toList();
    }
    for (Path path : unfinished) {
      Trees.delete(path);
    }
  }
}
