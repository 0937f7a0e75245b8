package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.server.table.ErrorLogLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUnitsTest {

  private static final String MARIADB = "0::/system.slice/mariadb.service\n";

  @TempDir Path folder;
  private Path proc;

  @BeforeEach
  void write() throws IOException {
    proc = folder.resolve("proc");
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(proc.resolve("sys/kernel/hostname"), "db1\n");
    process(1, "systemd", "0::/init.scope\n");
    process(800, "mysqld_exporter", "0::/system.slice/mysqld-exporter.service\n");
    process(801, "mysqld_safe", "0::/system.slice/other.service\n");
  }

  @Test
  void findsTheUnitOfTheProcessThatThePidFileNames() throws IOException {
    process(900, "mariadbd", MARIADB);
    process(901, "mysqld", "0::/system.slice/mysql.service\n");
    pidFile("900\n");
    assertThat(units("mariadb.pid")).containsExactly("mariadb");
    assertThat(units(folder.resolve("mariadb.pid").toString())).containsExactly("mariadb");
  }

  @Test
  void findsTheUnitOfTheOnlyServerWhereThePidFileCannotBeRead() throws IOException {
    process(900, "mariadbd", MARIADB);
    assertThat(units("")).containsExactly("mariadb");
    assertThat(units("missing.pid")).containsExactly("mariadb");
    assertThat(units("\0")).containsExactly("mariadb");
    pidFile("801\n");
    assertThat(units("mariadb.pid")).containsExactly("mariadb");
    pidFile("../900");
    assertThat(units("mariadb.pid")).containsExactly("mariadb");
  }

  @Test
  void namesAllUnitsThatItCanBe() throws IOException {
    String slice = "0::/system.slice/system-mariadb.slice/";
    process(900, "mariadbd", slice + "mariadb@2.service\n");
    process(901, "mariadbd", slice + "mariadb@1.service\n");
    assertThat(units("")).containsExactly("mariadb@1", "mariadb@2");
    pidFile("901");
    assertThat(units("mariadb.pid")).containsExactly("mariadb@1");
  }

  @Test
  void findsTheUnitInControlGroupsOfTheFirstVersion() throws IOException {
    process(
        900,
        "mysqld",
        "12:memory:/system.slice/mysqld.service\n1:name=systemd:/system.slice/mysqld.service\n");
    assertThat(units("")).containsExactly("mysqld");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/",
        "0::/docker/4c01db0b339c",
        "0::/system.slice/docker-4c01db0b339c.scope",
        "0::/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:4c01db0b339c",
        "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-4c01db0b339c.scope",
        "0::/machine.slice/systemd-nspawn@db.service/payload/system.slice/mariadb.service",
        "0::/lxc.payload.db/system.slice/mariadb.service",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/mysql.service",
        "0::/user.slice/user-0.slice/session-1.scope"
      })
  void findsNoUnitOfAServerInAContainerOrOfAUser(String controlGroup) throws IOException {
    process(900, "mysqld", controlGroup + "\n");
    assertThat(units("")).isEmpty();
    pidFile("900");
    assertThat(units("mariadb.pid")).isEmpty();
  }

  @Test
  void findsNoUnitOfAServerOfAnotherMachine() throws IOException {
    process(900, "mariadbd", MARIADB);
    Files.writeString(proc.resolve("sys/kernel/hostname"), "db2\n");
    assertThat(units("")).isEmpty();
    Files.delete(proc.resolve("sys/kernel/hostname"));
    assertThat(units("")).isEmpty();
  }

  private List<String> units(String pidFile) {
    return new ServerUnits(proc)
        .of(new ErrorLogLocation(false, false, "stderr", folder.toString(), pidFile, "db1"));
  }

  private void pidFile(String content) throws IOException {
    Files.writeString(folder.resolve("mariadb.pid"), content);
  }

  private void process(int pid, String name, String controlGroup) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(process.resolve("comm"), name + "\n");
    Files.writeString(process.resolve("cgroup"), controlGroup);
  }
}
