package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine of {@code container-engine.sh}, and what it leaves on the machine: nothing. */
final class ContainerEngineIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path SCRIPT = Path.of("src", "testkit", "sh", "container-engine.sh");

  @TempDir private Path folder;

  /** What an engine changes, as a rule. */
  private record Machine(
      String interfaces, String forwarding, String firewall, String mounts, String files) {

    static Machine now() throws IOException {
      return new Machine(
          lines("ls /sys/class/net | grep -E '^(docker|br-)'"),
          lines("cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding"),
          lines("iptables-save | grep -v '^#' | sed 's/\\[.*//'; ip6tables-save | grep DOCKER"),
          lines("grep -E '/docker|/tmp/mysql-aborted-exporter' /proc/mounts"),
          lines("ls -d /etc/docker /opt/containerd /run/docker* /var/lib/docker"));
    }

    private static String lines(String command) throws IOException {
      StringBuilder lines = new StringBuilder();
      List<String> shell = List.of("/bin/sh", "-c", command + " 2>/dev/null");
      Command.run(Path.of("/"), shell, line -> lines.append(line).append('\n'));
      return lines.toString();
    }
  }

  @BeforeAll
  static void needsWhatItStarts() {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    for (String program : List.of("/usr/sbin/dockerd", "/usr/bin/mmdebstrap")) {
      assumeTrue(Files.isExecutable(Path.of(program)), program + " is not there");
    }
  }

  @Test
  void runsAContainerAndLeavesTheMachineAsItWas() throws Exception {
    Machine before = Machine.now();
    Path during = folder.resolve("during");
    Process script =
        start(
            """
            docker run --detach --network "$MYSQL_NETWORK" --env MYSQL_ROOT_PASSWORD=x \
              "$MYSQL_IMAGE" --port=%d --bind-address=127.0.0.1 || exit
            echo "$DOCKER_HOST" >'%s'
            read -r _
            exit 7
            """
                .formatted(FreePort.find(), during));
    String host = awaitFile(during);
    Machine then = Machine.now();
    assertThat(List.of(then.interfaces(), then.forwarding(), then.firewall()))
        .isEqualTo(List.of(before.interfaces(), before.forwarding(), before.firewall()));

    script.getOutputStream().close();
    assertThat(awaitEnd(script)).isEqualTo(7);
    assertGone(host, before);
  }

  @Test
  void endsAfterCtrlC() throws Exception {
    Machine before = Machine.now();
    Path during = folder.resolve("during");
    // The signal goes to the script too; what it runs ends first.
    Process script =
        start("echo \"$DOCKER_HOST\" >'%s'; kill -s INT $PPID; exit 1".formatted(during));

    assertThat(awaitEnd(script)).isEqualTo(130);
    assertGone(awaitFile(during), before);
  }

  @Test
  void endsAfterItsScriptIsKilled() throws Exception {
    Machine before = Machine.now();
    Path during = folder.resolve("during");
    Process script = start("echo \"$DOCKER_HOST\" >'%s'; read -r _".formatted(during));
    String host = awaitFile(during);

    script.destroyForcibly();

    assertThat(Await.within(LIMIT, () -> isGone(host))).isTrue();
    assertGone(host, before);
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                // Whoever runs the tests in the background may have them ignore it.
                "env",
                "--default-signal=INT",
                SCRIPT.toAbsolutePath().toString(),
                "/bin/sh",
                "-c",
                command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    // As if no engine answered.
    builder.environment().put("DOCKER_HOST", "unix://" + folder.resolve("no-engine"));
    return builder.start();
  }

  private int awaitEnd(Process script) throws Exception {
    assertThat(script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
    return script.exitValue();
  }

  private String awaitFile(Path file) throws IOException {
    assertThat(Await.within(LIMIT, () -> isWritten(file))).as(output()).isTrue();
    return Files.readString(file).strip();
  }

  private static boolean isWritten(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).endsWith("\n");
    } catch (IOException e) {
      return false;
    }
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
  }

  /** No process knows of the engine's folder, which is not there any more. */
  private static boolean isGone(String host) {
    Path engine = Path.of(host.substring("unix://".length())).getParent();
    return !Files.exists(engine)
        && ProcessHandle.allProcesses()
            .map(process -> process.info().commandLine())
            .flatMap(Optional::stream)
            .noneMatch(line -> line.contains(engine.toString()));
  }

  private static void assertGone(String host, Machine before) throws IOException {
    assertThat(host).startsWith("unix:///tmp/mysql-aborted-exporter.");
    assertThat(isGone(host)).isTrue();
    assertThat(Machine.now()).isEqualTo(before);
  }
}
