package io.github.mysqlaborted.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The demo on real terminals, which {@code script} of util-linux makes. */
@Execution(ExecutionMode.CONCURRENT)
final class DemoIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final TerminalSize SMALL = new TerminalSize(80, 24);
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Pattern METRICS = Pattern.compile("metrics at http://127.0.0.1:(\\d+)/");
  private static final Pattern LOG = Pattern.compile("error log (/.*)/error\\.log");
  private static final String GOOD =
      "each provoked cause was counted under its reason, and nothing else was";
  private static final String CTRL_C = "\u0003";

  @TempDir private Path folder;

  @BeforeAll
  static void needsScript() {
    assumeTrue(Files.isExecutable(SCRIPT));
  }

  @Test
  void twoThatAreStartedAtOnceBothCountAll() throws Exception {
    try (Running one = start("one", "--duration=1s");
        Running other = start("other", "--duration=1s")) {
      assertThat(one.awaitEnd()).isZero();
      assertThat(other.awaitEnd()).isZero();

      for (Running each : List.of(one, other)) {
        VirtualTerminal terminal = each.shown();
        assertThat(terminal.text()).contains(GOOD);
        assertThat(terminal.text().split("\nphase    reason", -1)).hasSize(2);
        assertThat(terminal.wraps()).isZero();
        assertThat(each.serverFolder()).doesNotExist();
      }
      assertThat(one.found(METRICS)).isNotEqualTo(other.found(METRICS));
      assertThat(one.serverFolder()).isNotEqualTo(other.serverFolder());
    }
  }

  @Test
  void givesItsVerdictAfterCtrlC() throws Exception {
    try (Running demo = start("interrupted")) {
      assertThat(Await.within(LIMIT, () -> demo.output().contains("read_error   ")))
          .as(demo.output())
          .isTrue();
      demo.type(CTRL_C);

      assertThat(demo.awaitEnd()).as(demo.output()).isZero();
      assertThat(demo.shown().text()).contains(GOOD);
      assertThat(demo.serverFolder()).doesNotExist();
    }
  }

  @Test
  void isEndedByCtrlCBeforeAnythingWasProvoked() throws Exception {
    try (Running demo = start("early")) {
      assertThat(Await.within(LIMIT, () -> demo.output().contains("error log "))).isTrue();
      demo.type(CTRL_C);

      assertThat(demo.awaitEnd()).as(demo.output()).isEqualTo(130);
      assertThat(demo.output()).doesNotContain("phase    reason").doesNotContain("Exception");
      assertThat(demo.serverFolder()).doesNotExist();
    }
  }

  private Running start(String name, String... options) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "stty cols %d rows %d; exec env --default-signal=INT '%s' -cp '%s' %s --exporter='%s' %s"
            .formatted(
                SMALL.columns(),
                SMALL.rows(),
                java,
                System.getProperty("java.class.path"),
                DemoMain.class.getName(),
                ExporterProcess.builtJar(),
                String.join(" ", options));
    Path output = folder.resolve(name);
    ProcessBuilder script =
        new ProcessBuilder(
                SCRIPT.toString(),
                "--quiet",
                "--flush",
                "--return",
                "--command",
                command,
                "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    script.environment().put("TERM", "xterm");
    script.environment().put("SHELL", "/bin/sh");
    return new Running(script.start(), output);
  }

  private record Running(Process script, Path file) implements AutoCloseable {

    String output() {
      try {
        return Files.readString(file, StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "";
      }
    }

    void type(String keys) throws IOException {
      script.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
      script.getOutputStream().flush();
    }

    int awaitEnd() throws InterruptedException {
      assertThat(script.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
      return script.exitValue();
    }

    VirtualTerminal shown() {
      VirtualTerminal terminal = new VirtualTerminal(SMALL);
      terminal.write(output());
      return terminal;
    }

    Optional<String> found(Pattern pattern) {
      Matcher matcher = pattern.matcher(output());
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Path serverFolder() {
      return Path.of(found(LOG).orElseThrow());
    }

    @Override
    public void close() {
      script.destroy();
    }
  }
}
