package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.TailStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerRotationTest {

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
  void readsTheRenamedFileUntilTheServerReopensItsLog() throws IOException {
    for (int polls : new int[] {0, 1, 100}) {
      log.write("before\n").poll();
      log.rename();
      Files.createFile(log.path);
      for (int i = 0; i < polls; i++) {
        log.poll();
      }
      log.write("late\n");
      log.poll().reopen();
      log.write("new\n").poll();
      assertThat(log.lines).as("%d polls", polls).containsExactly("before", "late", "new");
      assertStatistics(1, 0, 0);
      close();
      FilesOf.deleteAll(directory);
      follow();
    }
  }

  @Test
  void holdsARenamedFileForDaysWhenNobodyWrites() throws IOException {
    log.write("before\n").poll();
    log.rename();
    Files.createFile(log.path);
    for (int hour = 0; hour < 72; hour++) {
      log.now = log.now.plus(Duration.ofHours(1));
      log.poll();
    }
    log.write("late\n").poll();
    assertThat(log.lines).containsExactly("before", "late");
    assertStatistics(1, 0, 0);
  }

  @Test
  void missesNoneOfSeveralRotationsBetweenTwoLooks() throws IOException {
    for (int rotations : new int[] {1, 2, 5, 9}) {
      List<String> written = new ArrayList<>();
      log.write("first\n").poll();
      written.add("first");
      for (int i = 0; i < rotations; i++) {
        log.write("end " + i + "\n").rotate();
        log.write("begin " + i + "\n");
        written.addAll(List.of("end " + i, "begin " + i));
      }
      log.poll();
      assertThat(log.lines).isEqualTo(written);
      assertStatistics(rotations, 0, 0);
      close();
      FilesOf.deleteAll(directory);
      follow();
    }
  }

  @Test
  void missesNoneOfManyRotationsWhileItWasDown() throws IOException {
    log.write("first\n").poll().save();
    List<String> written = new ArrayList<>(List.of("first"));
    for (int i = 0; i < 40; i++) {
      log.stop();
      Files.move(log.path, log.sibling("error.log-202611" + (10 + i)));
      log.write("line " + i + "\n");
      written.add("line " + i);
    }
    log.crash();
    log.start();
    for (int i = 0; i < 5; i++) {
      log.poll();
    }
    assertThat(log.lines).isEqualTo(written);
    assertStatistics(40, 0, 0);
  }

  @Test
  void goesOnThroughRotationsOfALogThatNobodyWritesTo() throws IOException {
    log.write("first\n").poll();
    for (int i = 0; i < 40; i++) {
      log.rename();
      Files.createFile(log.path);
      log.poll();
    }
    log.write("late\n").poll().reopen();
    log.write("new\n").poll();
    assertThat(log.lines).containsExactly("first", "late", "new");
    assertStatistics(40, 0, 0);
  }

  @Test
  void readsTheEndOfAFileThatWasDeleted() throws IOException {
    log.write("one\n").poll();
    log.write("two\n");
    Files.delete(log.path);
    log.write("three\n").poll();
    log.reopen();
    log.write("four\n").poll();
    assertThat(log.lines).containsExactly("one", "two", "three", "four");
    assertStatistics(1, 0, 0);
  }

  @Test
  void tellsAReusedInodeFromTheFileThatHadIt() throws IOException {
    log.write("one two three four\n").poll().save();
    log.crash();
    for (String text : List.of("1\n", "1 2 3 4 5 6 7 89\n", "a new file, longer than the old\n")) {
      log.stop();
      Object old = Files.getAttribute(log.path, "unix:ino");
      Files.delete(log.path);
      log.write(text);
      assertThat(Files.getAttribute(log.path, "unix:ino")).isEqualTo(old);
      log.start();
      log.poll();
      assertThat(log.lines).containsExactly("one two three four", text.strip());
      assertStatistics(1, 0, 1);
      log.crash();
    }
    log.start();
  }

  @Test
  void tellsFilesWithTheSameHeadApart() throws IOException {
    String head = "the same first line,".repeat(100) + "\n";
    log.write(head + "one\n").poll();
    log.rotate();
    log.write(head + "two\n").poll();
    log.restart();
    log.rotate();
    log.write(head + "one more\n").restart().poll();
    assertThat(log.lines)
        .containsExactly(head.strip(), "one", head.strip(), "two", head.strip(), "one more");
    assertStatistics(2, 0, 0);
  }

  @Test
  void takesNoCopyForANewFile() throws IOException {
    log.write("one\n").poll();
    Files.copy(log.path, log.sibling("error.log.bak"));
    log.write("two\n");
    Files.copy(log.path, log.sibling("error.log.bak2"));
    Files.createLink(log.sibling("error.log.link"), log.path);
    log.rotate();
    log.write("three\n");
    Files.copy(log.path, log.sibling("error.log.bak3"));
    log.write("four\n").rotate();
    log.write("five\n").poll();
    log.restart().poll();
    log.rotate();
    log.write("six\n").restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three", "four", "five", "six");
    assertStatistics(3, 0, 0);
  }

  @Test
  void takesACopyMadeBeforeTheOriginalWentForNoNewFile() throws IOException {
    log.write("one\n").poll();
    Files.copy(log.path, log.sibling("error.log.1"));
    Files.delete(log.path);
    log.reopen();
    log.write("two\n").poll().restart();
    log.write("three\n").poll();
    assertThat(log.lines).containsExactly("one", "two", "three");
    assertStatistics(1, 0, 0);
  }

  @Test
  void takesAFileThatIsBroughtBackForNoNewFile() throws IOException {
    log.write("one\n").poll().rotate();
    log.write("two\n").poll();
    Path away = Files.createDirectory(log.sibling("away")).resolve("error.log.1");
    Files.copy(log.sibling("error.log.1"), away);
    Files.delete(log.sibling("error.log.1"));
    log.restart().poll().rotate();
    log.write("three\n").poll();
    Files.move(away, log.sibling("error.log.7"));
    log.rotate();
    log.write("four\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three", "four");
    assertStatistics(3, 0, 0);
  }

  @Test
  void readsOnWhereAnEditorSavedTheSameText() throws IOException {
    log.write("one\ntwo\nthr").poll();
    log.stop();
    byte[] text = Files.readAllBytes(log.path);
    Files.move(log.path, log.sibling("error.log~"));
    Files.write(log.path, text);
    log.poll().write("ee\nfour\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three", "four");
    assertStatistics(1, 0, 0);
  }

  @Test
  void readsOnWhereAnEditorSavedWhatWasNotReadYet() throws IOException {
    log.write("one\n").poll();
    log.write("two\n").stop();
    byte[] text = Files.readAllBytes(log.path);
    Files.delete(log.path);
    Files.write(log.path, text);
    log.write("three\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three");
    assertStatistics(1, 0, 0);
  }

  @Test
  void followsALinkThatIsPointedElsewhere() throws IOException {
    Files.writeString(log.sibling("error-1.log"), "one\n");
    Files.createSymbolicLink(log.path, Path.of("error-1.log"));
    log.poll();
    Files.writeString(log.sibling("error-2.log"), "two\n");
    Files.createSymbolicLink(log.sibling("link"), Path.of("error-2.log"));
    Files.move(log.sibling("link"), log.path, StandardCopyOption.REPLACE_EXISTING);
    log.poll().write("three\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three");
    assertStatistics(1, 0, 0);
  }

  @Test
  void readsOnOutOfAnArchive() throws IOException {
    log.write("one\n").poll().save();
    log.write("two\n").rotate();
    log.write("three\n").rotate();
    log.pack("error.log.1");
    log.pack("error.log.2");
    log.write("four\n").rotate();
    log.write("five\n");
    log.crash();
    log.start();
    log.poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three", "four", "five");
    assertStatistics(3, 0, 0);
  }

  @Test
  void readsOnOutOfAnArchiveThatIsRotatedMeanwhile() throws IOException {
    log.write("one\n").poll().rotate();
    log.pack("error.log.1");
    log.write("two\n").poll().restart().poll().rotate();
    log.write("three\n").poll().restart().poll();
    assertThat(log.lines).containsExactly("one", "two", "three");
    assertStatistics(2, 0, 0);
  }

  @Test
  void saysThatAFileWasGoneBeforeItsEndWasRead() throws IOException {
    log.write("one\n").poll().save();
    log.write("gone\n").rotate();
    log.write("two\n");
    Files.delete(log.sibling("error.log.1"));
    log.crash();
    log.start();
    log.poll();
    assertThat(log.lines).containsExactly("one", "two");
    assertStatistics(1, 0, 1);
  }

  @Test
  void neverLosesARotatedFileThoughTheDirectoryHasManyOld() throws IOException {
    for (int i = 100; i < 200; i++) {
      Files.writeString(log.sibling("error.log-2026" + i), "old " + i + "\n");
    }
    log.write("one\n").poll();
    Files.delete(log.path);
    log.reopen();
    log.write("two\n").poll().save();
    Files.delete(log.path);
    log.reopen();
    log.write("three\n");
    log.crash();
    log.start();
    log.poll();
    assertThat(log.lines).containsExactly("one", "two", "three");
  }

  private void assertStatistics(long rotations, long truncations, long lost) {
    TailStatistics statistics = log.tailer.statistics();
    assertThat(statistics.rotations()).as("rotations").isEqualTo(rotations);
    assertThat(statistics.truncations()).as("truncations").isEqualTo(truncations);
    assertThat(statistics.lost()).as("lost").isEqualTo(lost);
  }
}
