package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs the exporter for good: the unit of systemd and the image. */
class DeployIT {

  private static final Path UNIT = Path.of("deploy/systemd/mysql-aborted-exporter.service");

  @TempDir Path folder;

  @Test
  void theUnitIsOneThatSystemdUnderstands() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path unit = folder.resolve(UNIT.getFileName());
    Files.writeString(unit, Files.readString(UNIT).replace("/usr/bin/java", java));

    Process verify =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes(), UTF_8);
    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain(UNIT.getFileName().toString());
  }

  /** systemd starts no unit that names a group which is not there. */
  @Test
  void theUnitNamesNoGroupThatMayBeMissingAndNoFileThatMayBe() throws IOException {
    List<String> lines = Files.readAllLines(UNIT);
    assertThat(lines).contains("SupplementaryGroups=adm systemd-journal", "Restart=on-failure");
    assertThat(lines).noneMatch(line -> line.contains("--errorlog."));
  }

  /** The JVM that runs with these flags ends, with the status that is documented. */
  @ParameterizedTest
  @ValueSource(strings = {"deploy/systemd/mysql-aborted-exporter.service", "Dockerfile"})
  void theMemoryHasALimitAndItsEndIsThatOfTheProcess(String file) throws Exception {
    List<String> flags =
        Files.readString(Path.of(file))
            .replaceAll("(?m)^#.*", "")
            .lines()
            .flatMap(line -> List.of(line.split("[\\s\",\\[\\]]+")).stream())
            .filter(word -> word.startsWith("-X"))
            .toList();
    assertThat(flags).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(flags)
        .anyMatch(flag -> flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxRAMPercentage="));

    Path log = folder.resolve("jvm.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Xmx16m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Greedy.class.getName()));
    Process jvm =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(jvm.waitFor()).as(Files.readString(log)).isEqualTo(LastWords.STATUS);
  }

  /** Takes memory until there is none, and would go on after that. */
  static final class Greedy {

    private Greedy() {}

    public static void main(String[] arguments) {
      try {
        List<byte[]> taken = new ArrayList<>();
        while (taken.size() < 1_000_000) {
          taken.add(new byte[1_000_000]);
        }
      } catch (OutOfMemoryError e) {
        System.out.println("it went on");
      }
    }
  }
}
