package io.github.mysqlaborted.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a state directory without changing anything: whether this user may use it, and what to
 * type if not.
 */
public final class StateDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

  /** Belongs to whoever this process runs as. */
  private static final Path SELF = Path.of("/proc/self");

  private StateDirectory() {}

  /**
   * What keeps an exporter from starting with the directory, or from saving in it; empty if good.
   */
  public static Optional<String> trouble(Path directory) {
    Path made = existing(directory);
    if (!Files.isDirectory(made)) {
      return Optional.of(made + " is no directory");
    }
    Optional<String> denied = denied(directory);
    if (denied.isPresent()) {
      return denied;
    }
    if (!Files.isWritable(made)) {
      return Optional.of(made + " cannot be written to");
    }
    try {
      return DirectoryLock.isTaken(directory)
          ? Optional.of(DirectoryLock.IN_USE)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether permissions are in the way, which only its owner can change: who that is, and what to
   * type. Whoever is root is not kept from anything by them.
   */
  static Optional<String> denied(Path directory) {
    String user = user();
    if (user.equals("root")) {
      return Optional.empty();
    }
    Path made = existing(directory);
    if (!made.equals(directory)) {
      return mayUse(made)
          ? Optional.empty()
          : Optional.of(
              "it cannot be made, since %s belongs to %s, and the exporter runs as %s: sudo install --directory --owner=%s %s"
                  .formatted(made, owner(made), user, user, directory));
    }
    if (Files.isDirectory(directory) && !mayUse(directory)) {
      return Optional.of(belongs(directory, user, directory));
    }
    for (String name : List.of(CheckpointStore.NAME, DirectoryLock.NAME)) {
      Path file = directory.resolve(name);
      boolean isLock = name.equals(DirectoryLock.NAME);
      boolean isThere = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      if (isThere && !(isLock ? Files.isWritable(file) : Files.isReadable(file))) {
        return Optional.of(belongs(file, user, directory));
      }
    }
    return Optional.empty();
  }

  private static String belongs(Path path, String user, Path directory) {
    String owner = owner(path);
    return owner.equals(user)
        ? "permission denied: chmod -R u+rwX %s".formatted(directory)
        : "%s belongs to %s, and the exporter runs as %s: sudo chown -R %s %s"
            .formatted(path, owner, user, user, directory);
  }

  private static boolean mayUse(Path directory) {
    return Files.isReadable(directory)
        && Files.isWritable(directory)
        && Files.isExecutable(directory);
  }

  /** The directory, or what is there of its path. */
  private static Path existing(Path directory) {
    Path path = directory.toAbsolutePath();
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path.equals(directory.toAbsolutePath()) ? directory : path;
  }

  private static String user() {
    return Files.exists(SELF) ? owner(SELF) : System.getProperty("user.name");
  }

  private static String owner(Path path) {
    try {
      return Files.getOwner(path).getName();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("cannot ask who owns {}", path, e);
      return "somebody else";
    }
  }
}
