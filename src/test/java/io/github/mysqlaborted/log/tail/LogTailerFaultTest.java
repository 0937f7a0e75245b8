package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerFaultTest {

  @TempDir private Path directory;

  @Test
  void readsOnThroughAHandleThatFails() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (TailedLog log = new TailedLog(directory, source, StartFrom.BEGINNING, files);
        LoggedLines logged = LoggedLines.of(ReadTrouble.class)) {
      log.write("one\ntw").poll();
      files.fault = "Stale file handle";
      log.write("o\n").poll().poll().poll();
      assertThat(log.tailer.isReadable()).isFalse();
      assertThat(log.lines).containsExactly("one");
      files.fault = "";
      log.poll().poll();
      assertThat(log.tailer.isReadable()).isTrue();
      files.breakOpenHandles();
      log.write("three\n").poll().poll();
      assertThat(log.lines).containsExactly("one", "two", "three");
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(14, 0, 0, 0));
      assertThat(logged.lines())
          .containsExactly(
              "cannot read the log " + log.path + ": Stale file handle",
              "reading the log " + log.path,
              "cannot read the log " + log.path + ": Input/output error",
              "reading the log " + log.path);
    }
  }

  @Test
  void readsOnInARotatedFileWhoseHandleFailed() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (TailedLog log = new TailedLog(directory, source, StartFrom.BEGINNING, files)) {
      log.write("one\n").poll().write("two\n").rename();
      Files.createFile(log.path);
      log.poll();
      files.breakOpenHandles();
      log.write("three\n").poll().poll().reopen();
      log.write("four\n").poll().poll();
      assertThat(log.lines).containsExactly("one", "two", "three", "four");
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(19, 1, 0, 0));
    }
  }

  @Test
  void givesUpAFileThatIsGoneAndWhoseHandleFailed() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (TailedLog log = new TailedLog(directory, source, StartFrom.BEGINNING, files)) {
      log.write("one\n").poll();
      files.breakOpenHandles();
      Files.delete(log.path);
      log.poll().poll().reopen();
      log.write("two\n").poll().poll();
      assertThat(log.lines).containsExactly("one", "two");
      assertThat(log.tailer.isReadable()).isTrue();
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(8, 1, 0, 1));
    }
  }

  @Test
  void startsAnewInAFileThatWasReplacedUnderAHandleThatFailed() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (TailedLog log = new TailedLog(directory, source, StartFrom.BEGINNING, files)) {
      log.write("one\n").poll();
      files.breakOpenHandles();
      log.truncate();
      log.write("two and more\n").poll().poll();
      assertThat(log.lines).containsExactly("one", "two and more");
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(17, 0, 1, 0));
    }
  }

  /** Files whose handles fail when a test says so. */
  private static final class FaultyFiles implements LogBytes.Opener {

    private int generation;
    private String fault = "";

    @Override
    public LogBytes open(Path path) throws IOException {
      int opened = generation;
      return new WatchedLogBytes(LogBytes.ofFile(path), () -> failIfAsked(opened));
    }

    void breakOpenHandles() {
      generation++;
    }

    private void failIfAsked(int opened) throws IOException {
      boolean broken = opened < generation;
      if (broken || !fault.isEmpty()) {
        throw new IOException(broken ? "Input/output error" : fault);
      }
    }
  }
}
