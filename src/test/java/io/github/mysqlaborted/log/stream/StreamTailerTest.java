package io.github.mysqlaborted.log.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.FakeFeed;
import io.github.mysqlaborted.log.PumpedStream;
import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.TestClock;
import io.github.mysqlaborted.log.tail.LoggedLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamTailerTest {

  private final Recorder log = new Recorder();
  private final TestClock clock = new TestClock();

  @Test
  void readsWhatComesAndSaysOnceThatItHasEnded() {
    LoggedLines said = LoggedLines.of(StreamTailer.class);
    FakeFeed feed = new FakeFeed();
    StreamTailer tailer = new StreamTailer("standard input", feed, log, clock);
    assertThat(tailer.isReadable()).isFalse();
    assertThat(tailer.lastRead()).isEqualTo(Instant.EPOCH);

    feed.give("one\ntw");
    assertThat(tailer.poll()).isFalse();
    assertThat(tailer.isReadable()).isTrue();
    assertThat(tailer.lastRead()).isEqualTo(clock.instant());
    assertThat(log.lines).containsExactly("one");

    feed.give("o\nthree").end();
    tailer.poll();
    tailer.poll();
    tailer.poll();
    said.close();
    assertThat(said.lines()).containsExactly("no longer reading standard input: end of input");
    assertThat(log.ends).isEqualTo(1);
    assertThat(log.lines).containsExactly("one", "two", "three");
    assertThat(tailer.isReadable()).isFalse();
    assertThat(tailer.statistics()).isEqualTo(new TailStatistics(13, 0, 0, 0));
  }

  @Test
  void readsAStreamToItsEndOnAThreadOfItsOwn() throws IOException {
    InputStream stream = new ByteArrayInputStream("line\n".repeat(300_000).getBytes(UTF_8));
    try (StreamTailer tailer = StreamTailer.start("a stream", stream, log, clock)) {
      tailer.poll();
      while (tailer.isReadable()) {
        tailer.poll();
        Thread.onSpinWait();
      }
      assertThat(log.lines).hasSize(300_000).containsOnly("line");
      assertThat(tailer.statistics().readBytes()).isEqualTo(1_500_000);
    }
  }

  @Test
  void readsNoFartherAheadThanAFewChunks() throws IOException {
    AtomicLong given = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("read by the byte");
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            given.addAndGet(length);
            return length;
          }
        };
    try (PumpedStream pump = PumpedStream.start("test-pump", endless)) {
      long seen = -1;
      while (seen < given.get() || given.get() < 9L * 64 * 1024) {
        seen = given.get();
        Thread.onSpinWait();
      }
      assertThat(given.get()).isEqualTo(9L * 64 * 1024);

      assertThat(pump.poll()).get().satisfies(chunk -> assertThat(chunk).hasSize(64 * 1024));
      while (given.get() < 10L * 64 * 1024) {
        Thread.onSpinWait();
      }
      assertThat(pump.isEnded()).isFalse();
    }
  }

  @Test
  void saysWhyAStreamCannotBeRead() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    try (PumpedStream pump = PumpedStream.start("test-pump", broken)) {
      while (!pump.isEnded()) {
        assertThat(pump.poll()).isEmpty();
        Thread.onSpinWait();
      }
      assertThat(pump.complaint()).contains("Input/output error");
    }
  }
}
