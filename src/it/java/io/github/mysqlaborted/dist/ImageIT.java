package io.github.mysqlaborted.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.DebianImage;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that the Dockerfile makes, on images of Debian's packages under the names of its bases,
 * for no registry is asked. Needs a container engine: {@code make test} starts one.
 */
class ImageIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String IMAGE = "mysql-aborted-exporter:image-it";
  private static final String RUN = "image-it-" + ProcessHandle.current().pid();
  private static final String REVISION = "0123abc";
  private static final String READ_ERROR =
      "mysql_aborted_connections_logged_total{phase=\"client\",reason=\"read_error\",}";
  private static final String RECORD =
      "2026-11-22T12:36:28.257421Z 7 [Note] [MY-010914] [Server] Aborted connection 7 to db: 'shop'"
          + " user: 'app' host: 'h' (Got an error reading communication packets).\n";

  @TempDir static Path folder;

  @BeforeAll
  static void build() throws IOException {
    assumeTrue(DebianImage.unavailableBecause().isEmpty(), "no container engine, or not root");
    for (String base : DebianImage.basesOf(Path.of("Dockerfile"))) {
      DebianImage.provide(base);
    }
    Path context = Files.createDirectory(folder.resolve("context"));
    for (String file : List.of("Dockerfile", ".dockerignore", "pom.xml", "LICENSE", "NOTICE")) {
      Files.copy(Path.of(file), context.resolve(file));
    }
    for (String source : List.of(".mvn", "src/main", "src/dist", "deploy/bin")) {
      Trees.copy(Path.of(source), context.resolve(source));
    }
    run(
        "docker",
        "build",
        "--network=host",
        "--tag=" + IMAGE,
        "--build-arg=REVISION=" + REVISION,
        "--build-arg=VERSION=1.2.3",
        context.toString());
  }

  @AfterAll
  static void remove() throws IOException {
    if (DebianImage.unavailableBecause().isEmpty()) {
      run(
          "/bin/sh",
          "-c",
          "docker rm --force %s >/dev/null 2>&1; docker rmi %s >/dev/null 2>&1; true"
              .formatted(RUN, IMAGE));
    }
  }

  private static String run(String... command) throws IOException {
    return Command.run(folder, List.of(command));
  }

  @Test
  void knowsItsRevisionAndCarriesItsLicence() throws IOException {
    String version = run("docker", "run", "--rm", "--network=none", IMAGE, "--version");
    assertThat(version).contains("revision: " + REVISION + ")");
    assertThat(version.lines()).hasSize(4);
    String labels = run("docker", "inspect", "--format={{json .Config.Labels}}", IMAGE);
    for (Map.Entry<String, String> label :
        Map.of("revision", REVISION, "version", "1.2.3", "licenses", "Apache-2.0").entrySet()) {
      assertThat(labels)
          .contains(
              "\"org.opencontainers.image.%s\":\"%s\"".formatted(label.getKey(), label.getValue()));
    }
    assertThat(
            run(
                "docker",
                "run",
                "--rm",
                "--network=none",
                "--entrypoint=ls",
                IMAGE,
                "/usr/share/doc/mysql-aborted-exporter"))
        .isEqualTo("LICENSE\nNOTICE\n");
  }

  /** What asks whether it is healthy is a program of its own and no shell. */
  @Test
  void isAskedForItsHealthWithoutAShell() throws IOException {
    String check = run("docker", "inspect", "--format={{json .Config.Healthcheck.Test}}", IMAGE);
    assertThat(check).startsWith("[\"CMD\",\"/usr/lib/mysql-aborted-exporter/runtime/bin/java\"");
    assertThat(run("docker", "inspect", "--format={{.Config.User}}", IMAGE).strip())
        .isEqualTo("10104:10104");
  }

  @Test
  void countsWithAReadOnlyRootAndEndsInOrder() throws IOException {
    int port = FreePort.find();
    Path log = Files.writeString(Files.createDirectory(folder.resolve("log")).resolve("e.log"), "");
    List<String> command =
        new ArrayList<>(
            List.of("docker", "run", "--detach", "--name=" + RUN, "--read-only", "--network=host"));
    command.addAll(List.of("--cap-drop=ALL", "--security-opt=no-new-privileges"));
    command.add("--health-interval=1s");
    command.add("--env=MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS=127.0.0.1:" + port);
    command.add("--volume=" + log.getParent() + ":/log:ro");
    command.addAll(List.of(IMAGE, "--no-mysqld", "--errorlog.file=/log/e.log"));
    run(command.toArray(new String[0]));

    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    assertThat(Await.within(LIMIT, () -> Scrape.of(metrics).isServed())).as(logs()).isTrue();
    Files.writeString(log, RECORD, StandardOpenOption.APPEND);
    assertThat(Await.within(LIMIT, () -> Scrape.of(metrics).value(READ_ERROR) == 1)).isTrue();
    assertThat(
            Scrape.of(metrics).samples().keySet().stream()
                .filter(series -> series.startsWith("mysql_aborted_exporter_build_info")))
        .singleElement()
        .asString()
        .contains("revision=\"" + REVISION + "\"");
    assertThat(Await.within(LIMIT, () -> inspect("{{.State.Health.Status}}").equals("healthy")))
        .as(logs())
        .isTrue();
    assertThat(run("docker", "top", RUN, "-eo", "pid,uid,comm").lines().skip(1))
        .allSatisfy(line -> assertThat(line.strip()).matches("\\d+ +10104 .*"));

    run("docker", "stop", "--time=60", RUN);
    assertThat(inspect("{{.State.ExitCode}}")).isIn("0", "143");
    assertThat(logs()).doesNotContain("level=error").doesNotContain("[warning]");
  }

  private static String inspect(String format) {
    try {
      return run("docker", "inspect", "--format=" + format, RUN).strip();
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static String logs() throws IOException {
    return run("/bin/sh", "-c", "docker logs " + RUN + " 2>&1");
  }
}
