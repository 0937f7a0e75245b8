package io.github.mysqlaborted.source.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerTest {

  @TempDir private Path directory;

  @Test
  void readsWhatIsThereAndThenWhatIsAdded() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
      log.write("one\ntwo\n").poll().write("three\n").poll();
      assertThat(log.lines).containsExactly("one", "two", "three");
      assertThat(log.recorder.offsets).containsExactly(0L, 4L, 8L);
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(14, 0, 0, 0));
      assertThat(log.recorder.ends).isZero();
    }
  }

  @Test
  void readsNothingOfWhatWasRotatedBefore() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
      log.write("old\n").rotate();
      log.write("new\n").poll().restart().poll();
      assertThat(log.lines).containsExactly("new");
    }
  }

  @Test
  void readsOnInTheRotatedFileIfItStartsBeforeTheServerReopensItsLog() throws IOException {
    for (StartFrom from : StartFrom.values()) {
      try (FollowedLog log = FollowedLog.from(directory, from)) {
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
      try (FollowedLog log = FollowedLog.from(directory, StartFrom.END)) {
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
        try (FollowedLog log = FollowedLog.from(directory, from)) {
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
    try (FollowedLog followed = FollowedLog.from(directory, StartFrom.END)) {
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
        try (FollowedLog log = FollowedLog.in(directory)) {
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
    try (FollowedLog log = FollowedLog.in(directory)) {
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
    try (FollowedLog log = FollowedLog.in(directory);
        LoggedLines logged = LoggedLines.of(LogTailer.class)) {
      log.write("one\n").poll().stop();
      assertThat(log.tailer.lastRead()).isEqualTo(FollowedLog.NOW);
      Files.delete(log.path);
      for (int minute = 0; minute < 60; minute++) {
        log.now = log.now.plus(Duration.ofMinutes(1));
        log.poll();
        assertThat(log.tailer.isReadable()).isFalse();
      }
      assertThat(log.tailer.lastRead()).isEqualTo(FollowedLog.NOW);
      log.write("two\n").poll();
      assertThat(log.tailer.isReadable()).isTrue();
      assertThat(log.tailer.lastRead()).isEqualTo(FollowedLog.NOW.plus(Duration.ofHours(1)));
      assertThat(log.lines).containsExactly("one", "two");
      assertThat(logged.lines())
          .containsExactly(
              "cannot read the log " + log.path + ": there is no such file, waiting for it",
              "reading the log " + log.path + " again");
    }
  }

  @Test
  void waitsWhileADirectoryIsAtThePath() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory);
        LoggedLines logged = LoggedLines.of(LogTailer.class)) {
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
              "cannot read the log " + log.path + ": " + log.path + ": it is a directory",
              "reading the log " + log.path + " again");
    }
  }

  @Test
  void readsOnThroughAHandleThatFails() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (FollowedLog log = new FollowedLog(directory, source, StartFrom.BEGINNING, files);
        LoggedLines logged = LoggedLines.of(LogTailer.class)) {
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
              "reading the log " + log.path + " again",
              "cannot read the log " + log.path + ": Input/output error",
              "reading the log " + log.path + " again");
    }
  }

  @Test
  void readsOnInARotatedFileWhoseHandleFailed() throws IOException {
    FaultyFiles files = new FaultyFiles();
    String source = directory.resolve("error.log").toString();
    try (FollowedLog log = new FollowedLog(directory, source, StartFrom.BEGINNING, files)) {
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
    try (FollowedLog log = new FollowedLog(directory, source, StartFrom.BEGINNING, files)) {
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
    try (FollowedLog log = new FollowedLog(directory, source, StartFrom.BEGINNING, files)) {
      log.write("one\n").poll();
      files.breakOpenHandles();
      log.truncate();
      log.write("two and more\n").poll().poll();
      assertThat(log.lines).containsExactly("one", "two and more");
      assertThat(log.tailer.statistics()).isEqualTo(new TailStatistics(17, 0, 1, 0));
    }
  }

  /** Files whose handles fail when a test says so. */
  private static final class FaultyFiles implements Content.Opener {

    private final List<Faulty> open = new ArrayList<>();
    private String fault = "";

    @Override
    public Content open(Path path) throws IOException {
      Faulty content = new Faulty(Content.ofFile(path));
      open.add(content);
      return content;
    }

    void breakOpenHandles() {
      open.forEach(content -> content.broken = true);
    }

    private final class Faulty implements Content {

      private final Content real;
      private boolean broken;

      Faulty(Content real) {
        this.real = real;
      }

      @Override
      public int read(ByteBuffer into, long offset) throws IOException {
        failIfAsked();
        return real.read(into, offset);
      }

      @Override
      public long size() throws IOException {
        failIfAsked();
        return real.size();
      }

      private void failIfAsked() throws IOException {
        if (broken || !fault.isEmpty()) {
          throw new IOException(broken ? "Input/output error" : fault);
        }
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    }
  }

  @Test
  void restartsFromTheStartOfARecordThatIsHeld() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\nb\n+b\n");
      log.tailer.poll();
      assertThat(consumer.records).containsExactly("a");
      SavedTail saved = log.tailer.save();
      assertThat(saved.position().orElseThrow().offset()).isEqualTo(2);
      assertThat(saved.statistics().readBytes()).isEqualTo(2);
      log.write("+b\nc\n");
      HoldingConsumer next = new HoldingConsumer();
      try (LogTailer tailer =
          new LogTailer(
              LogLocation.of(log.path.toString()), StartFrom.END, next, () -> Instant.EPOCH)) {
        tailer.resume(saved);
        tailer.poll();
        assertThat(next.records).containsExactly("b+b+b");
        assertThat(tailer.statistics().readBytes()).isEqualTo(12);
        tailer.poll();
        assertThat(next.records).containsExactly("b+b+b", "c");
        assertThat(tailer.save().position().orElseThrow().offset()).isEqualTo(12);
      }
    }
  }

  @Test
  void restartsFromAHeldRecordAtTheVeryBeginning() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\n+a\n");
      log.tailer.poll();
      SavedTail saved = log.tailer.save();
      log.write("+a\n").rotate();
      log.write("b\n");
      Files.delete(Files.createFile(directory.resolve("unrelated")));
      HoldingConsumer next = new HoldingConsumer();
      try (LogTailer tailer =
          new LogTailer(
              LogLocation.of(log.path.toString()), StartFrom.END, next, () -> Instant.EPOCH)) {
        tailer.resume(saved);
        tailer.poll();
        tailer.poll();
        assertThat(next.records).containsExactly("a+a+a", "b");
        assertThat(tailer.statistics()).isEqualTo(new TailStatistics(10, 1, 0, 0));
      }
    }
  }

  @Test
  void waitsNoLongerForAHeldRecordWhoseFileWasEmptied() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\nb\n");
      log.tailer.poll();
      log.truncate();
      SavedTail saved = log.tailer.save();
      assertThat(consumer.records).containsExactly("a", "b");
      assertThat(saved.position().orElseThrow().offset()).isEqualTo(4);
    }
  }

  /** A record goes on in lines that begin with a plus sign. */
  private static final class HoldingConsumer extends DelegatingConsumer {

    private final List<String> records;
    private final Recorder lines;
    private long heldFrom = -1;

    HoldingConsumer() {
      this(new Recorder());
    }

    private HoldingConsumer(Recorder lines) {
      super(lines);
      this.lines = lines;
      this.records = new ArrayList<>();
    }

    @Override
    public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
      if (buffer[from] != '+') {
        atRest();
        heldFrom = offset;
      }
      super.line(buffer, from, to, offset, truncated);
    }

    @Override
    public void atRest() {
      if (heldFrom >= 0) {
        records.add(String.join("", lines.lines));
        lines.lines.clear();
      }
      heldFrom = -1;
    }

    @Override
    public void endOfFile() {
      atRest();
    }

    @Override
    public long heldFrom() {
      return heldFrom;
    }
  }

  @Test
  void stopsReadingAfterAWhileToLetOthersDoTheirWork() throws IOException {
    try (FollowedLog log = FollowedLog.in(directory)) {
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
              LogLocation.of(arguments[0]), StartFrom.BEGINNING, recorder, () -> Instant.EPOCH)) {
        while (tailer.poll()) {}
      }
      System.out.println(
          recorder.lines.stream().map(String::length).toList()
              + (" " + recorder.truncated + " truncated " + recorder.rubbish + " rubbish"));
    }
  }
}
