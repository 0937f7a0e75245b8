package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code make dist} made in a copy of the sources that has no repository. */
public final class Release {
  private static final String TIME = "1790000000";

  private final Path folder;

  private Release(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes all that is released.
   *
   * @param project a folder for the copy, which is not there yet
   * @param environment of the build, each as {@code NAME=value}
   */
  public static Release make(Path project, String umask, List<String> environment)
      throws IOException {
    Files.createDirectories(project);
    for (String file :
        List.of("pom.xml", "Makefile", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
      Files.copy(Path.of(file), project.resolve(file));
    }
    for (String source :
        List.of(".mvn", "src/main", "src/dist", "deploy", "alerts", "grafana", "docs")) {
      Trees.copy(Path.of(source), project.resolve(source));
    }
    List<String> command = new ArrayList<>(List.of("env", "SOURCE_DATE_EPOCH=" + TIME));
    command.addAll(environment);
    command.addAll(List.of("/bin/sh", "-c", "umask " + umask + " && exec make dist"));
    Command.run(project, command);
    return new Release(project.resolve("target/dist"));
  }

  /** Where the files are. */
  public Path folder() {
    return folder;
  }

  /** The one whose name ends so. */
  public Path file(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
      if (found.size() != 1) {
        throw new IOException("not one file *" + end + " but " + found);
      }
      return found.get(0);
    }
  }

  /** Checksums of all files, as {@code sha256sum} writes them. */
  public String sums() throws IOException {
    return Files.readString(folder.resolve("SHA256SUMS"));
  }
}
