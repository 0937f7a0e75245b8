package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exporter that runs from {@code target/} goes on over a build, which makes another jar. */
class RebuildIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";

  @TempDir Path folder;
  private Path project;
  private Path jar;
  private Path errorLog;
  private int connection = 100;

  @BeforeEach
  void copy() throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    jar = project.resolve("target/mysql-aborted-exporter.jar");
    errorLog = folder.resolve("error.log");
    for (String file : List.of("pom.xml", "Makefile", "LICENSE", "NOTICE")) {
      Files.copy(Path.of(file), project.resolve(file));
    }
    Trees.copy(Path.of(".mvn"), project.resolve(".mvn"));
    Trees.copy(Path.of("src/main"), project.resolve("src/main"));
  }

  @Test
  void goesOnCountingOverABuild() throws Exception {
    build();
    Object first = Files.readAttributes(jar, "unix:ino").get("ino");
    // No class of what it has yet to do is loaded before the build.
    try (ExporterProcess exporter =
        ExporterProcess.start(
            jar,
            FreePort.find(),
            folder,
            List.of(
                "--no-mysqld",
                "--errorlog.file=" + errorLog,
                "--state.directory=" + folder.resolve("state")))) {
      byte[] moved = new byte[300_000];
      new Random(11).nextBytes(moved);
      Files.write(project.resolve("src/main/resources/AAA"), moved);
      build();
      assertThat(Files.readAttributes(jar, "unix:ino").get("ino")).isNotEqualTo(first);
      Scrape before = exporter.scrape();

      write(
          "Aborted connection %d to db: 'shop' user: 'app' host: 'h' (Got an error reading"
              + " communication packets).");
      write("Access denied for user 'eve'@'10.0.0.7' (using password: YES)");
      Await.within(LIMIT, () -> exporter.scrape().value(DENIED) >= 1);
      Files.move(errorLog, folder.resolve("error.log.1"));
      for (int i = 0; i < 9; i++) {
        write("Access denied for user 'eve" + i + "'@'10.0.0.7' (using password: YES)");
      }
      Await.within(LIMIT, () -> exporter.scrape().value(DENIED) >= 10);

      Scrape after = exporter.scrape();
      assertThat(after.risenSince(before, series -> series.startsWith(LOGGED)))
          .isEqualTo(Map.of(READ_ERROR, 1L, DENIED, 10L));
      assertThat(exporter.log()).doesNotContain("level=error");
    }
  }

  private void write(String message) throws IOException {
    connection++;
    String line =
        "2026-11-22T12:36:28.257421Z %d [Note] [MY-010914] [Server] %s\n"
            .formatted(connection, message.formatted(connection));
    Files.write(
        errorLog, line.getBytes(US_ASCII), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void build() throws IOException, InterruptedException {
    Path output = folder.resolve("build.log");
    int status =
        new ProcessBuilder("make", "build", "MVN=mvn --batch-mode --offline")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output)).isZero();
  }
}
