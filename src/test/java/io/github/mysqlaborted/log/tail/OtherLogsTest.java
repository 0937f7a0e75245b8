package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of other servers in the same folder. */
class OtherLogsTest {

  private static final int LOOKS = 2 * LogFolder.LOOKS + 2;

  @TempDir private Path directory;

  @Test
  void readsNothingOfAnotherServersLogBesideIt() throws IOException {
    for (String other :
        List.of(
            "error-3307.log",
            "error-2.log",
            "error.log2",
            "error.2.log",
            "error.log.9",
            "error-20260101.log",
            "error.log-old")) {
      try (TailedLog log = TailedLog.in(directory)) {
        List<String> written = new ArrayList<>();
        append(other, "theirs 0");
        for (int i = 0; i < 4; i++) {
          String line = "ours, of the length of a record of some server, " + i;
          log.write(line + "\n").poll();
          written.add(line);
          append(other, "theirs 1 " + i);
          log.restart().rotate();
          append(other, "theirs 2 " + i);
          log.poll();
        }
        log.write("end\n").poll().restart().poll();
        written.add("end");
        assertThat(log.lines).as(other).isEqualTo(written);
        assertThat(log.tailer.statistics().lost()).as(other).isZero();
      }
      FilesOf.deleteAll(directory);
    }
  }

  @Test
  void readsNothingOfAnotherServersLogThatIsRotatedToo() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      List<String> written = new ArrayList<>();
      append("error.2.log", "theirs");
      for (int i = 0; i < 4; i++) {
        String line = "ours, of the length of a record of some server, " + i;
        log.write(line + "\n").poll();
        written.add(line);
        Files.move(log.sibling("error.2.log"), log.sibling("error.2.log." + i));
        append("error.2.log", "theirs " + i);
        log.rotate();
        log.poll();
      }
      assertThat(log.lines).isEqualTo(written);
      assertThat(log.tailer.statistics().lost()).isZero();
    }
  }

  @Test
  void refusesASecondLogThatAGlobFindsAndSaysSo() throws IOException {
    try (LoggedLines logged = LoggedLines.of(ReadTrouble.class);
        TailedLog log =
            new TailedLog(directory, directory + "/*.err", StartFrom.BEGINNING, LogBytes::ofFile)) {
      append("a.err", "a0");
      append("b.err", "b0");
      log.poll();
      append("b.err", "b1");
      log.poll();
      assertThat(log.lines).containsExactly("a0", "b0", "b1");
      assertThat(log.tailer.isReadable()).isTrue();
      for (int i = 0; i < 5; i++) {
        append("a.err", "a" + i);
        append("b.err", "b" + (i + 2));
        look(log);
      }
      assertThat(log.lines).containsExactly("a0", "b0", "b1", "b2", "b3", "b4", "b5", "b6");
      assertThat(log.tailer.isReadable()).isFalse();
      assertThat(log.tailer.statistics().lost()).isEqualTo(1);
      assertThat(logged.lines())
          .containsExactly(
              "cannot read the log "
                  + directory
                  + "/*.err: "
                  + directory
                  + "/a.err is another log that is written too: a glob is for the log of one"
                  + " server, give each its own --errorlog.file");
    }
  }

  @Test
  void readsThousandsOfFilesOfAGlobAtLittleCost() throws IOException {
    int files = 3_000;
    AtomicInteger opened = new AtomicInteger();
    LogBytes.Opener opener =
        path -> {
          opened.incrementAndGet();
          return LogBytes.ofFile(path);
        };
    for (int i = 0; i < files; i++) {
      Files.writeString(directory.resolve("mysql-%04d.log".formatted(i)), "line " + i + "\n");
    }
    try (TailedLog log =
        new TailedLog(directory, directory + "/mysql-*.log", StartFrom.BEGINNING, opener)) {
      for (int i = 0; i < files && log.lines.size() < files; i++) {
        log.poll();
      }
      assertThat(log.lines).doesNotHaveDuplicates().hasSize(files);
      assertThat(opened.get()).isLessThan(3 * files);
      look(log);
      opened.set(0);
      look(log);
      assertThat(opened).hasValue(0);
      append("mysql-2999.log", "more");
      append("mysql-3000.log", "the next");
      log.restart();
      look(log);
      assertThat(log.lines).doesNotHaveDuplicates().endsWith("more", "the next").hasSize(files + 2);
      assertThat(opened.get()).isLessThan(3 * files);
      assertThat(log.tailer.statistics().lost()).isZero();
    }
  }

  private static void look(TailedLog log) {
    for (int i = 0; i < LOOKS; i++) {
      log.poll();
    }
  }

  private void append(String name, String line) throws IOException {
    Files.writeString(
        directory.resolve(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
