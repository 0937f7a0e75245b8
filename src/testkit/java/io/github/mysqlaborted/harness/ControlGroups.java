package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The control groups of one {@link DebianMachine}, one in each tree that systemd uses, below this
 * JVM's own. Without them two machines would share theirs, and the systemd of one would find
 * processes of the other among its own.
 */
final class ControlGroups {
  private static final String PREFIX = "debian-";
  private static final Duration ENDING = Duration.ofSeconds(20);
  private static final Path MOUNTED = Path.of("/sys/fs/cgroup");

  private final List<Path> folders;

  private ControlGroups(List<Path> folders) {
    this.folders = folders;
  }

  /** New ones; those that a JVM left that was killed are deleted first. */
  static ControlGroups create() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      Path tree = tree(parts[1]);
      Path own = tree.resolve(parts[2].substring(1));
      if ((parts[1].isEmpty() || parts[1].equals("name=systemd")) && Files.isWritable(own)) {
        deleteAbandoned(own);
        String name = PREFIX + ProcessHandle.current().pid() + "-";
        folders.add(Files.createTempDirectory(own, name));
      }
    }
    return new ControlGroups(folders);
  }

  /** Where the groups of a line of {@code /proc/self/cgroup} are, by its controllers. */
  private static Path tree(String controllers) {
    Path second = MOUNTED.resolve("unified");
    if (controllers.isEmpty()) {
      return Files.isDirectory(second) ? second : MOUNTED;
    }
    return MOUNTED.resolve("systemd");
  }

  /** The files that a process writes 0 to in order to be in them. */
  List<String> joined() {
    return folders.stream().map(folder -> folder.resolve("cgroup.procs").toString()).toList();
  }

  /** Deletes them once no process is in them. */
  void delete() throws IOException {
    for (Path folder : folders) {
      delete(folder);
    }
    if (folders.stream().anyMatch(Files::exists)) {
      throw new IOException("there are still processes in " + folders);
    }
  }

  private static void deleteAbandoned(Path parent) throws IOException {
    List<Path> ours;
    try (Stream<Path> groups = Files.list(parent)) {
      ours = groups.filter(ControlGroups::isAbandoned).toList();
    }
    for (Path group : ours) {
      delete(group);
    }
  }

  private static boolean isAbandoned(Path group) {
    String[] parts = group.getFileName().toString().split("-", -1);
    return parts.length == 3
        && PREFIX.equals(parts[0] + "-")
        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
  }

  /** The last processes may still be ending. */
  private static void delete(Path group) {
    Await.within(ENDING, () -> isDeleted(group));
  }

  private static boolean isDeleted(Path group) {
    List<String> command =
        List.of("find", group.toString(), "-depth", "-type", "d", "-exec", "rmdir", "{}", "+");
    try {
      return Command.run(group.getParent(), command, complaint -> {}) == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
