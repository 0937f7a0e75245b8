package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLocationTest {

  @TempDir private Path directory;
  private TailedLog log;

  @BeforeEach
  void follow() throws IOException {
    log = TailedLog.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  @Test
  void readsNothingOfMySqlsJsonSinkBesideTheLog() throws IOException {
    log.write("one\n").poll();
    Files.writeString(log.sibling("error.log.00.json"), "{}\n");
    log.rotate();
    Files.writeString(log.sibling("error.log.00.json.1"), "{}\n");
    Files.writeString(log.sibling("error.log.swp"), "swap\n");
    Files.writeString(log.sibling("error.log.1.zst"), "packed\n");
    log.write("two\n").poll();
    assertThat(log.lines).containsExactly("one", "two");
    assertThat(log.tailer.statistics().rotations()).isEqualTo(1);
  }

  @Test
  void followsTheJsonSinkItself() throws IOException {
    String json = log.sibling("error.log.00.json").toString();
    try (TailedLog sink = new TailedLog(directory, json, StartFrom.BEGINNING, LogBytes::ofFile)) {
      log.write("text\n");
      Files.writeString(Path.of(json), "{1}\n");
      sink.poll();
      Files.move(Path.of(json), Path.of(json + ".1"));
      Files.writeString(Path.of(json + ".2.gz"), "packed\n");
      Files.writeString(Path.of(json), "{2}\n");
      sink.poll();
      assertThat(sink.lines).containsExactly("{1}", "{2}");
    }
  }

  @Test
  void followsTheNewestFileOfAGlob() throws IOException {
    try (TailedLog glob =
        new TailedLog(
            directory, directory + "/mysql-*.log", StartFrom.BEGINNING, LogBytes::ofFile)) {
      Files.writeString(log.sibling("mysql-1.log"), "one\n");
      Files.writeString(log.sibling("mysql-2.log"), "two\n");
      Files.writeString(log.sibling("other-2.log"), "other\n");
      glob.poll();
      Files.writeString(log.sibling("mysql-3.log"), "three\n");
      glob.poll();
      Files.writeString(log.sibling("mysql-4.log"), "four\n");
      Files.writeString(log.sibling("mysql-5.log"), "five\n");
      glob.restart().poll();
      Files.writeString(log.sibling("mysql-5.log"), "six\n", StandardOpenOption.APPEND);
      glob.poll();
      assertThat(glob.lines).containsExactly("one", "two", "three", "four", "five", "six");
    }
  }
}
