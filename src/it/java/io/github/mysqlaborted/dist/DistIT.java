package io.github.mysqlaborted.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.DebianMachine;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Release;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Each file of {@code make dist}, used as its users do. By hand: {@code mvn
 * failsafe:integration-test failsafe:verify -Dit.test=DistIT}.
 */
class DistIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NAME = "mysql-aborted-exporter";
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String RECORD =
      "2026-11-22T12:36:28.257421Z 7 [Note] [MY-010914] [Server] Aborted connection 7 to db: 'shop'"
          + " user: 'app' host: 'h' (Got an error reading communication packets).\n";

  @TempDir static Path folder;
  private static Release release;
  private static Path unpacked;

  @BeforeAll
  static void make() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/rpmbuild")), "there is no rpmbuild");
    release = Release.make(folder.resolve("a/project"), "022", List.of());
    unpacked = folder.resolve("unpacked");
    Files.createDirectories(unpacked);
    run("tar", "-xzf", release.file(".tar.gz").toString(), "--strip=1", "-C", unpacked.toString());
  }

  private static String run(String... command) throws IOException {
    return Command.run(folder, List.of(command));
  }

  private static Map<?, ?> json(Path file) throws IOException {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().setCodePointLimit(100_000_000).build())
            .loadFromString(Files.readString(file));
  }

  @Test
  void theChecksumsAreThoseOfAllFiles() throws IOException {
    assertThat(release.sums().lines()).hasSize(6);
    assertThat(Command.run(release.folder(), List.of("sha256sum", "--check", "SHA256SUMS")).lines())
        .allMatch(line -> line.endsWith(": OK"));
  }

  @Test
  void anotherBuildInAnotherPlaceGivesTheSameBytes() throws IOException {
    Release other =
        Release.make(
            folder.resolve("b/another/project"),
            "077",
            List.of("TZ=Asia/Seoul", "LC_ALL=C.UTF-8", "TMPDIR=" + folder));
    for (String file : List.of("T.jar", ".cdx.json", ".tgz")) {
      assertThat(Files.mismatch(other.file(file), release.file(file))).as(file).isEqualTo(-1);
    }
    // The JVM dumps an archive of classes that differs in a few bytes, now and then.
    assertThat(
            run(
                "/bin/sh",
                "-ec",
                """
                for folder in "$1" "$2"; do
                  mkdir "$folder/tar"
                  tar -xzf "$folder"/*.tar.gz -C "$folder/tar"
                  dpkg-deb --raw-extract "$folder"/*.deb "$folder/deb"
                  sed -i '/jsa$/d' "$folder/deb/DEBIAN/md5sums"
                  rpm -qp --dump "$folder"/*.rpm | grep -v '[.]jsa ' >"$folder/rpm.list"
                done
                for made in tar deb rpm.list; do
                  diff --recursive --no-dereference --exclude='*.jsa' "$1/$made" "$2/$made"
                done
                """,
                "compare",
                release.folder().toString(),
                other.folder().toString()))
        .isEmpty();
  }

  @Test
  void theBillOfMaterialsNamesWhatTheJarCarries() throws IOException {
    Map<?, ?> bom = json(release.file(".cdx.json"));
    assertThat(bom.get("bomFormat")).isEqualTo("CycloneDX");
    List<?> components = (List<?>) bom.get("components");
    Set<String> names =
        components.stream()
            .map(component -> String.valueOf(((Map<?, ?>) component).get("name")))
            .collect(Collectors.toSet());
    assertThat(names)
        .contains("mysql-connector-j", "picocli", "jackson-core", "httpcore5", "slf4j-jdk14")
        .doesNotContain("junit-jupiter", "assertj-core");
    assertThat(components)
        .allSatisfy(
            component ->
                assertThat(((Map<?, ?>) component).get("hashes")).as("%s", component).isNotNull());
  }

  @Test
  void theChartIsWhole() throws IOException {
    String manifests =
        new Helm(release.file(".tgz"))
            .template()
            .withName("aborts")
            .withKubeVersion(RenderedChart.KUBERNETES)
            .set("prometheusRule.enabled", true)
            .set("dashboards.enabled", true)
            .call();
    assertThat(manifests)
        .contains("kind: Deployment", "alert: MySQLErrorLogUnreadable", "mysql-aborted-fleet.json");
    assertThat(run("tar", "-tzf", release.file(".tgz").toString()))
        .contains(NAME + "/LICENSE", NAME + "/NOTICE", NAME + "/values.schema.json");
  }

  @Test
  void theJarRunsByItself() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThat(run(java, "-jar", release.file("T.jar").toString(), "--version")).contains(NAME);
    String files = run("unzip", "-l", release.file("T.jar").toString());
    assertThat(files).contains("META-INF/LICENSE", "META-INF/NOTICE");
  }

  /** Where no Java is, in a folder of any name, by a link to the launcher. */
  @Test
  void theArchiveOfClassesIsUsedWhereverTheTarGzIsUnpacked() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, unpacked.resolve("bin/" + NAME));
    Path classes = folder.resolve("classes");
    String version =
        run(
            "env",
            "-i",
            "PATH=/usr/bin",
            "JAVA_HOME=/nowhere",
            "JAVA_OPTS=-Xlog:class+load:file=" + classes,
            link.toString(),
            "--version");
    // Nothing of the JVM on standard output or error.
    assertThat(version.lines()).hasSize(4).first().asString().startsWith(NAME + ", version ");
    List<String> loaded = Files.readAllLines(classes);
    long fromArchive = loaded.stream().filter(line -> line.contains("shared objects")).count();
    assertThat(fromArchive).isGreaterThan(loaded.size() * 9L / 10);
    for (String file : List.of("LICENSE", "NOTICE", "README.md", "runtime/legal/java.base")) {
      assertThat(unpacked.resolve(file)).exists();
    }
  }

  /** Modules that no class names, but TLS and the metrics of the process need. */
  @Test
  void itsRuntimeHasWhatAServerWithTlsNeedsAndServesWhatTheJarServes() throws Exception {
    try (LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL)) {
      Path myCnf = ExporterProcess.writeMyCnf(server, folder);
      Files.writeString(myCnf, "ssl-mode=REQUIRED\n", StandardOpenOption.APPEND);
      List<String> flags =
          List.of("--config.my-cnf=" + myCnf, "--errorlog.file=" + server.errorLog());
      Path folderOfJar = Files.createDirectory(folder.resolve("jar"));
      Scrape byJar;
      try (ExporterProcess exporter =
          ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folderOfJar, flags)) {
        assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
        byJar = exporter.scrape();
      }
      int port = FreePort.find();
      URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      List<String> command =
          new ArrayList<>(List.of("env", "-i", unpacked.resolve("bin/" + NAME).toString()));
      command.addAll(flags);
      command.add("--web.listen-address=127.0.0.1:" + port);
      Path log = folder.resolve("tar.log");
      try (GuardedProcess process = GuardedProcess.start(folder, log, command)) {
        assertThat(Await.within(LIMIT, () -> Scrape.of(metrics).value("mysql_up") == 1))
            .as(Files.readString(log))
            .isTrue();
        Scrape scrape = Scrape.of(metrics);
        assertThat(scrape.value("mysql_ssl_finished_accepts_total")).isPositive();
        assertThat(ofProcess(scrape)).isEqualTo(ofProcess(byJar)).contains("process_open_fds");
        process.signal("TERM");
        assertThat(process.waitFor(LIMIT)).hasValue(143);
      }
      assertThat(Files.readString(log)).doesNotContain("level=error").doesNotContain("[warning]");
    }
  }

  private static Set<String> ofProcess(Scrape scrape) {
    return scrape.samples().keySet().stream()
        .filter(series -> series.startsWith("process_"))
        .collect(Collectors.toSet());
  }

  @Test
  void theManPageHasAllFlagsAndIsWellFormed() throws IOException {
    Path page = unpacked.resolve("share/man/man1/" + NAME + ".1");
    assertThat(
            run(
                "env",
                "LC_ALL=C.UTF-8",
                "man",
                "--warnings",
                "-E",
                "UTF-8",
                "-l",
                "-Tutf8",
                "-Z",
                page.toString()))
        .doesNotContain("warning");
    String text = Files.readString(page).replace("\\-", "-");
    String help = run(unpacked.resolve("bin/" + NAME).toString(), "--help");
    assertThat(help.lines().map(String::strip).filter(line -> line.startsWith("--")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(text).contains(".B " + line.split("[ =]", 2)[0]));
  }

  /** What bash offers for the last word of a command line. */
  private static String completed(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                """
                . "$0" && COMP_WORDS=(mysql-aborted-exporter "$@") COMP_CWORD=$#
                _complete_mysql-aborted-exporter 2>/dev/null
                echo "${COMPREPLY[@]}"
                """,
                unpacked.resolve("share/bash-completion/completions/" + NAME).toString()));
    command.addAll(List.of(words));
    return Command.run(folder, command).strip();
  }

  @Test
  void theShellCompletesCommandsAndFlags() throws IOException {
    assertThat(completed("diag")).isEqualTo("diagnose");
    assertThat(completed("he")).isEqualTo("health");
    assertThat(completed("--errorlog.f").split(" "))
        .containsExactlyInAnyOrder("--errorlog.file", "--errorlog.from");
    assertThat(completed("diagnose", "--wait-t")).isEqualTo("--wait-timeout");
    assertThat(run("dpkg-deb", "--contents", release.file(".deb").toString()))
        .contains("./usr/share/bash-completion/completions/" + NAME);
    assertThat(run("rpm", "-qpl", release.file(".rpm").toString()))
        .contains("/usr/share/bash-completion/completions/" + NAME);
  }

  @Test
  void theDebIsInstalledStartedUpgradedRemovedAndPurged() throws IOException {
    assumeTrue(DebianMachine.unavailableBecause().isEmpty());
    try (DebianMachine machine = DebianMachine.create()) {
      machine.bind(release.folder(), "/srv/release");
      machine.boot();
      // The root has one for the tests of the unit.
      machine.run("userdel", NAME);
      machine.script("until mariadb --execute='SELECT 1'; do sleep 1; done");
      machine.script(
          "mariadb --execute=\"CREATE USER '$1'@'localhost' IDENTIFIED VIA unix_socket\"", NAME);
      String before = traces(machine);

      install(machine);
      assertThat(Await.within(LIMIT, () -> machine.scrape(10104).value("mysql_up") == 1))
          .as(journal(machine))
          .isTrue();
      assertThat(machine.run("systemctl", "is-enabled", NAME)).startsWith("enabled");
      assertThat(machine.run(NAME, "--version")).contains(NAME);
      assertThat(machine.run("stat", "-c", "%U:%G %a", "/etc/" + NAME + "/my.cnf"))
          .startsWith("root:" + NAME + " 640");
      assertThat(machine.run("dpkg", "--verify", NAME).lines())
          .allMatch(line -> line.contains("/usr/share/man/") || line.contains("/usr/share/doc/"));

      // The log is the journal, which it finds by itself.
      String denied = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";
      failLogin(machine);
      assertThat(Await.within(LIMIT, () -> machine.scrape(10104).value(denied) == 1))
          .as(journal(machine))
          .isTrue();

      machine.run("systemctl", "reload", NAME);
      assertThat(Await.within(LIMIT, () -> journal(machine).contains("configuration reloaded")))
          .isTrue();

      machine.script("sed -i 's/^ARGS=.*/ARGS=--web.listen-address=:10105/' /etc/default/$1", NAME);
      install(machine);
      assertThat(Await.within(LIMIT, () -> machine.scrape(10105).value(denied) == 1))
          .as(journal(machine))
          .isTrue();
      assertThat(machine.run("systemctl", "show", "--property=NRestarts", NAME)).contains("=0");

      machine.run("dpkg", "--remove", NAME);
      assertThat(machine.scrape(10105).isServed()).isFalse();
      assertThat(machine.run("ls", "/var/lib/" + NAME, "/etc/" + NAME)).contains("my.cnf");
      machine.run("dpkg", "--purge", NAME);
      assertThat(traces(machine)).isEqualTo(before);
    }
  }

  private static void failLogin(DebianMachine machine) throws IOException {
    machine.script("! mariadb --host=127.0.0.1 --user=eve --password=wrong --execute='SELECT 1'");
  }

  private static void install(DebianMachine machine) throws IOException {
    machine.script("dpkg --force-confold --install /srv/release/*.deb");
  }

  private static String journal(DebianMachine machine) {
    try {
      return machine.run("journalctl", "--identifier=" + NAME, "--output=cat");
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Files, user and units that have its name. */
  private static String traces(DebianMachine machine) throws IOException {
    return machine.script(
        """
        find / -xdev -name "*$1*" -not -path '/proc/*' -not -path '/sys/*' | sort
        grep "^$1" /etc/passwd /etc/group /etc/shadow /etc/gshadow || true
        systemctl list-units --all --no-legend "*$1*"
        """,
        NAME);
  }

  @Test
  void theRpmIsInstalledInARootOfItsOwn() throws IOException {
    String rpm = release.file(".rpm").toString();
    String root = folder.resolve("rpm-root").toString();
    run("rpm", "--root", root, "--initdb");
    run("rpm", "--root", root, "--nodeps", "--noscripts", "--install", rpm);
    Path program = Path.of(root, "usr/bin", NAME);
    assertThat(run("env", "-i", program.toString(), "--version")).contains(NAME);
    Path log = Files.writeString(folder.resolve("rpm.log"), RECORD);
    assertThat(run(program.toString(), "diagnose", "--format=json", log.toString()))
        .startsWith("{");
    assertThat(Path.of(root, "etc", NAME, "my.cnf"))
        .content()
        .contains("socket=/var/lib/mysql/mysql.sock");

    String scripts = run("rpm", "-qp", "--scripts", rpm);
    assertThat(scripts).contains("useradd --system", "try-restart", "disable --now");
    assertThat(run("rpm", "-qp", "--requires", rpm)).contains("systemd").doesNotContain("libjvm");
    assertThat(run("rpm", "-qp", "--configfiles", rpm))
        .contains("/etc/default/" + NAME, "/etc/" + NAME + "/my.cnf");
    assertThat(run("rpm", "-qpl", rpm)).contains("/usr/share/doc/" + NAME + "/LICENSE");
  }

  /** A log that is given by a path from where the user stands. */
  @Test
  void theTarGzReadsLogsOnly() throws Exception {
    Path error = Files.writeString(folder.resolve("only.log"), RECORD);
    int port = FreePort.find();
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    try (GuardedProcess process =
        GuardedProcess.start(
            folder,
            folder.resolve("only-exporter.log"),
            List.of(
                unpacked.resolve("bin/" + NAME).toString(),
                "--no-mysqld",
                "--errorlog.file=" + error.getFileName(),
                "--web.listen-address=127.0.0.1:" + port))) {
      assertThat(process.isAlive()).isTrue();
      assertThat(Await.within(LIMIT, () -> Scrape.of(metrics).value(READ_ERROR) == 1)).isTrue();
    }
  }
}
