package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.Scrape;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exporter one of whose threads dies is gone, and says why. */
class DeadThreadIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int STATUS = 3;
  private static final String DEATH = "died";

  @TempDir Path folder;
  private Path errorLog;
  private Path output;
  private int port;

  @BeforeEach
  void name() throws IOException {
    errorLog = folder.resolve("error.log");
    output = Files.createFile(folder.resolve("exporter.log"));
    port = FreePort.find();
    writeFailedLogins(1);
  }

  @Test
  void endsWhenTheReaderLacksAClass() throws Exception {
    Path jar = jarWithout("com/fasterxml/jackson/core/json/JsonWriteContext.class");

    endsByItself(
        List.of(),
        jar,
        "log-follower",
        "NoClassDefFoundError: com/fasterxml/jackson/core/json/JsonWriteContext",
        "--no-mysqld",
        "--state.directory=" + folder.resolve("state"));
  }

  @Test
  void endsWhenTheThreadThatAsksTheServerLacksAClass() throws Exception {
    Path jar = jarWithout("com/mysql/cj/jdbc/ConnectionImpl.class");
    int nobody = FreePort.find();

    try (GuardedProcess exporter =
        start(
            List.of(),
            jar,
            "--mysqld.address=127.0.0.1:" + nobody,
            "--mysqld.username=exporter",
            "--errorlog.source=none")) {
      Await.within(LIMIT, () -> scrape().isServed() || !exporter.isAlive());

      assertThat(exporter.waitFor(LIMIT)).contains(STATUS);
    }
    assertThat(deaths())
        .singleElement()
        .asString()
        .contains("mysql-client-")
        .contains("NoClassDefFoundError: com/mysql/cj/jdbc/ConnectionImpl");
  }

  @Test
  void endsWhenAThreadThatAnswersRequestsLacksAClass() throws Exception {
    Path jar = jarWithout("io/prometheus/client/exporter/common/TextFormat.class");

    try (GuardedProcess exporter = start(List.of(), jar, "--no-mysqld", errorLogFlag())) {
      Await.within(LIMIT, () -> scrape().isServed() || !exporter.isAlive());

      assertThat(exporter.waitFor(LIMIT)).contains(STATUS);
    }
    assertThat(deaths()).singleElement().asString().contains("NoClassDefFoundError");
  }

  @Test
  void endsWhenHostileNamesFillTheMemory() throws Exception {
    writeFailedLogins(100_000);

    endsByItself(
        List.of("-Xmx16m", "-XX:+UseSerialGC"),
        ExporterProcess.builtJar(),
        "",
        "OutOfMemoryError",
        "--no-mysqld",
        "--accounts.max-series=100000");
  }

  /** A line that nobody takes does not keep the process alive. */
  @Test
  void endsThoughNobodyReadsWhatItSays() throws Exception {
    Path jar = jarWithout("com/fasterxml/jackson/core/json/JsonWriteContext.class");
    Path pipe = folder.resolve("full");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    // The shell holds the pipe open for reading and fills it, up to what a pipe of Linux holds.
    List<String> before =
        List.of(
            "/bin/bash",
            "-c",
            "exec 3<>\"$0\"; head -c 65536 /dev/zero >&3; exec \"$@\" 2>&3",
            pipe.toString());
    List<String> command = new ArrayList<>(before);
    command.addAll(
        command(
            List.of(),
            jar,
            "--no-mysqld",
            errorLogFlag(),
            "--log.level=error",
            "--state.directory=" + folder.resolve("state")));
    try (GuardedProcess exporter = GuardedProcess.start(folder, output, command)) {
      assertThat(exporter.waitFor(LIMIT)).contains(STATUS);
    }
  }

  private void endsByItself(
      List<String> jvm, Path jar, String thread, String cause, String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add(errorLogFlag());
    try (GuardedProcess exporter = start(jvm, jar, all.toArray(String[]::new))) {
      assertThat(exporter.waitFor(LIMIT)).contains(STATUS);
    }
    assertThat(deaths()).singleElement().asString().contains(thread).contains(cause);
  }

  private GuardedProcess start(List<String> jvm, Path jar, String... flags) throws IOException {
    return GuardedProcess.start(folder, output, command(jvm, jar, flags));
  }

  private List<String> command(List<String> jvm, Path jar, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(List.of(flags));
    command.add("--web.listen-address=127.0.0.1:" + port);
    return command;
  }

  private String errorLogFlag() {
    return "--errorlog.file=" + errorLog;
  }

  private Scrape scrape() {
    return Scrape.of(URI.create("http://127.0.0.1:" + port + "/metrics"));
  }

  private List<String> deaths() throws IOException {
    return Files.readAllLines(output).stream().filter(line -> line.contains(DEATH)).toList();
  }

  private Path jarWithout(String classFile) throws IOException {
    Path jar = Files.copy(ExporterProcess.builtJar(), folder.resolve("broken.jar"));
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Files.delete(files.getPath(classFile));
    }
    return jar;
  }

  private void writeFailedLogins(int count) throws IOException {
    try (OutputStream out = Files.newOutputStream(errorLog)) {
      for (int i = 0; i < count; i++) {
        String line =
            "2026-11-22T12:36:28.257421Z %d [Note] [MY-010926] [Server] Access denied for user"
                + " '%d%s'@'%d%s' (using password: YES)\n";
        out.write(line.formatted(100 + i, i, "u".repeat(60), i, "h".repeat(60)).getBytes(US_ASCII));
      }
    }
  }
}
