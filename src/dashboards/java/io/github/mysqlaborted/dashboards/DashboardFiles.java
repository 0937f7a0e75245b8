package io.github.mysqlaborted.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dashboards as files of {@code grafana/dashboards}. */
final class DashboardFiles {
  static final Path FOLDER = Path.of("grafana", "dashboards");

  private DashboardFiles() {}

  /** What each file has to hold, by its name. */
  static Map<String, String> made() {
    return Stream.of(
            OverviewDashboard.dashboard(), CausesDashboard.dashboard(), FleetDashboard.dashboard())
        .collect(Collectors.toMap(d -> d.uid() + ".json", d -> Json.write(d.toJson())));
  }

  static void write() throws IOException {
    for (Map.Entry<String, String> file : made().entrySet()) {
      Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
    }
  }

  /** The files that are there, read. */
  static List<JsonValue> read() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(DashboardFiles::read)
          .toList();
    }
  }

  private static JsonValue read(Path file) {
    try {
      return new JsonValue(
          file.getFileName().toString(), Json.read(Files.readString(file)).content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
