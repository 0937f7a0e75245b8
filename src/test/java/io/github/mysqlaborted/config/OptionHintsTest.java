package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionHintsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "pasword, password",
    "passwrod, password",
    "passsword, password",
    "usr, user",
    "hots, host",
    "sockets, socket",
    "ssl_moed, ssl-mode",
    "ssl-key2, ssl-key"
  })
  void namesAMisspeltOption(String written, String meant) throws Exception {
    assertThat(hints("[client]\n" + written + "=x\n"))
        .containsExactly(
            folder.resolve("my.cnf")
                + ":2: "
                + written.replace('_', '-')
                + " is no option that is read here; "
                + meant
                + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"default-character-set=utf8", "ssl-crl=x", "ssl=1", "protocol=tcp", "compress"})
  void saysNothingOfOptionsOfOtherPrograms(String line) throws Exception {
    assertThat(hints("[client]\n" + line + "\n[mysqld]\npasword=x\n")).isEmpty();
  }

  @Test
  void namesALineWithoutAnEqualsSign() throws Exception {
    assertThat(hints("[client.prod]\nhost localhost\nget-server-public-key\n"))
        .containsExactly(
            folder.resolve("my.cnf") + ":2: host is followed by no =, so the line has no effect");
  }

  @Test
  void namesAPasswordThatACommentCutsShort() throws Exception {
    String place = folder.resolve("my.cnf") + ":2: ";

    assertThat(hints("[client]\npassword=abc#def\n"))
        .containsExactly(
            place
                + "the password ends before the #, which begins a comment; put it between quotes if"
                + " the # belongs to it");
    assertThat(hints("[client]\npassword=\"abc#def\"\n")).isEmpty();
    assertThat(hints("[client]\npassword=abc # of the exporter\n")).isEmpty();
    assertThat(hints("[client]\nuser=abc#def\n")).isEmpty();
  }

  @Test
  void namesAFileOfAPasswordThatEverybodyMayRead() throws Exception {
    Path file = write("[client]\npassword=x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(MyCnf.read(file).hints())
        .containsExactly(file + " holds a password and is readable by everybody: run chmod o-r");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(MyCnf.read(file).hints()).isEmpty();

    Path other = write("[client]\nuser=x\n");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(MyCnf.read(other).hints()).isEmpty();
  }

  private List<String> hints(String text) throws Exception {
    Path file = write(text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return MyCnf.read(file).hints();
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("my.cnf"), text);
  }
}
