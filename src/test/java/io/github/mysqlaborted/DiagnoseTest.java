package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.cli.CommandLineParser;
import io.github.mysqlaborted.cli.Invocation;
import io.github.mysqlaborted.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnoseTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  /** The field's own story: cut between seven and eight each morning, eight hours after use. */
  @Test
  void tellsTheStoryOfTheNight() throws Exception {
    write("error.log", nights(8, "Got timeout reading communication packets"));

    assertThat(diagnose("--wait-timeout=28800", path("error.log"))).isZero();
    assertThat(output())
        .contains("Sessions that were cut (Aborted_clients): 40, 100 % explained")
        .contains("(idle_timeout, likely, R16)")
        .contains("40 of 40 events of 'app'@'10.0.0.7' lie between 07:00 and 09:00 on 8 days.")
        .contains("28,800 s (8 h) earlier, between 23:00 and 01:00,")
        .contains("harmless");
    assertThat(errors()).isEmpty();
  }

  /** MySQL 5.5 says "error reading" of the same. */
  @Test
  void tellsTheStoryOfTheNightInTheWordsOfTheFirstWhoToldIt() throws Exception {
    write("error.log", nights(5, "Got an error reading communication packets"));

    diagnose("--wait-timeout=28800", path("error.log"));
    assertThat(output()).contains("(idle_timeout, likely, R16)");
  }

  @Test
  void saysNothingOfTheNightWithoutTheTimeout() throws Exception {
    write("error.log", nights(5, "Got an error reading communication packets"));

    diagnose(path("error.log"));
    assertThat(output()).doesNotContain("R16").contains("(not_closed, possible");
  }

  @Test
  void readsRotatedAndPackedFilesOnceInOrder() throws Exception {
    pack("error.log.2.gz", aborted("2026-11-20 07:00:00", 1));
    write("error.log.1", aborted("2026-11-21 07:00:00", 2));
    write("error.log", aborted("2026-11-22 07:00:00", 3));

    diagnose(path("error.log"), path("error.log.1"), path("error.log.2.gz"));
    assertThat(output())
        .contains(path("error.log") + ": 3 records")
        .contains("Events: 2026-11-20 07:00:00 to 2026-11-22 07:00:00")
        .doesNotContain("error.log.1");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'    ', ''",
    "'> ', ''",
    "'`', '`'",
    "'/var/log/mysql/error.log:', ''",
    "'error.log.1:77:', ''",
    "'  > error.log:', ''"
  })
  void readsLinesAsPeoplePassThemOn(String before, String after) throws Exception {
    String lines =
        (aborted("2026-11-22 07:00:00", 3) + aborted("2026-11-22 08:00:00", 4))
            .lines()
            .map(line -> before + line + after + "\n")
            .reduce("", String::concat);
    write("pasted.txt", lines);

    assertThat(diagnose(path("pasted.txt"))).isZero();
    assertThat(output()).contains("Sessions that were cut (Aborted_clients): 2,");
  }

  /** Only the first line decides whether something stands before the lines. */
  @Test
  void takesNothingOffTheLinesOfANameWithALineFeed() throws Exception {
    String name =
        "x\nerror.log:2026-11-22 07:00:01 9 [Warning] Aborted connection 9 to db: 'a' user: 'b'"
            + " host: 'c' (x)";
    write(
        "error.log",
        aborted("2026-11-22 06:00:00", 3)
            + "2026-11-22 07:00:00 8 [Warning] Access denied for user '"
            + name
            + "'@'h' (using password: NO)\n");

    diagnose(path("error.log"));
    assertThat(output())
        .contains("Sessions that were cut (Aborted_clients): 1,")
        .contains("Logins that failed (Aborted_connects): 1,");
  }

  @Test
  void leavesOutWhatIsNotWanted() throws Exception {
    write("error.log", aborted("2026-11-20 07:00:00", 1) + aborted("2026-11-22 07:00:00", 2));

    diagnose("--since=2026-11-21", path("error.log"));
    assertThat(output()).contains("(Aborted_clients): 1,");
    diagnose("--account=other", path("error.log"));
    assertThat(output()).contains("(Aborted_clients): 0\n");
  }

  @Test
  void failsOnlyForWhatIsNamed() throws Exception {
    write("error.log", nights(8, "Got timeout reading communication packets"));
    String log = path("error.log");

    assertThat(diagnose("--wait-timeout=28800", "--fail-on=likely:idle_timeout", log)).isEqualTo(3);
    assertThat(diagnose("--wait-timeout=28800", "--fail-on=certain", log)).isZero();
    assertThat(diagnose("--wait-timeout=28800", "--fail-on=likely:attack", log)).isZero();
  }

  @Test
  void writesSeveralOutputsOfOnePass() throws Exception {
    write("error.log", aborted("2026-11-22 07:00:00", 1));

    diagnose("-o", path("r.json"), "-o", path("r.html"), "-o", "-", path("error.log"));
    assertThat(Files.readString(folder.resolve("r.json")))
        .contains("\"schema\" : 1", "\"cause\" : \"not_closed\"", "\"server\" : null");
    assertThat(Files.readString(folder.resolve("r.html"))).startsWith("<!DOCTYPE html>");
    assertThat(output()).startsWith("Log: ");
  }

  @Test
  void showsHostileNamesAsText() throws Exception {
    write(
        "error.log",
        aborted("2026-11-22 07:00:00", 1)
            .replace("'shop'", "'<script>alert(1)</script>'")
            .replace("'app'", "'a\u001b[31m\u202eb'"));

    diagnose("--format=html", path("error.log"));
    assertThat(output())
        .doesNotContain("<script", "\u001b", "\u202e")
        .contains("&lt;script&gt;", "\\x1b[31m\\u202eb");
    diagnose(path("error.log"));
    assertThat(output()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void saysTheSameOfTheSameLog() throws Exception {
    write("error.log", nights(4, "Got an error reading communication packets"));
    diagnose("--format=html", path("error.log"));
    String first = output();

    diagnose("--format=html", path("error.log"));
    assertThat(output()).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty|is empty",
        "binary|is a binary file, not an error log",
        "slow|is a slow query log, not an error log; SELECT @@log_error shows where that is",
        "prose|has no record of an error log of MySQL or MariaDB",
        "folder|is a directory",
        "none|does not exist",
      })
  void saysWhatIsWrongWithALog(String name, String why) throws Exception {
    write("empty", "");
    Files.write(folder.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2, 3, '\n', 4});
    write("slow", "# Time: 2026-11-22T07:00:00Z\n# Query_time: 1.0  Lock_time: 0\nSELECT 1;\n");
    write("prose", "Dear all,\nthe database is slow today.\n");
    Files.createDirectory(folder.resolve("folder"));

    assertThat(diagnose(path(name))).isEqualTo(1);
    assertThat(errors()).isEqualTo("mysql-aborted-exporter: " + path(name) + " " + why + "\n");
    assertThat(output()).isEmpty();
  }

  @Test
  void readsWhatIsThereOfAPackedFileThatIsCutOff() throws Exception {
    pack("error.log.gz", nights(8, "Got timeout reading communication packets"));
    byte[] packed = Files.readAllBytes(folder.resolve("error.log.gz"));
    Files.write(folder.resolve("error.log.gz"), Arrays.copyOf(packed, packed.length - 20));

    assertThat(diagnose(path("error.log.gz"))).isZero();
    assertThat(output()).contains("ends before it should");
  }

  @Test
  void saysThatTwoServersSeemToBeInOneLog() throws Exception {
    write(
        "error.log",
        (aborted("2026-11-22 07:00:00", 1) + aborted("2026-11-20 07:00:00", 9)).repeat(5));

    diagnose(path("error.log"));
    assertThat(output()).contains("may be the logs of two servers in one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--since=soon x|--since: found 'soon', accepted: a time such as 2026-11-25T10:00, or a"
            + " length before now such as 24h",
        "--wait-timeout=0 x|--wait-timeout: found '0', accepted: seconds from 1",
        "--keepalive=1 x|--keepalive: found '1', accepted: three numbers such as 7200,75,9",
        "--fail-on=maybe x|--fail-on: found 'maybe', accepted: possible, likely or certain, then :"
            + " and causes",
        "--format=pdf x|--format: found 'pdf', accepted: text, json, html",
      })
  void refusesFlags(String arguments, String message) throws Exception {
    List<String> words = new ArrayList<>(List.of("diagnose"));
    words.addAll(List.of(arguments.split(" ")));
    assertThat(CommandLineParser.parse(words, Map.of(), "1"))
        .isEqualTo(new Invocation.Show(message, 2));
  }

  @Test
  void explainsOneLine() throws Exception {
    assertThat(
            Explain.run(
                Optional.of(
                    "Aborted connection 123 to db: 'shop' user: 'app' host: '10.0.0.7' (Got an error"
                        + " reading communication packets)"),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)))
        .isZero();
    assertThat(output())
        .startsWith("Connection 123 of 'app'@'10.0.0.7', database 'shop': reason read_error")
        .contains("What it cannot mean:", "One line cannot make it certain", "  3. ");
  }

  @Test
  void explainsNothingThatIsNoRecord() throws Exception {
    assertThat(
            Explain.run(
                Optional.empty(),
                new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)))
        .isEqualTo(1);
    assertThat(errors()).contains("no record of an aborted connection");
  }

  private int diagnose(String... arguments) throws ConfigException, IOException {
    out.reset();
    err.reset();
    List<String> words =
        new ArrayList<>(List.of("diagnose", "--hours.time-zone=UTC", "--errorlog.time-zone=UTC"));
    words.addAll(List.of(arguments));
    Invocation invocation = CommandLineParser.parse(words, Map.of(), "1");
    return new Diagnose(
            ((Invocation.Diagnose) invocation).config(),
            Map.of(),
            Clock.systemUTC(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run();
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void pack(String name, String text) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String aborted(String time, int id) {
    return "%s %d [Warning] Aborted connection %d to db: 'shop' user: 'app' host: '10.0.0.7' (Got an error reading communication packets)\n"
        .formatted(time, id, id);
  }

  private static String nights(int days, String reason) {
    StringBuilder log = new StringBuilder();
    int id = 100;
    for (int day = 1; day <= days; day++) {
      for (int i = 0; i < 5; i++) {
        log.append(
            "2026-11-%02d 07:%02d:%02d %d [Warning] Aborted connection %d to db: 'shop' user: 'app' host: '10.0.0.7' (%s)\n"
                .formatted(day, 3 + 2 * i * i + day % 7 * i, 7 * i, id, id, reason));
        id += 37;
      }
    }
    return log.toString();
  }
}
