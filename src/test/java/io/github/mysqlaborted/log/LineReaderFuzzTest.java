package io.github.mysqlaborted.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any bytes, in reads of any length, are the same lines. The first byte is the longest read. */
class LineReaderFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void givesTheSameLinesHoweverTheBytesArrive(byte[] input) {
    int longest = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
    Recorder whole = read(input, input.length);
    Recorder pieces = read(input, longest);
    List<String> expected =
        List.of(new String(input, ISO_8859_1).split("\n", -1)).stream()
            .map(line -> line.replaceFirst("^\0+", ""))
            .filter(line -> !line.isEmpty())
            .map(line -> new String(line.getBytes(ISO_8859_1), UTF_8))
            .toList();

    assertThat(whole.lines).isEqualTo(expected);
    assertThat(pieces.lines).isEqualTo(whole.lines);
    assertThat(pieces.offsets).isEqualTo(whole.offsets);
    assertThat(pieces.rubbish).isEqualTo(whole.rubbish);
  }

  private static Recorder read(byte[] input, int longest) {
    Recorder recorder = new Recorder();
    LineReader reader = new LineReader(recorder);
    for (int at = 0; at < input.length; ) {
      int count = Math.min(Math.min(longest, input.length - at), reader.room().remaining());
      reader.room().put(input, at, count);
      reader.accept(count);
      at += count;
    }
    assertThat(reader.readOffset()).isEqualTo(input.length);
    reader.finish();
    return recorder;
  }
}
