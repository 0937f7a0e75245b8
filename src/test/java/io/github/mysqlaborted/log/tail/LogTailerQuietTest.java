package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerQuietTest {

  @TempDir private Path directory;
  private final AtomicInteger accesses = new AtomicInteger();
  private TailedLog log;

  @BeforeEach
  void follow() throws IOException {
    String source = directory.resolve("error.log").toString();
    log = new TailedLog(directory, source, StartFrom.BEGINNING, this::open);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  @Test
  void looksIntoNoFileToWhichNothingHappens() throws IOException {
    log.write("1\n2");
    becomeStill();
    accesses.set(0);
    log.now = log.now.plus(Duration.ofMinutes(1));
    log.poll();
    assertThat(accesses).hasValue(0);
    assertThat(log.tailer.isStill()).isTrue();
    assertThat(log.tailer.isReadable()).isTrue();
    assertThat(log.tailer.lastRead()).isEqualTo(log.now);
    assertThat(log.lines).containsExactly("1");
  }

  @Test
  void noticesWhateverHappensToAFileThatWasStill() throws IOException {
    log.write("1\n");
    becomeStill();
    log.write("2\n").poll();
    assertThat(log.tailer.isStill()).isFalse();
    becomeStill();
    log.rename();
    log.poll().write("3\n").poll().reopen();
    log.write("4\n").poll();
    becomeStill();
    log.truncate();
    log.poll().write("5\n").poll();
    becomeStill();
    Files.delete(log.path);
    log.poll();
    assertThat(log.tailer.isReadable()).isFalse();
    log.reopen();
    log.write("6\n").poll();
    assertThat(log.lines).containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void noticesAFileThatWasFilledAnewToTheSameSize() throws IOException {
    log.write("1\n");
    becomeStill();
    FileTime before = Files.getLastModifiedTime(log.path);
    log.truncate();
    log.write("2\n");
    Files.setLastModifiedTime(log.path, FileTime.from(before.toInstant().plusMillis(4)));
    log.poll();
    assertThat(log.lines).containsExactly("1", "2");
  }

  @Test
  void isNotStillRightAfterItWasWrittenTo() throws IOException {
    log.write("1\n").poll();
    FileTime before = Files.getLastModifiedTime(log.path);
    log.poll().truncate();
    log.write("2\n");
    Files.setLastModifiedTime(log.path, before);
    log.poll();
    assertThat(log.tailer.isStill()).isFalse();
    assertThat(log.lines).containsExactly("1", "2");
  }

  private void becomeStill() {
    for (int look = 0; look < StillFile.LOOKS + 2; look++) {
      log.poll();
    }
    assertThat(log.tailer.isStill()).isTrue();
  }

  private LogBytes open(Path path) throws IOException {
    accesses.incrementAndGet();
    return new WatchedLogBytes(LogBytes.ofFile(path), accesses::incrementAndGet);
  }
}
