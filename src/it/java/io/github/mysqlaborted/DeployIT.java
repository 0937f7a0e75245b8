package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs the exporter for good: the unit of systemd and the image. */
class DeployIT {

  private static final Path LAUNCHER =
      Path.of("deploy/bin/mysql-aborted-exporter").toAbsolutePath();
  private static final Path UNIT = Path.of("deploy/systemd/mysql-aborted-exporter.service");

  @TempDir Path folder;

  @Test
  void theUnitIsOneThatSystemdUnderstands() throws Exception {
    Path unit = folder.resolve(UNIT.getFileName());
    Files.writeString(
        unit,
        Files.readString(UNIT)
            .replace("/usr/lib/mysql-aborted-exporter/bin", LAUNCHER.getParent().toString()));

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

  /** The image, the unit and the benchmarks have no flags of their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/systemd/mysql-aborted-exporter.service",
        "Dockerfile",
        "src/bench/sh/bench.sh",
        "compose.yaml"
      })
  void onlyTheLauncherHasFlagsOfTheJvm(String file) throws IOException {
    assertThat(Files.readString(Path.of(file))).doesNotContain("-XX:").doesNotContain("-Xm");
  }

  /** The JVM that the launcher starts ends, with the status that is documented. */
  @Test
  void theMemoryHasALimitAndItsEndIsThatOfTheProcess() throws Exception {
    List<String> flags = flagsOfTheJvm();
    assertThat(flags).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(flags).anyMatch(flag -> flag.startsWith("-Xmx"));

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

  /** What the launcher gives to a Java that only says what it was given. */
  private List<String> flagsOfTheJvm() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder launcher = new ProcessBuilder(LAUNCHER.toString()).redirectErrorStream(true);
    launcher.environment().put("JAVA_HOME", folder.toString());
    Process process = launcher.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(word -> word.startsWith("-X")).toList();
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
