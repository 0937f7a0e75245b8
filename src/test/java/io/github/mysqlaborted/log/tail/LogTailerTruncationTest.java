package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.DelegatingConsumer;
import io.github.mysqlaborted.log.LineReader;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerTruncationTest {

  /** Less than, as much as, and more than was there before. */
  private static final List<String> REGROWN = List.of("4\n", "4 4 4 4 4\n", "4 and much more\n");

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
  void startsAnewInAFileThatWasEmptied() throws IOException {
    for (String text : REGROWN) {
      log.write("1\n2 2 2 2\n").poll();
      log.truncate();
      log.write(text).poll();
      assertThat(log.lines).containsExactly("1", "2 2 2 2", text.strip());
      assertStatistics(0, 1, 0);
      begin();
    }
  }

  @Test
  void noticesAFileThatGrewAgainWithLinesThatEndAlike() throws IOException {
    String end = " user: 'app' host: 'localhost' (Got an error reading communication packets).";
    log.write("1" + end + "\n").poll();
    log.truncate();
    log.write("2" + end + "\n3" + end + "\n").poll();
    assertThat(log.lines).containsExactly("1" + end, "2" + end, "3" + end);
    assertStatistics(0, 1, 0);
  }

  @Test
  void finishesFromTheCopyWhatWasNotReadBeforeTheFileWasEmptied() throws IOException {
    for (String text : REGROWN) {
      for (String name : List.of("plain", "packed")) {
        log.write("1\n2 2").poll().write(" 2 2\n3\n").copy();
        log.truncate();
        if (name.equals("packed")) {
          log.pack("error.log.1");
        }
        log.write(text).poll().restart().poll();
        assertThat(log.lines).containsExactly("1", "2 2 2 2", "3", text.strip());
        assertStatistics(0, 1, 0);
        begin();
      }
    }
  }

  @Test
  void finishesFromTheCopyThoughItWasDown() throws IOException {
    for (String text : REGROWN) {
      log.write("1\n2 2").poll().save();
      log.write(" 2 2\n3\n").copy();
      log.truncate();
      log.write(text).crash();
      log.start();
      log.poll().restart().poll();
      assertThat(log.lines).containsExactly("1", "2 2 2 2", "3", text.strip());
      assertStatistics(1, 0, 0);
      begin();
    }
  }

  @Test
  void missesNoneOfSeveralCopiesBetweenTwoLooks() throws IOException {
    log.write("1\n").poll().write("2\n").copy();
    log.truncate();
    log.write("3\n").copy();
    log.truncate();
    log.write("4\n").copy();
    log.truncate();
    log.write("5\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("1", "2", "3", "4", "5");
    assertStatistics(0, 3, 0);
  }

  @Test
  void missesNoCopyOfAFileThatWasEmptyAtTheLastLook() throws IOException {
    for (String name : List.of("", "0\n")) {
      log.write(name).copy();
      log.poll().truncate();
      log.poll().write("1\n").copy();
      log.truncate();
      log.write("2\n").poll().restart().poll();
      assertThat(log.lines).endsWith("1", "2").doesNotHaveDuplicates();
      begin();
    }
  }

  @Test
  void readsACopyThatIsBeingMadeNeitherTwiceNorInPart() throws IOException {
    String second = "2".repeat(2000) + "\n";
    log.write("1\n").poll().copy();
    log.truncate();
    log.write(second).shift();
    for (String made : List.of("", second.substring(0, 1500), second)) {
      Files.writeString(log.sibling("error.log.1"), made);
      log.poll();
    }
    log.truncate();
    log.write("3\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("1", second.strip(), "3");
    assertStatistics(0, 2, 0);
  }

  @Test
  void readsNoCopyThatEndsBeforeWhatWasRead() throws IOException {
    log.write("1\n").copy();
    log.write("2\n").poll();
    log.truncate();
    log.write("3\n").poll().rotate();
    log.write("4\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("1", "2", "3", "4");
    assertStatistics(1, 1, 0);
  }

  @Test
  void missesNoCopyAfterOneThatEndsBeforeWhatWasRead() throws IOException {
    String first = "1".repeat(2000);
    log.write(first + "\n").copy();
    log.write("2\n").poll();
    log.truncate();
    log.write("3\n").copy();
    log.truncate();
    log.write("4\n").copy();
    log.truncate();
    log.write("5\n").poll().restart().poll();
    assertThat(log.lines).containsExactly(first, "2", "3", "4", "5");
    assertStatistics(0, 3, 0);
  }

  @Test
  void seesThatAFileWasEmptiedBeforeItWasItsTurn() throws IOException {
    log.write("1".repeat(100) + "\n").poll().save();
    log.write("2".repeat(100) + "\n").copy();
    log.truncate();
    log.write("3".repeat(100) + "\n").crash();
    Recorder recorder = new Recorder();
    log.start(
        new DelegatingConsumer(recorder) {
          @Override
          public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
            super.line(buffer, from, to, offset, truncated);
            if (recorder.lines.size() == 1) {
              emptyOnceMore();
            }
          }
        });
    log.tailer.poll();
    log.tailer.poll();
    assertThat(recorder.lines).containsExactly("2".repeat(100), "3".repeat(100), "4".repeat(100));
  }

  /** While what is in the copy is read. */
  private void emptyOnceMore() {
    try {
      log.copy();
      log.truncate();
      log.write("4".repeat(100) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesUpNoFileThatIsRenamedWhileItIsLookedFor() throws IOException {
    log.close();
    boolean[] rename = {false};
    LogBytes.Opener opener =
        path -> {
          if (rename[0]) {
            rename[0] = false;
            log.shift();
          }
          return LogBytes.ofFile(path);
        };
    String source = directory.resolve("error.log").toString();
    log = new TailedLog(directory, source, StartFrom.BEGINNING, opener);
    log.write("1".repeat(100) + "\n").poll().save();
    log.write("2".repeat(100) + "\n").copy();
    log.truncate();
    log.write("3".repeat(100) + "\n").crash();
    log.start();
    rename[0] = true;
    log.poll().poll();
    assertThat(log.lines).containsExactly("1".repeat(100), "2".repeat(100), "3".repeat(100));
    assertStatistics(1, 0, 0);
  }

  @Test
  void readsNoCopyThatEndsBeforeWhatWasReadThoughItWasDown() throws IOException {
    String first = "1".repeat(2000);
    log.write(first + "\n").copy();
    log.write("2\n").poll().save();
    log.truncate();
    log.write("3\n").crash();
    log.start();
    log.poll().rotate();
    log.write("4\n").poll().restart().poll();
    assertThat(log.lines).containsExactly(first, "2", "3", "4");
    assertStatistics(2, 0, 1);
  }

  @Test
  void readsNothingTwiceOfAFileThatIsEmptiedAgainAndAgain() throws IOException {
    for (int i = 0; i < 50; i++) {
      log.write("a" + i + "\nb" + i + "\n").poll().copy();
      log.truncate();
      if (i % 3 == 0) {
        log.restart();
      }
    }
    log.write("end\n").poll();
    assertThat(log.lines).hasSize(101).doesNotHaveDuplicates();
    assertStatistics(17, 33, 0);
  }

  @Test
  void finishesATornLineOfAFileThatIsGone() throws IOException {
    log.write("1\ntorn").poll();
    assertThat(log.lines).containsExactly("1");
    log.truncate();
    log.write("2\n").poll();
    assertThat(log.lines).containsExactly("1", "torn", "2");
  }

  @Test
  void passesOverTheHoleThatAWriterLeavesWhoDoesNotAppend() throws IOException {
    log.write("1\n").poll();
    try (var file = new RandomAccessFile(log.path.toFile(), "rw")) {
      file.setLength(0);
      file.seek(3_000_000_000L);
      file.writeBytes("2\n");
    }
    int polls = 1;
    while (log.tailer.poll()) {
      polls++;
      assertThat(log.tailer.save().position().orElseThrow().offset() % LineReader.CHUNK).isZero();
    }
    log.poll();
    assertThat(polls).isEqualTo(45);
    assertThat(log.recorder.lines).containsExactly("1", "2");
    assertThat(log.recorder.rubbish).isEqualTo(1);
    assertThat(log.tailer.statistics().readBytes()).isEqualTo(3_000_000_004L);
  }

  @Test
  void noticesThatARotatedFileWasEmptied() throws IOException {
    log.write("1\n").poll();
    log.rename();
    Files.write(log.sibling("error.log.1"), new byte[0]);
    log.write("2\n").poll().reopen();
    log.write("3\n").poll();
    assertThat(log.lines).containsExactly("1", "2", "3");
    assertStatistics(1, 1, 0);
  }

  private void begin() throws IOException {
    close();
    FilesOf.deleteAll(directory);
    follow();
  }

  private void assertStatistics(long rotations, long truncations, long lost) {
    TailStatistics statistics = log.tailer.statistics();
    assertThat(statistics.rotations()).as("rotations").isEqualTo(rotations);
    assertThat(statistics.truncations()).as("truncations").isEqualTo(truncations);
    assertThat(statistics.lost()).as("lost").isEqualTo(lost);
  }
}
