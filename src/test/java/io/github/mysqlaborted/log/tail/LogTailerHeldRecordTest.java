package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.DelegatingConsumer;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailerHeldRecordTest {

  @TempDir private Path directory;

  @Test
  void restartsFromTheStartOfARecordThatIsHeld() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\nb\n+b\n");
      log.tailer.poll();
      assertThat(consumer.records).containsExactly("a");
      TailCheckpoint saved = log.tailer.save();
      assertThat(saved.position().orElseThrow().offset()).isEqualTo(2);
      assertThat(saved.statistics().readBytes()).isEqualTo(2);
      log.write("+b\nc\n");
      HoldingConsumer next = new HoldingConsumer();
      try (LogTailer tailer =
          new LogTailer(
              LogLocation.of(log.path.toString()),
              StartFrom.END,
              next,
              () -> Instant.EPOCH,
              Ticker.system())) {
        tailer.restore(saved);
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
    try (TailedLog log = TailedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\n+a\n");
      log.tailer.poll();
      TailCheckpoint saved = log.tailer.save();
      log.write("+a\n").rotate();
      log.write("b\n");
      HoldingConsumer next = new HoldingConsumer();
      try (LogTailer tailer =
          new LogTailer(
              LogLocation.of(log.path.toString()),
              StartFrom.END,
              next,
              () -> Instant.EPOCH,
              Ticker.system())) {
        tailer.restore(saved);
        tailer.poll();
        tailer.poll();
        assertThat(next.records).containsExactly("a+a+a", "b");
        assertThat(tailer.statistics()).isEqualTo(new TailStatistics(10, 1, 0, 0));
      }
    }
  }

  @Test
  void waitsNoLongerForAHeldRecordWhoseFileWasEmptied() throws IOException {
    try (TailedLog log = TailedLog.in(directory)) {
      HoldingConsumer consumer = new HoldingConsumer();
      log.start(consumer);
      log.write("a\nb\n");
      log.tailer.poll();
      log.truncate();
      TailCheckpoint saved = log.tailer.save();
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
}
