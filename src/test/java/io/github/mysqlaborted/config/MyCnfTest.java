package io.github.mysqlaborted.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MyCnfTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain              | plain",
        "  spaced out       | spaced out",
        "'quoted '          | `quoted `",
        "\"it's\"           | it's",
        "\"a # no comment\" | a # no comment",
        "cut#here           | cut",
        "\"odd'             | \"odd'",
        "'                  | '",
        "''                 | ``",
        "a\\sb              | a b",
        "tab\\tend          | `tab\tend`",
        "back\\\\slash      | back\\slash",
        "\\\"q\\\"          | \"q\"",
        "unknown\\q         | unknown\\q",
        "last\\             | last\\",
        "\"\\\"#\"          | \"#",
        "pass=word          | pass=word",
        "; no comment       | ; no comment",
      })
  void readsAValueAsTheClientsDo(String written, String meant) throws Exception {
    MyCnf myCnf = MyCnf.read(file("my.cnf", "[client]\npassword = " + written + "\n"));

    assertThat(value(myCnf, "password")).contains(meant == null ? "" : meant);
  }

  @Test
  void takesTheLastLineOfAGroupAndUnderscoresForDashes() throws Exception {
    MyCnf myCnf =
        MyCnf.read(
            file(
                "my.cnf",
                """
                # comment
                ; comment

                [client]
                ssl_mode=DISABLED
                [mysqld]
                user=mysql
                [client]
                  SSL-Mode = REQUIRED  \r
                no-beep
                """));

    assertThat(value(myCnf, "ssl-mode")).contains("REQUIRED");
    assertThat(value(myCnf, "user")).isEmpty();
    assertThat(myCnf.option(List.of("client"), "no-beep").orElseThrow().value()).isEmpty();
    assertThat(myCnf.hasGroup("mysqld")).isTrue();
    assertThat(myCnf.hasGroup("client.other")).isFalse();
  }

  @Test
  void letsALaterGroupWinOverAnEarlier() throws Exception {
    MyCnf myCnf =
        MyCnf.read(file("my.cnf", "[client.shop]\nuser=shop\n[client]\nuser=all\nport=3307\n"));

    List<String> groups = List.of("client", "client.shop");
    assertThat(myCnf.option(groups, "user").orElseThrow().value()).contains("shop");
    assertThat(myCnf.option(groups, "port").orElseThrow().value()).contains("3307");
  }

  @Test
  void readsIncludedFilesWhereTheyAreNamed() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("conf.d"));
    Files.writeString(directory.resolve("b.cnf"), "[client]\nuser=b\n");
    Files.writeString(directory.resolve("a.cnf"), "[client]\nuser=a\nhost=a\n");
    Files.writeString(directory.resolve("c.txt"), "not an option file");
    Path single = file("single.cnf", "[client]\nhost=single\n");
    MyCnf myCnf =
        MyCnf.read(file("my.cnf", "!includedir " + directory + "\n!include " + single + "\n"));

    assertThat(value(myCnf, "user")).contains("b");
    assertThat(value(myCnf, "host")).contains("single");
  }

  @Test
  void saysInWhichFileAndLineSomethingIsWrong() throws Exception {
    Path missing = folder.resolve("missing.cnf");
    assertProblem("user=root\n", ":1: option before the first [group]");
    assertProblem("[client]\n[mysql\n", ":2: the ] of [group] is missing");
    assertProblem(
        "\n!inlcude x\n", ":2: found !inlcude, accepted: !include FILE, !includedir DIRECTORY");
    assertProblem("!include " + missing + "\n", ":1: " + missing + " does not exist");
    assertProblem(
        "!includedir " + missing + "\n",
        ":1: directory " + missing + " cannot be read: NoSuchFile");
  }

  @Test
  void namesTheLineOfAFaultInAnIncludedFile() throws Exception {
    Path included = file("included.cnf", "[client]\n[broken\n");
    Path file = file("my.cnf", "!include " + included + "\n");

    assertThatThrownBy(() -> MyCnf.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(included + ":2: the ] of [group] is missing");
  }

  @Test
  void refusesAFileThatIncludesItself() throws Exception {
    Path file = folder.resolve("my.cnf");
    Files.writeString(file, "!include " + file + "\n");

    assertThatThrownBy(() -> MyCnf.read(file))
        .hasMessage(file + ":1: more than 10 nested includes");
  }

  @Test
  void refusesAFileThatEverybodyMayWrite() throws Exception {
    Path file = file("my.cnf", "[client]\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(() -> MyCnf.read(file))
        .hasMessage(file + " is world-writable; MySQL's clients ignore such a file. Run chmod o-w");
  }

  @Test
  void refusesWhatIsNoText() throws Exception {
    Path file = folder.resolve("my.cnf");
    Files.write(file, new byte[] {'[', (byte) 0xff, ']'});

    assertThatThrownBy(() -> MyCnf.read(file)).hasMessage(file + " is not UTF-8 text");
  }

  @Test
  void takesTheUsualFileOnlyWhenNoneIsGiven() throws Exception {
    assertThat(value(MyCnf.find(Optional.empty(), folder), "user")).isEmpty();
    file(".my.cnf", "[client]\nuser=usual\n");
    Path given = file("given.cnf", "[client]\nuser=given\n");

    assertThat(value(MyCnf.find(Optional.empty(), folder), "user")).contains("usual");
    assertThat(value(MyCnf.find(Optional.of(given), folder), "user")).contains("given");
    Path missing = folder.resolve("missing.cnf");
    assertThatThrownBy(() -> MyCnf.find(Optional.of(missing), folder))
        .hasMessage(missing + " does not exist");
  }

  private void assertProblem(String text, String message) throws IOException {
    Path file = file("my.cnf", text);
    assertThatThrownBy(() -> MyCnf.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + message);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Optional<String> value(MyCnf myCnf, String name) {
    return myCnf.option(List.of("client"), name).flatMap(MyCnf.Option::value);
  }
}
