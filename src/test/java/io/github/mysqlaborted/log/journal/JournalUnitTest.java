package io.github.mysqlaborted.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.TestTicker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalUnitTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final TestTicker ticker = new TestTicker();

  @Test
  void takesTheNameThatSystemdHasForAnAlias() throws IOException {
    JournalUnit unit = unit("mysql", "echo Id=mariadb.service; echo LoadState=loaded");
    assertThat(unit.name()).isEqualTo("mariadb.service");
    assertThat(unit.given()).isEqualTo("mysql");
    assertThat(unit.objection(Optional.empty(), false))
        .startsWith(
            "the journal has no entries of mariadb.service: check journalctl"
                + " --unit=mariadb.s");
    assertThat(Files.readString(folder.resolve("asked")))
        .isEqualTo("show --property=Id --property=LoadState -- mysql\n");
  }

  @Test
  void saysThatThereIsNoSuchUnit() throws IOException {
    JournalUnit unit = unit("mysqld", "echo Id=mysqld.service; echo LoadState=not-found");
    assertThat(unit.objection(Optional.empty(), false))
        .startsWith("systemd has no unit mysqld: set --errorlog.unit");
  }

  @Test
  void readsTheLinksOfAliasesWhereSystemctlHasNoAnswer() throws IOException {
    Files.createSymbolicLink(
        folder.resolve("mysql.service"), Path.of("/lib/systemd/system/mariadb.service"));
    Files.createSymbolicLink(folder.resolve("masked.service"), Path.of("/dev/null"));
    Files.createFile(folder.resolve("mariadb.service"));

    String fails = "echo 'Failed to connect to bus' >&2; exit 1";
    assertThat(unit("mysql", fails).name()).isEqualTo("mariadb.service");
    assertThat(unit("mariadb", fails).name()).isEqualTo("mariadb");
    assertThat(unit("masked", fails).name()).isEqualTo("masked");
    assertThat(unit("nothing", fails).name()).isEqualTo("nothing");
    assertThat(unit("nothing", fails).objection(Optional.empty(), false))
        .startsWith("the journal has no entries of nothing");
    JournalUnit without =
        JournalUnit.asking("mysql", Optional.empty(), () -> ask("/nowhere", "mysql"));
    assertThat(without.isNamed()).isTrue();
    assertThat(without.name()).isEqualTo("mariadb.service");
  }

  @Test
  void leavesAPatternAndTheUnitOfAnotherMachineAsTheyAre() throws IOException {
    assertThat(unit("mariadb@*", "echo Id=wrong.service").name()).isEqualTo("mariadb@*");
    JournalUnit elsewhere =
        JournalUnit.asking(
            "mysql",
            Optional.of(folder),
            () -> {
              throw new AssertionError("asked");
            });
    assertThat(elsewhere.isNamed()).isTrue();
    elsewhere.askAgain();
    assertThat(elsewhere.name()).isEqualTo("mysql");
  }

  @Test
  void waitsForNoSystemctlThatHangs() throws IOException {
    Path systemctl = program("read nothing < " + fifo());
    JournalUnit unit =
        JournalUnit.asking("mysql", Optional.empty(), () -> ask(systemctl.toString(), "mysql"));
    assertThat(unit.isNamed()).isFalse();
    ticker.pass(Duration.ofSeconds(10));
    assertThat(unit.isNamed()).isTrue();
    assertThat(unit.name()).isEqualTo("mysql");
  }

  @Test
  void asksAnewForWhatMayHaveChanged() throws IOException {
    JournalUnit unit = unit("mysql", "echo Id=mysql.service; echo LoadState=not-found");
    program("echo Id=mariadb.service; echo LoadState=loaded");
    assertThat(unit.isNamed()).isTrue();
    assertThat(unit.name()).isEqualTo("mysql.service");

    unit.askAgain();
    assertThat(Await.within(LIMIT, unit::isNamed)).isTrue();
    assertThat(unit.name()).isEqualTo("mariadb.service");
  }

  private JournalUnit unit(String name, String script) throws IOException {
    Path systemctl = program(script);
    JournalUnit unit =
        JournalUnit.asking(name, Optional.empty(), () -> ask(systemctl.toString(), name));
    assertThat(Await.within(LIMIT, unit::isNamed)).isTrue();
    return unit;
  }

  private UnitQuestion ask(String systemctl, String unit) {
    return UnitQuestion.ask(systemctl, List.of(folder.resolve("none"), folder), unit, ticker);
  }

  private Path program(String script) throws IOException {
    Path written = folder.resolve("written");
    Files.writeString(
        written, "#!/bin/sh\necho \"$@\" > " + folder.resolve("asked") + "\n" + script + "\n");
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwx------"));
    Path program = folder.resolve("systemctl");
    return Files.move(written, program, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private Path fifo() throws IOException {
    Path fifo = folder.resolve("fifo");
    try {
      new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fifo;
  }
}
