package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of a Maven repository, fetched by Maven itself, so that the settings of who builds apply:
 * mirrors, proxies, credentials.
 *
 * @param coordinates {@code group:artifact:version:type:classifier}, the last two optional
 */
record MavenArtifact(String coordinates) {
  private static final Pattern PROGRESS = Pattern.compile("Progress \\(\\d+\\): (\\S+ ?[kMG]?B)");

  /** Fetches it into {@code folder} and returns the file. */
  Path copyTo(Path folder) throws IOException {
    Progress progress = new Progress("fetching " + coordinates);
    List<String> tail = new ArrayList<>();
    int status =
        Command.run(
            Path.of("").toAbsolutePath(),
            List.of(
                "mvn",
                "dependency:copy",
                "-Dstyle.color=never",
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder),
            line -> {
              Matcher matcher = PROGRESS.matcher(line);
              if (matcher.find()) {
                progress.at(matcher.group(1));
              } else {
                tail.add(line);
              }
            });
    if (status != 0) {
      throw new IOException("Maven cannot fetch " + coordinates + ":\n" + String.join("\n", tail));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow(() -> new IOException("Maven copied no " + coordinates));
    }
  }
}
