package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerTest {

  @TempDir private Path directory;

  @Test
  void readsWhatIsThereAndThenWhatIsAdded() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      log.write("one\ntwo\n").poll().write("three\n").poll();
      assertThat(log.lines).containsExactly("one", "two", "three");
      assertThat(log.recorder.offsets).containsExactly(0L, 4L, 8L);
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(14, 0, 0, 0));
      assertThat(log.recorder.ends).isZero();
    }
  }

  @Test
  void readsNothingOfWhatWasRotatedBefore() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      log.write("old\n").rotate();
      log.write("new\n").poll().restart().poll();
      assertThat(log.lines).containsExactly("new");
    }
  }

  @Test
  void readsOnInTheRotatedFileIfItStartsBeforeTheServerReopensItsLog() throws IOException {
    for (StartFrom from : StartFrom.values()) {
      try (TailedLog log = TailedLog.from(directory, from)) {
        log.write("old\nold but tor");
        log.rename();
        Files.createFile(log.path);
        log.poll().write("n\nlate\n").poll().reopen();
        log.write("new\n").poll();
        assertThat(log.lines).containsExactly("old but torn", "late", "new");
      }
      FilesOf.deleteAll(directory);
    }
  }

  @Test
  void startsAtTheEndButNotInsideALine() throws IOException {
    for (String torn : List.of("", "torn", "x".repeat(200_000))) {
      try (TailedLog log = TailedLog.from(directory, StartFrom.END)) {
        log.write("one\ntwo\n" + torn).poll();
        assertThat(log.lines).isEmpty();
        log.write(" end\nthree\n").poll();
        assertThat(log.lines).hasSize(2).element(1).isEqualTo("three");
        assertThat(torn + " end").startsWith(log.lines.get(0));
        log.rotate();
        log.write("four\n").poll();
        assertThat(log.lines).hasSize(3).element(2).isEqualTo("four");
      }
      FilesOf.deleteAll(directory);
    }
  }

  @Test
  void readsAFileThatAppearsLaterFromItsBeginning() throws IOException {
    for (StartFrom from : StartFrom.values()) {
      for (boolean restart : new boolean[] {false, true}) {
        try (TailedLog log = TailedLog.from(directory, from)) {
          log.poll();
          assertThat(log.tailer.isReadable()).isFalse();
          if (restart) {
            log.restart();
          }
          log.write("one\ntwo\nthree\n").poll();
          assertThat(log.lines).containsExactly("one", "two", "three");
          assertThat(log.tailer.isReadable()).isTrue();
          assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(14, 0, 0, 0));
        }
        FilesOf.deleteAll(directory);
      }
    }
  }

  @Test
  void asksAgainWhereToStartIfItNeverSawTheLog() throws IOException {
    Path log = directory.resolve("error.log");
    Files.createDirectory(log);
    try (TailedLog followed = TailedLog.from(directory, StartFrom.END)) {
      followed.poll().restart();
      Files.delete(log);
      followed.write("old\n").poll().write("new\n").poll();
      assertThat(followed.lines).containsExactly("new");
    }
  }

  @Test
  void waitsForTheRestOfATornLine() throws IOException {
    String text = "one\ntwo \u00f6\r\nthree\n";
    for (int split = 0; split <= text.length(); split++) {
      for (boolean restart : new boolean[] {false, true}) {
        try (TailedLog log = TailedLog.in(directory)) {
          log.write(text.substring(0, split)).poll();
          if (restart) {
            log.restart();
          }
          log.write(text.substring(split)).poll();
          assertThat(log.lines).containsExactly("one", "two \u00f6\r", "three");
          assertThat(log.tailer.statistics().readBytes()).isEqualTo(18);
        }
        FilesOf.deleteAll(directory);
      }
    }
  }

  @Test
  void countsNothingTwiceAndMissesNothingWhenItCrashes() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      log.write("one\n").poll().save();
      log.write("two\nthr").poll();
      log.crash();
      log.write("ee\n").start();
      log.poll();
      assertThat(log.lines).containsExactly("one", "two", "three");
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(14, 0, 0, 0));
    }
  }

  @Test
  void saysOnceThatTheLogIsGoneAndOnceThatItIsBack() throws IOException {
    try (TailedLog log = TailedLog.in(directory);
        LoggedLines logged = LoggedLines.of(ReadTrouble.class)) {
      log.write("one\n").poll().stop();
      assertThat(log.tailer.lastRead()).isEqualTo(TailedLog.NOW);
      Files.delete(log.path);
      for (int minute = 0; minute < 60; minute++) {
        log.now = log.now.plus(Duration.ofMinutes(1));
        log.poll();
        assertThat(log.tailer.isReadable()).isFalse();
      }
      assertThat(log.tailer.lastRead()).isEqualTo(TailedLog.NOW);
      log.write("two\n").poll();
      assertThat(log.tailer.isReadable()).isTrue();
      assertThat(log.tailer.lastRead()).isEqualTo(TailedLog.NOW.plus(Duration.ofHours(1)));
      assertThat(log.lines).containsExactly("one", "two");
      assertThat(logged.lines())
          .containsExactly(
              "cannot read the log " + log.path + ": no such file; waiting for it",
              "reading the log " + log.path);
    }
  }

  @Test
  void waitsWhileADirectoryIsAtThePath() throws IOException {
    try (TailedLog log = TailedLog.in(directory);
        LoggedLines logged = LoggedLines.of(ReadTrouble.class)) {
      log.write("one\n").poll();
      log.rename();
      Files.createDirectory(log.path);
      log.write("late\n").poll().poll();
      assertThat(log.tailer.isReadable()).isFalse();
      Files.delete(log.path);
      log.reopen();
      log.write("two\n").poll();
      assertThat(log.lines).containsExactly("one", "late", "two");
      assertThat(logged.lines())
          .containsExactly(
              "cannot read the log " + log.path + ": " + log.path + ": is a directory",
              "reading the log " + log.path);
    }
  }

  @Test
  void stopsReadingAfterAWhileToLetOthersDoTheirWork() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      try (RandomAccessFile sparse = new RandomAccessFile(log.path.toFile(), "rw")) {
        sparse.setLength(10L << 30);
      }
      assertThat(log.tailer.poll()).isTrue();
      assertThat(log.tailer.statistics().readBytes()).isEqualTo(64L << 20);
      assertThat(log.tailer.lagBytes()).isEqualTo((10L << 30) - (64L << 20));
    }
  }

  @Test
  void readsAHoleAndAnEndlessLineInLittleMemory() throws Exception {
    Path path = directory.resolve("error.log");
    Files.writeString(path, "first\n");
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.seek(1L << 30);
      sparse.writeBytes("second\n");
    }
    String part = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      Files.writeString(path, part, StandardOpenOption.APPEND);
    }
    Files.writeString(path, "\nlast\n", StandardOpenOption.APPEND);
    try (ChildJvm child = ChildJvm.start("", CountingMain.class, path.toString())) {
      assertThat(child.readLine()).isEqualTo("[5, 6, 65536, 4] 1 truncated 1 rubbish");
      assertThat(child.readLine()).isNull();
    }
  }

  /** Prints how long the lines of a file are, with the heap that {@link ChildJvm} allows. */
  static final class CountingMain {

    public static void main(String[] arguments) throws IOException {
      Recorder recorder = new Recorder();
      try (LogTailer tailer =
          new LogTailer(
              LogLocation.of(arguments[0]),
              StartFrom.BEGINNING,
              recorder,
              () -> Instant.EPOCH,
              Ticker.system())) {
        while (tailer.poll()) {}
      }
      System.out.println(
          recorder.lines.stream().map(String::length).toList()
              + (" " + recorder.truncated + " truncated " + recorder.rubbish + " rubbish"));
    }
  }
}
