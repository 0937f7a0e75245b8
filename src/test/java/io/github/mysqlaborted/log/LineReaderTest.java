package io.github.mysqlaborted.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.tail.LoggedLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private final Recorder recorder = new Recorder();
  private final LineReader reader = new LineReader(recorder);

  @Test
  void givesTheSameLinesHoweverTheBytesArrive() {
    byte[] text = "one\r\n\ntw\u00f6\n\0\0\0three\rfour\nfive".getBytes(UTF_8);
    List<String> lines = List.of("one\r", "tw\u00f6", "three\rfour", "five");
    List<Long> offsets = List.of(0L, 6L, 14L, 25L);
    for (int first = 0; first <= text.length; first++) {
      for (int second = first; second <= text.length; second++) {
        Recorder split = new Recorder();
        LineReader splitReader = new LineReader(split);
        feed(splitReader, text, 0, first);
        feed(splitReader, text, first, second);
        feed(splitReader, text, second, text.length);
        assertThat(split.lines).as("%d, %d", first, second).isEqualTo(lines.subList(0, 3));
        assertThat(splitReader.readOffset()).isEqualTo(text.length);
        assertThat(splitReader.lineOffset()).isEqualTo(25);
        assertThat(splitReader.marker()).isEqualTo(text);
        assertThat(splitReader.lineMarker()).isEqualTo(Arrays.copyOf(text, 25));
        splitReader.finish();
        assertThat(split.lines).isEqualTo(lines);
        assertThat(split.offsets).isEqualTo(offsets);
        assertThat(split.rubbish).isEqualTo(1);
      }
    }
  }

  @Test
  void givesTheSameLinesForAnyBytesInAnyChunks() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] text = new byte[random.nextInt(200)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) "\n\n\r\0ab\n\u00ff\u000b\t".charAt(random.nextInt(10));
      }
      Recorder whole = new Recorder();
      LineReader wholeReader = new LineReader(whole);
      feed(wholeReader, text, 0, text.length);
      Recorder split = new Recorder();
      LineReader splitReader = new LineReader(split);
      for (int from = 0; from < text.length; ) {
        int to = Math.min(text.length, from + 1 + random.nextInt(20));
        feed(splitReader, text, from, to);
        from = to;
      }
      assertThat(split.lines).isEqualTo(whole.lines).isEqualTo(linesOf(text));
      assertThat(split.offsets).isEqualTo(whole.offsets);
      assertThat(split.rubbish).isEqualTo(whole.rubbish);
      assertThat(splitReader.lineOffset()).isEqualTo(wholeReader.lineOffset());
      assertThat(splitReader.lineMarker()).isEqualTo(wholeReader.lineMarker());
      assertThat(splitReader.marker()).isEqualTo(wholeReader.marker());
    }
  }

  /** As slow and plain as can be. */
  private static List<String> linesOf(byte[] text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        while (start < i && text[start] == 0) {
          start++;
        }
        if (start < i) {
          lines.add(new String(text, start, i - start, UTF_8));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  @Test
  void keepsALineOfTheLimitWhole() {
    byte[] text = line(LineReader.MAX_LINE);
    feed(reader, text, 0, text.length);
    assertThat(recorder.lines).singleElement().asString().hasSize(LineReader.MAX_LINE);
    assertThat(recorder.truncated).isZero();
    assertThat(recorder.rubbish).isZero();
  }

  @Test
  void cutsALineOfOneByteMore() {
    byte[] text = line(LineReader.MAX_LINE + 1);
    for (int split : new int[] {0, 1, LineReader.MAX_LINE, LineReader.MAX_LINE + 1}) {
      Recorder cut = new Recorder();
      LineReader cutReader = new LineReader(cut);
      feed(cutReader, text, 0, split);
      feed(cutReader, text, split, text.length);
      assertThat(cut.lines).singleElement().asString().hasSize(LineReader.MAX_LINE);
      assertThat(cut.truncated).isEqualTo(1);
      assertThat(cutReader.lineOffset()).isEqualTo(text.length);
    }
  }

  @Test
  void goesOnBehindAnEndlessLine() {
    byte[] part = new byte[100_000];
    Arrays.fill(part, (byte) 'x');
    for (int i = 0; i < 1000; i++) {
      feed(reader, part, 0, part.length);
    }
    byte[] end = "xx\nnext\n".getBytes(UTF_8);
    feed(reader, end, 0, end.length);
    assertThat(recorder.lines).hasSize(2).element(1).isEqualTo("next");
    assertThat(recorder.lines.get(0)).hasSize(LineReader.MAX_LINE);
    assertThat(recorder.offsets).containsExactly(0L, 100_000_003L);
    assertThat(reader.lineMarker()).hasSize(64).endsWith(end);
  }

  @Test
  void saysThatALongLineWhichIsNotWantedWasPassedOver() {
    LineReader unwanted =
        new LineReader(
            new DelegatingConsumer(recorder) {
              @Override
              public LineKind classify(byte[] buffer, int from, int to) {
                return LineKind.RECORD;
              }
            });
    byte[] text = line(LineReader.MAX_LINE + 1);
    feed(unwanted, text, 0, text.length);
    assertThat(recorder.rubbish).isEqualTo(1);
    assertThat(recorder.lines).isEmpty();
  }

  @Test
  void passesOverNulsHoweverManyChunksTheyFill() {
    byte[] nuls = new byte[300_000];
    byte[] text = "after\n".getBytes(UTF_8);
    for (int i = 0; i < 10; i++) {
      feed(reader, nuls, 0, nuls.length);
      assertThat(reader.lineOffset()).isEqualTo((i + 1) * 300_000L);
    }
    assertThat(reader.lineMarker()).isEqualTo(new byte[64]);
    feed(reader, text, 0, text.length);
    assertThat(recorder.lines).containsExactly("after");
    assertThat(recorder.offsets).containsExactly(3_000_000L);
    assertThat(recorder.rubbish).isEqualTo(1);
  }

  @Test
  void saysThatThereWasRubbishThoughNoLineFollows() {
    feed(reader, new byte[] {0, 0}, 0, 2);
    reader.finish();
    assertThat(recorder.rubbish).isEqualTo(1);
    assertThat(recorder.lines).isEmpty();
  }

  @Test
  void losesOnlyTheLineThatItsConsumerFailsFor() {
    LineReader failing =
        new LineReader(
            new DelegatingConsumer(recorder) {
              @Override
              public LineKind classify(byte[] buffer, int from, int to) {
                if (buffer[from] == '!') {
                  throw new IllegalStateException("on purpose");
                }
                return super.classify(buffer, from, to);
              }

              @Override
              public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
                if (buffer[from] == '?') {
                  throw new IllegalStateException("on purpose");
                }
                super.line(buffer, from, to, offset, truncated);
              }
            });
    byte[] text = "a\n!\n?\nb\n".getBytes(UTF_8);
    try (LoggedLines logged = LoggedLines.of(LineReader.class)) {
      feed(failing, text, 0, text.length);
      assertThat(logged.lines())
          .containsExactly(
              "a line of 1 bytes at offset 2 could not be read",
              "a line of 1 bytes at offset 4 could not be read");
    }
    assertThat(recorder.lines).containsExactly("a", "b");
    assertThat(recorder.rubbish).isEqualTo(2);
    assertThat(failing.lineOffset()).isEqualTo(8);
  }

  @Test
  void findsALineFeedAtEveryPlaceAmongAnyOtherBytes() {
    for (int length = 0; length < 80; length++) {
      for (int other : new int[] {0, 9, 11, 0x8a, 0xff, 'x'}) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) other);
        for (int from = 0; from <= length; from++) {
          assertThat(LineReader.indexOfLineFeed(bytes, from, length)).isEqualTo(-1);
        }
        for (int at = 0; at < length; at++) {
          bytes[at] = '\n';
          for (int from = 0; from <= at; from++) {
            assertThat(LineReader.indexOfLineFeed(bytes, from, length)).isEqualTo(at);
            assertThat(LineReader.indexOfLineFeed(bytes, from, at)).isEqualTo(-1);
          }
          bytes[at] = (byte) other;
        }
      }
    }
  }

  private static byte[] line(int length) {
    byte[] text = new byte[length + 1];
    Arrays.fill(text, (byte) 'x');
    text[length] = '\n';
    return text;
  }

  private static void feed(LineReader reader, byte[] text, int from, int to) {
    for (int at = from; at < to; ) {
      int count = Math.min(reader.room().remaining(), to - at);
      reader.room().put(text, at, count);
      reader.accept(count);
      at += count;
    }
  }
}
