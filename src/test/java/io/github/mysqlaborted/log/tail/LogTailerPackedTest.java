package io.github.mysqlaborted.log.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights with {@code compress}: what rotation packed before it was read. */
class LogTailerPackedTest {

  @TempDir private Path directory;
  private TailedLog log;
  private final List<String> written = new ArrayList<>();

  @BeforeEach
  void follow() throws IOException {
    log = TailedLog.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  @Test
  void readsWhatWasPackedWhileItWasStoppedAtAnEmptyFile() throws IOException {
    write(6);
    log.poll();
    rotateAndPack();
    log.poll().save();
    write(10);
    rotateAndPack();
    log.crash();
    log.start();
    assertAllIsRead();
  }

  @Test
  void readsWhatWasPackedAfterAFirstStartAtAnEmptyFile() throws IOException {
    log.write("").poll().save();
    write(10);
    rotateAndPack();
    write(5);
    log.crash();
    log.start();
    assertAllIsRead();
  }

  @Test
  void readsWhatWasPackedWhileItWasFrozenOverThreeRotations() throws IOException {
    write(6);
    log.poll();
    for (int i = 0; i < 3; i++) {
      write(10);
      rotateAndPack();
    }
    assertAllIsRead();
  }

  @Test
  void saysWhatRotationDeletedAndReadsWhatIsLeft() throws IOException {
    write(6);
    log.poll().save();
    List<String> deleted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int before = written.size();
      write(10);
      if (i == 0) {
        deleted.addAll(written.subList(before, written.size()));
      }
      rotateAndPack();
    }
    Files.delete(log.sibling("error.log.3.gz"));
    log.crash();
    log.start();
    log.poll();
    written.removeAll(deleted);
    assertThat(log.lines).isEqualTo(written);
    assertThat(log.tailer.statistics().lost()).isEqualTo(1);
  }

  @Test
  void saysThatRotationDeletedSomethingWhileItWasFrozen() throws IOException {
    write(6);
    log.poll();
    for (int i = 0; i < 4; i++) {
      write(10);
      rotateAndPack();
    }
    Files.delete(log.sibling("error.log.4.gz"));
    Files.delete(log.sibling("error.log.3.gz"));
    log.poll();
    assertThat(log.lines).hasSize(16 + 20);
    assertThat(log.tailer.statistics().lost()).isEqualTo(1);
  }

  @Test
  void saysThatAFileMayHaveComeAndGoneWhileItDidNotLook() throws IOException {
    for (boolean isLong : new boolean[] {false, true}) {
      for (boolean isEmptied : new boolean[] {false, true}) {
        written.clear();
        write(2);
        log.poll();
        if (isEmptied) {
          log.truncate();
        } else {
          Files.delete(log.path);
          log.reopen();
        }
        log.elapsed += (isLong ? Duration.ofMinutes(1) : Duration.ofSeconds(1)).toNanos();
        write(1);
        log.poll().poll();
        assertThat(log.lines).isEqualTo(written);
        assertThat(log.tailer.statistics().lost()).isEqualTo(isLong ? 1 : 0);
        begin();
      }
    }
  }

  @Test
  void readsTheCopiesOfAFileThatIsEmptyAgain() throws IOException {
    write(3);
    log.poll().copy();
    log.truncate();
    log.poll();
    for (int i = 0; i < 2; i++) {
      write(10);
      log.copy();
      log.truncate();
      log.pack("error.log.1");
    }
    assertAllIsRead();
  }

  @Test
  void readsNothingThatWasPackedBeforeTheFirstStart() throws IOException {
    log.write("old\n").rotate();
    log.pack("error.log.1");
    log.write("older\n").rotate();
    log.poll().restart();
    write(2);
    log.pack("error.log.1");
    rotateAndPack();
    write(2);
    log.poll().restart();
    assertAllIsRead();
  }

  @Test
  void readsNothingTwiceThatIsPackedLater() throws IOException {
    for (int i = 0; i < 5; i++) {
      write(2);
      log.poll().restart().rotate();
      log.poll().restart();
      if (i > 0) {
        log.pack("error.log.2");
        log.restart().poll();
      }
    }
    assertAllIsRead();
  }

