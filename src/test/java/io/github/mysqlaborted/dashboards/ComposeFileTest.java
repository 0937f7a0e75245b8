package io.github.mysqlaborted.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.MonitoringTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compose.yaml}, {@code Dockerfile} and what they mount and build from. */
class ComposeFileTest {
  private static final Path FILE = Path.of("compose.yaml");
  private static final Path PROMETHEUS = Path.of("deploy", "compose", "prometheus.yml");
  private static final Pattern PINNED =
      Pattern.compile("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+\\S*|debian:\\d+\\.\\d+-slim");

  @Test
  void everyImageIsPinnedToARelease() throws IOException {
    List<String> images =
        all("(?m)^ +image: (\\S+)", Files.readString(FILE)).stream()
            .filter(image -> !image.equals("mysql-aborted-exporter:local"))
            .toList();
    List<String> bases = all("(?m)^FROM (\\S+)", Files.readString(Path.of("Dockerfile")));

    assertThat(images).hasSize(7).allMatch(image -> PINNED.matcher(image).matches());
    assertThat(bases).hasSize(2).allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void whatIsMountedExists() throws IOException {
    List<String> mounted = all("(?m)^ +- (\\./[^:]+):", Files.readString(FILE));

    assertThat(mounted).hasSize(9).allSatisfy(path -> assertThat(Path.of(path)).exists());
  }

  @Test
  void nothingListensBeyondTheLoopbackInterface() throws IOException {
    assertThat(all("ports: \\[\"([^\"]*)\"\\]", Files.readString(FILE)))
        .hasSize(4)
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void prometheusAcceptsItsConfigurationAndRules(@TempDir Path folder) throws IOException {
    assumeTrue(
        MonitoringTool.PROMTOOL.unavailableBecause().isEmpty(),
        "no promtool here, and none can be fetched");
    Files.copy(PROMETHEUS, folder.resolve("prometheus.yml"));
    Files.copy(SamplePrometheus.RULES, folder.resolve("mysql-aborted-connections.rules.yml"));

    assertThat(MonitoringTool.PROMTOOL.run(folder, "check", "config", "prometheus.yml"))
        .contains("SUCCESS: prometheus.yml is valid");
  }

  @Test
  void composeAcceptsTheFile() throws Exception {
    Optional<List<String>> client = composeClient();
    assumeTrue(client.isPresent(), "no docker compose here");

    List<String> command = new ArrayList<>(client.orElseThrow());
    command.addAll(List.of("--file", FILE.toString(), "config", "--quiet"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Optional<List<String>> composeClient() throws Exception {
    for (List<String> client : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
      if (answers(client)) {
        return Optional.of(client);
      }
    }
    return Optional.empty();
  }

  private static boolean answers(List<String> client) throws InterruptedException {
    List<String> command = new ArrayList<>(client);
    command.add("version");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
