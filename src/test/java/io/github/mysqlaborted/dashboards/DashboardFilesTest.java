package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardFilesTest {
  /** With {@code -Dgenerate=true} the files are written first: {@code make generate}. */
  @Test
  void filesAreWhatTheSourceMakes() throws IOException {
    if (Boolean.getBoolean("generate")) {
      DashboardFiles.write();
    }

    assertThat(files()).as("stale: run make generate").isEqualTo(DashboardFiles.made());
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(DashboardFiles.FOLDER)) {
      for (Path path : paths.filter(file -> file.toString().endsWith(".json")).toList()) {
        files.put(path.getFileName().toString(), Files.readString(path));
      }
    }
    return files;
  }
}