  @Test
  void readsAFileThatIsPackedAndRenamedBetweenTwoAccesses() throws IOException {
    log.close();
    int[] until = {0};
    LogBytes.Opener opener =
        path -> {
          until[0]--;
          if (until[0] == 0) {
            log.pack("error.log.1");
            log.shift();
          }
          return LogBytes.ofFile(path);
        };
    String source = directory.resolve("error.log").toString();
    log = new TailedLog(directory, source, StartFrom.BEGINNING, opener);
    log.write("").poll();
    for (int i = 1; i < 20; i++) {
      write(2);
      log.rotate();
      write(2);
      log.rotate();
      until[0] = i;
      log.poll().poll();
    }
    write(1);
    log.poll().poll();
    assertThat(log.lines).isEqualTo(written);
    assertThat(log.tailer.statistics().lost()).isZero();
  }

  @Test
  void readsADamagedFileUpToTheDamageAndSaysSo() throws IOException {
    write(1);
    log.poll().save();
    write(2000);
    rotateAndPack();
    write(1);
    Path packed = log.sibling("error.log.1.gz");
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    log.crash();
    log.start();
    log.poll();
    assertThat(log.lines).isNotEqualTo(written).hasSizeGreaterThan(100);
    assertThat(written).containsAll(log.lines.subList(0, log.lines.size() - 2));
    assertThat(log.lines).endsWith(written.get(written.size() - 1));
    assertThat(log.tailer.statistics().lost()).isEqualTo(1);
  }

  @Test
  void saysThatWhatItCannotUnpackIsLost() throws IOException {
    for (String suffix : List.of("xz", "zst", "bz2")) {
      written.clear();
      write(2);
      log.poll().save();
      write(2);
      log.rotate();
      packOtherwise("error.log.1." + suffix);
      log.crash();
      log.start();
      log.poll().poll().restart().poll();
      assertThat(log.lines).isEqualTo(written.subList(0, 2));
      assertThat(log.tailer.statistics().lost()).isEqualTo(1);
      begin();
    }
  }

  @Test
  void saysWhichFileItCannotUnpack() throws IOException {
    try (LoggedLines logged = LoggedLines.of(GenerationFinder.class)) {
      write(2);
      log.poll();
      for (int i = 0; i < 3; i++) {
        write(2);
        log.rotate();
        packOtherwise("error.log-2026112" + i + ".xz");
      }
      write(1);
      log.poll().poll().restart().poll();
      assertThat(log.lines).hasSize(5).startsWith(written.get(0)).endsWith(written.get(8));
      assertThat(log.tailer.statistics().lost()).isEqualTo(2);
      assertThat(logged.lines())
          .hasSize(2)
          .contains(
              "cannot decompress "
                  + log.sibling("error.log-20261122.xz")
                  + ", so its unread records are lost: configure logrotate to use gzip or"
                  + " delaycompress");
    }
  }

  @Test
  void losesNothingOfAFileThatItHasReadBeforeItWasPackedAsItCannotUnpack() throws IOException {
    for (int i = 0; i < 3; i++) {
      write(2);
      log.poll().rotate();
      if (i > 0) {
        log.poll();
      }
      packOtherwise("error.log-2026112" + i + ".xz");
    }
    assertAllIsRead();
  }

  private void write(int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      String line = "%06d of some length, as a record of a server has".formatted(written.size());
      written.add(line);
      log.write(line + "\n");
    }
  }

  private void rotateAndPack() throws IOException {
    log.rotate();
    log.pack("error.log.1");
    try (var packed = new GZIPInputStream(Files.newInputStream(log.sibling("error.log.1.gz")))) {
      assertThat(new String(packed.readAllBytes(), UTF_8)).isNotEmpty();
    }
  }

  private void packOtherwise(String name) throws IOException {
    FileTime time = Files.getLastModifiedTime(log.sibling("error.log.1"));
    Files.writeString(log.sibling(name), "what only another program can read, " + name);
    Files.setLastModifiedTime(log.sibling(name), time);
    Files.delete(log.sibling("error.log.1"));
  }

  private void begin() throws IOException {
    close();
    FilesOf.deleteAll(directory);
    follow();
  }

  /** The last look is the second, since the first may have come while a file waited for its end. */
  private void assertAllIsRead() {
    log.poll().poll();
    assertThat(log.lines).isEqualTo(written);
    assertThat(log.tailer.statistics().lost()).as("lost").isZero();
  }
}
