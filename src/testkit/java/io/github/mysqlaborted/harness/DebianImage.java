package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Images of Debian's packages under the names of those that a Dockerfile begins with, for an engine
 * that can ask no registry.
 */
public final class DebianImage {

  private static final Path REPOSITORY =
      Path.of(System.getProperty("user.home"), ".m2", "repository");

  private DebianImage() {}

  /** Why there can be none here; empty where there can. */
  public static Optional<String> unavailableBecause() {
    try {
      Command.run(Path.of("/"), List.of("docker", "info"));
    } catch (IOException e) {
      return Optional.of("no container engine");
    }
    return DebianRoot.unavailableBecause();
  }

  /** The images that a Dockerfile begins its stages with. */
  public static List<String> basesOf(Path dockerfile) throws IOException {
    return Files.readAllLines(dockerfile).stream()
        .filter(line -> line.startsWith("FROM "))
        .map(line -> line.split(" ", -1)[1])
        .toList();
  }

  /** Makes it, unless the engine has it. One with Maven gets this machine's repository of it. */
  public static void provide(String image) throws IOException {
    if (has(image)) {
      return;
    }
    boolean isMaven = image.startsWith("maven:");
    Path tar = isMaven ? DebianRoot.tar("maven", "openjdk-17-jdk-headless") : DebianRoot.tar();
    Command.run(Path.of("/"), List.of("docker", "import", tar.toString(), image));
    if (isMaven) {
      Command.run(
          REPOSITORY,
          List.of(
              "/bin/sh",
              "-ec",
              """
              { printf 'FROM %s\\nCOPY . /root/.m2/repository\\n' "$1" >"$2/Dockerfile"; }
              docker build --network=none --file="$2/Dockerfile" --tag="$1" .
              """,
              "build",
              image,
              Files.createTempDirectory("image").toString()));
    }
  }

  private static boolean has(String image) {
    try {
      Command.run(Path.of("/"), List.of("docker", "image", "inspect", image));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
