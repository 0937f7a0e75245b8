package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built exporter says when it cannot start: one line, no stack trace, a status. */
class BadInputIT {

  private record Outcome(int status, String output) {}

  @TempDir Path folder;

  @Test
  void namesAnOptionFileThatIsNotThere() throws Exception {
    Path missing = folder.resolve("my.cnf");

    assertThat(run("--config.my-cnf=" + missing))
        .isEqualTo(new Outcome(1, "mysql-aborted-exporter: " + missing + " does not exist\n"));
  }

  @Test
  void namesTheLineOfAnOptionFile() throws Exception {
    Path myCnf = Files.writeString(folder.resolve("my.cnf"), "[client]\nuser=x\nport=abc\n");
    Files.setPosixFilePermissions(myCnf, PosixFilePermissions.fromString("rw-------"));

    assertThat(run("--config.my-cnf=" + myCnf))
        .isEqualTo(
            new Outcome(
                1,
                "mysql-aborted-exporter: "
                    + myCnf
                    + ":3: port: found 'abc', accepted: 1 to 65535\n"));
  }

  @Test
  void namesAFileOfTlsThatHoldsNoneAtStartAndWhenChecked() throws Exception {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "nothing\n");
    Path myCnf = Files.writeString(folder.resolve("my.cnf"), "[client]\nuser=x\nssl-ca=" + pem);
    Outcome refused =
        new Outcome(
            1, "mysql-aborted-exporter: ssl-ca: " + pem + " contains no BEGIN CERTIFICATE\n");

    assertThat(run("--config.my-cnf=" + myCnf)).isEqualTo(refused);
    assertThat(run("--config.my-cnf=" + myCnf, "--config.check")).isEqualTo(refused);
  }

  @Test
  void namesWhatIsWrongWithALoginThatOnlyProbesUse() throws Exception {
    Path myCnf =
        Files.writeString(
            folder.resolve("my.cnf"), "[client]\nuser=x\n[client.prod]\nssl-mode=MAYBE\n");
    String[] flags = {"--no-mysqld", "--config.my-cnf=" + myCnf, "--probe.allow=10.0.0.0/8"};
    Outcome refused =
        new Outcome(
            1,
            "mysql-aborted-exporter: "
                + myCnf
                + ":4: ssl-mode: found 'MAYBE', accepted: DISABLED, PREFERRED, REQUIRED, VERIFY_CA,"
                + " VERIFY_IDENTITY\n");

    assertThat(run(flags)).isEqualTo(refused);
    assertThat(run(flags[0], flags[1], flags[2], "--config.check")).isEqualTo(refused);
    assertThat(run(flags[0], flags[1], errorLog(), "--config.check").status()).isZero();
  }

  @Test
  void namesAPortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertThat(run("--no-mysqld", errorLog(), "--web.listen-address=" + address))
          .isEqualTo(
              new Outcome(
                  1,
                  "mysql-aborted-exporter: --web.listen-address: "
                      + address
                      + ": Address already in use\n"));
    }
  }

  @Test
  void refusesAnUnknownFlag() throws Exception {
    assertThat(run("--errorlog.fil=x"))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(2);
              assertThat(outcome.output()).startsWith("mysql-aborted-exporter: Unknown option: ");
              assertThat(outcome.output().lines()).hasSize(1);
            });
  }

  @Test
  void refusesAStateDirectoryOfAnother() throws Exception {
    Path state = folder.resolve("state");
    try (ExporterProcess other =
        ExporterProcess.start(
            ExporterProcess.builtJar(),
            FreePort.find(),
            folder,
            List.of("--no-mysqld", errorLog(), "--state.directory=" + state))) {
      assertThat(other.scrape().isServed()).isTrue();

      assertThat(
              run(
                  "--no-mysqld",
                  errorLog(),
                  "--web.listen-address=127.0.0.1:0",
                  "--state.directory=" + state))
          .isEqualTo(
              new Outcome(
                  1,
                  "mysql-aborted-exporter: --state.directory: "
                      + state
                      + ": in use by another mysql-aborted-exporter\n"));
    }
  }

  @Test
  void checksAGoodConfiguration() throws Exception {
    assertThat(run("--config.check", "--no-mysqld", errorLog()))
        .isEqualTo(new Outcome(0, "the configuration is valid\n"));
  }

  @Test
  void checkSaysWhichLogIsNotThereOrCannotBeRead() throws Exception {
    Path none = folder.resolve("none.log");
    assertThat(run("--config.check", "--no-mysqld", "--errorlog.file=" + none))
        .isEqualTo(
            new Outcome(
                1,
                "mysql-aborted-exporter: --errorlog.file: "
                    + none
                    + ": there is no such file; SELECT @@log_error, @@datadir names it\n"));
    assertThat(run("--config.check", "--no-mysqld", errorLog(), "--generallog.file=" + none))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(1);
              assertThat(outcome.output()).contains("--generallog.file: " + none);
            });
  }

  @Test
  void checkTriesTheLogin() throws Exception {
    Path myCnf;
    try (LocalServer server = LocalServer.start(ServerKind.MARIADB_11_4, Verbosity.FULL)) {
      myCnf = ExporterProcess.writeMyCnf(server, folder);
      assertThat(run("--config.check", "--config.my-cnf=" + myCnf))
          .isEqualTo(new Outcome(0, "the configuration is valid\n"));

      Path wrong =
          Files.writeString(
              folder.resolve("wrong.cnf"),
              Files.readString(myCnf).replaceAll("password=.*", "password=wrong"));
      Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
      assertThat(run("--config.check", "--config.my-cnf=" + wrong))
          .satisfies(
              outcome -> {
                assertThat(outcome.status()).isEqualTo(1);
                assertThat(outcome.output())
                    .startsWith("mysql-aborted-exporter: the server 127.0.0.1:" + server.port())
                    .contains("Access denied for user")
                    .endsWith("(auth)\n");
              });
    }
    assertThat(run("--config.check", "--config.my-cnf=" + myCnf))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isZero();
              assertThat(outcome.output())
                  .startsWith("warning: the login could not be tried: the server 127.0.0.1:")
                  .endsWith("(refused)\nthe configuration is valid\n");
            });
  }

  @Test
  void checkSaysWhatIsHardlyMeant() throws Exception {
    Path myCnf =
        Files.writeString(
            folder.resolve("my.cnf"),
            "[client]\nuser=x\nhots=127.0.0.1\nport=1\npassword=abc#def\nhost localhost\n");
    Files.setPosixFilePermissions(myCnf, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(run("--config.check", "--config.my-cnf=" + myCnf))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isZero();
              assertThat(outcome.output().lines())
                  .contains(
                      "warning: " + myCnf + ":3: hots is no option that is read here; host?",
                      "warning: "
                          + myCnf
                          + ":6: host is followed by no =, so the line has no effect",
                      "warning: "
                          + myCnf
                          + " holds a password and is readable by everybody: run chmod o-r")
                  .noneMatch(line -> line.contains("abc"));
            });
  }

  private String errorLog() throws IOException {
    Path log = folder.resolve("error.log");
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    return "--errorlog.file=" + log;
  }

  private Outcome run(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(ExporterProcess.builtJar().toAbsolutePath().toString());
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), output);
  }
}
