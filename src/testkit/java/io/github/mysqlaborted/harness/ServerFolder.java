package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where one server keeps its data, logs and socket.
 *
 * @param root the folder; a {@link WorkFolder} if temporary
 * @param socket the Unix socket, elsewhere if the folder's path is too long for one
 * @param temporary whether it is deleted with the server
 */
record ServerFolder(Path root, Path socket, boolean temporary) {
  /** The size of {@code sun_path} on macOS, the smallest of all, with its terminating zero. */
  private static final int LONGEST_SOCKET = 103;

  /** A new folder, empty but for one for the data. */
  static ServerFolder create(ServerKind kind) {
    try {
      Path root = WorkFolder.create(kind.name());
      Files.createDirectory(root.resolve("data"));
      return new ServerFolder(root, socketFor(root), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that has data and is kept. */
  static ServerFolder existing(Path root) {
    try {
      return new ServerFolder(root, socketFor(root), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path socketFor(Path root) throws IOException {
    Path socket = root.resolve("socket");
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET
        ? socket
        : Files.createTempDirectory("mysql").resolve("socket");
  }

  Path data() {
    return root.resolve("data");
  }

  Path path(String name) {
    return root.resolve(name);
  }

  void delete() throws IOException {
    if (!socket.startsWith(root)) {
      Trees.delete(socket.getParent());
    }
    if (temporary) {
      Trees.delete(root);
    }
  }
}
