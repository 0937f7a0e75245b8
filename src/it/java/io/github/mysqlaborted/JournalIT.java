package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.JournalFolder;
import io.github.mysqlaborted.harness.Scrape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built exporter reads real journal files with the real journalctl. */
class JournalIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String UNIT = "mariadb.service";
  private static final String LOGGED = "mysql_aborted_connections_logged_total";
  private static final String READ_ERROR = LOGGED + "{phase=\"client\",reason=\"read_error\",}";
  private static final String DENIED = LOGGED + "{phase=\"connect\",reason=\"access_denied\",}";
  private static final String SOURCE = "{source=\"journal:mariadb\",}";
  private static final String READABLE = "mysql_error_log_readable" + SOURCE;
  private static final String RECORDS = "mysql_error_log_records_total" + SOURCE;
  private static final String UNRECOGNIZED = "mysql_error_log_unrecognized_records_total" + SOURCE;

  @TempDir Path folder;
  private JournalFolder journal;
  private int connection = 100;

  @BeforeEach
  void write() throws IOException {
    journal = JournalFolder.start(folder.resolve("journal"));
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void countsWhatTheUnitWrites() throws IOException {
    abort(UNIT);
    try (ExporterProcess exporter = exporter()) {
      await(exporter, READ_ERROR, 1);
      await(exporter, READABLE, 1);
      Scrape before = exporter.scrape();

      abort("ssh.service");
      journal.write(UNIT, "x".repeat(100_000_000).getBytes(US_ASCII));
      journal.write(
          UNIT,
          ("2026-11-22 12:00:00 7 [Warning] Access denied for user 'b\u00f6se'@'10.0.0.7' (using"
                  + " password: YES)")
              .getBytes(ISO_8859_1));
      abort(UNIT);
      await(exporter, READ_ERROR, 2);

      Scrape after = exporter.scrape();
      assertThat(after.risenSince(before, JournalIT::isOfTheLog))
          .isEqualTo(Map.of(READ_ERROR, 1L, DENIED, 1L, RECORDS, 2L, UNRECOGNIZED, 1L));
      assertThat(after.value("process_resident_memory_bytes")).isLessThan(400e6);
    }
  }

  @Test
  void countsAForgedNameAsOneFailedLogin() throws IOException {
    journal.write(UNIT, "2026-11-22 12:00:00 0 [Note] mariadbd: Plugin".getBytes(US_ASCII));
    try (ExporterProcess exporter = exporter()) {
      await(exporter, RECORDS, 1);
      for (String line :
          List.of(
              "2026-11-22 12:00:00 8 [Warning] Access denied for user 'a",
              "2026-11-22 12:00:00 9 [Warning] Aborted connection 9 to db: 'd' user: 'u' host: 'h'"
                  + " (KILLED)",
              "'@'localhost' (using password: YES)")) {
        journal.write(UNIT, line.getBytes(US_ASCII));
      }
      await(exporter, DENIED, 1);
      abort(UNIT);
      await(exporter, READ_ERROR, 1);

      assertThat(
              exporter
                  .scrape()
                  .risenSince(new Scrape(true, Map.of()), series -> series.startsWith(LOGGED)))
          .isEqualTo(Map.of(READ_ERROR, 1L, DENIED, 1L));
    }
  }

  @Test
  void countsOnceAcrossCrashesAndRestarts() throws IOException {
    abort(UNIT);
    String state = "--state.directory=" + folder.resolve("state");
    try (ExporterProcess exporter = exporter(state)) {
      await(exporter, READ_ERROR, 1);
      abort(UNIT);
      await(exporter, READ_ERROR, 2);
      exporter.kill();
    }
    abort(UNIT);
    journal.reboot();
    abort(UNIT);
    try (ExporterProcess exporter = exporter(state)) {
      await(exporter, READ_ERROR, 4);
      assertThat(exporter.scrape().value(RECORDS)).isEqualTo(4);
    }
    try (ExporterProcess exporter = exporter(state)) {
      await(exporter, READABLE, 1);
      abort(UNIT);
      await(exporter, READ_ERROR, 5);
    }
  }

  @Test
  void startsAtTheEndIfAskedToAndLosesNothingBetweenTwoRuns() throws IOException {
    abort(UNIT);
    List<String> flags =
        List.of("--errorlog.from=end", "--state.directory=" + folder.resolve("state"));
    try (ExporterProcess exporter = exporter(flags.toArray(String[]::new))) {
      await(exporter, READABLE, 1);
      assertThat(exporter.scrape().value(READ_ERROR)).isZero();
    }
    abort(UNIT);
    try (ExporterProcess exporter = exporter(flags.toArray(String[]::new))) {
      await(exporter, READ_ERROR, 1);
    }
  }

  @Test
  void leavesNoJournalctlBehindAndStartsAnotherInItsPlace() throws IOException {
    abort(UNIT);
    try (ExporterProcess exporter = exporter()) {
      await(exporter, READ_ERROR, 1);
      assertThat(Await.within(LIMIT, () -> journalctls().stream().anyMatch(JournalIT::follows)))
          .isTrue();
      List<ProcessHandle> first = journalctls();
      assertThat(first).singleElement().matches(JournalIT::follows);

      first.get(0).destroyForcibly();
      assertThat(Await.within(LIMIT, () -> exporter.scrape().value(READABLE) == 0)).isTrue();
      assertThat(Await.within(LIMIT, () -> exporter.scrape().value(READABLE) == 1)).isTrue();
      abort(UNIT);
      await(exporter, READ_ERROR, 2);
      assertThat(exporter.log()).contains("cannot read the journal of mariadb");

      exporter.kill();
      assertThat(Await.within(LIMIT, () -> journalctls().isEmpty())).isTrue();
    }
  }

  @Test
  void takesUpAJournalThatAppearsLater() throws IOException {
    try (ExporterProcess exporter = exporter()) {
      assertThat(Await.within(LIMIT, () -> logOf(exporter).contains("cannot read the journal")))
          .isTrue();
      assertThat(exporter.scrape().value(READABLE)).isZero();

      abort(UNIT);
      await(exporter, READ_ERROR, 1);
      await(exporter, READABLE, 1);
    }
  }

  @Test
  void saysThatThereIsNoSuchJournal() throws IOException {
    List<String> flags =
        List.of(
            "--no-mysqld",
            "--errorlog.source=journal",
            "--errorlog.unit=mariadb",
            "--errorlog.journal-directory=" + folder.resolve("nowhere"));
    try (ExporterProcess exporter =
        ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags)) {
      assertThat(Await.within(LIMIT, () -> logOf(exporter).contains("cannot read the journal")))
          .isTrue();
      assertThat(logOf(exporter)).contains("No such file or directory");
      assertThat(exporter.scrape().value(READABLE)).isZero();
    }
  }

  @Test
  void passesOverWhatSystemdSaysOfTheUnit() throws IOException {
    journal.writeOfSystemd(UNIT, "Starting mariadb.service - MariaDB 10.11.11 database server...");
    try (ExporterProcess exporter = exporter()) {
      assertThat(Await.within(LIMIT, () -> logOf(exporter).contains("only systemd's own entries")))
          .isTrue();
      assertThat(exporter.scrape().value(READABLE)).isZero();

      abort(UNIT);
      journal.writeOfSystemd(UNIT, "Started mariadb.service - MariaDB 10.11.11 database server.");
      abort(UNIT);
      await(exporter, READ_ERROR, 2);
      await(exporter, READABLE, 1);
      assertThat(exporter.scrape().value(RECORDS)).isEqualTo(2);
      assertThat(exporter.scrape().value(UNRECOGNIZED)).isZero();
    }
  }

  @Test
  void saysThatTheUnitHasNoEntry() throws Exception {
    abort(UNIT);
    String told =
        "the journal in " + journal.folder() + " has no entries of mysql: check journalctl";
    List<String> flags =
        List.of(
            "--no-mysqld",
            "--errorlog.source=journal",
            "--errorlog.unit=mysql",
            "--errorlog.journal-directory=" + journal.folder());
    try (ExporterProcess exporter =
        ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags)) {
      assertThat(Await.within(LIMIT, () -> logOf(exporter).contains(told))).isTrue();
      assertThat(exporter.scrape().value("mysql_error_log_readable{source=\"journal:mysql\",}"))
          .isZero();
      try (InputStream page = exporter.address().resolve("/").toURL().openStream()) {
        assertThat(page).asString(US_ASCII).contains("cannot be read: " + told);
      }
    }

    List<String> check = new ArrayList<>(flags);
    check.add("--config.check");
    assertThat(check(check))
        .startsWith("1 mysql-aborted-exporter: --errorlog.unit: " + told)
        .hasLineCount(1);
    check.set(2, "--errorlog.unit=mariadb");
    assertThat(check(check)).isEqualTo("0 the configuration is valid\n");
  }

  private String check(List<String> flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(ExporterProcess.builtJar().toAbsolutePath().toString());
    command.addAll(flags);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    return process.waitFor() + " " + output;
  }

  private static boolean isOfTheLog(String series) {
    return series.startsWith(LOGGED)
        || series.startsWith("mysql_error_log_records")
        || series.startsWith("mysql_error_log_unrecognized")
        || series.startsWith("mysql_error_log_lost");
  }

  private ExporterProcess exporter(String... more) throws IOException {
    List<String> flags = new ArrayList<>();
    flags.add("--no-mysqld");
    flags.add("--errorlog.source=journal");
    flags.add("--errorlog.unit=mariadb");
    flags.add("--errorlog.journal-directory=" + journal.folder());
    flags.addAll(List.of(more));
    return ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags);
  }

  private List<ProcessHandle> journalctls() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(
                        line ->
                            line.startsWith("/usr/bin/journalctl")
                                && line.contains(folder.toString()))
                    .isPresent())
        .toList();
  }

  private static boolean follows(ProcessHandle journalctl) {
    return journalctl.info().commandLine().orElse("").contains(" --follow ");
  }

  private static String logOf(ExporterProcess exporter) {
    try {
      return exporter.log();
    } catch (IOException e) {
      return "";
    }
  }

  private static void await(ExporterProcess exporter, String series, int count) {
    Await.within(LIMIT, () -> exporter.scrape().value(series) >= count);
    assertThat(exporter.scrape().value(series)).isEqualTo(count);
  }

  private void abort(String unit) throws IOException {
    connection++;
    String record =
        "2026-11-22 12:00:00 %d [Warning] Aborted connection %d to db: 'shop' user: 'app' host:"
            + " 'localhost' (Got an error reading communication packets)";
    journal.write(unit, record.formatted(connection, connection).getBytes(US_ASCII));
  }
}
