package io.github.mysqlaborted.log.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailCheckpointTest {

  private static final Fingerprint FILE = new Fingerprint("(dev=1,inode=2)", 1024, 0xffffffffL);
  private static final Position END = new Position(FILE, 1L << 40, "0a0d00ff");
  private static final Position OLDER = new Position(new Fingerprint("", 0, 0), 0, "");
  private static final TailCheckpoint TAIL =
      new TailCheckpoint(
          true,
          Optional.of(END),
          List.of(OLDER, END),
          new Horizon(
              Instant.parse("2026-11-22T10:00:00.000000001Z"), Set.of("(1) 2 3"), List.of("0a")),
          new TailStatistics(1, 2, 3, 1L << 53));

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertThat(read(write(TAIL))).isEqualTo(TAIL);
  }

  @Test
  void isReadAsItWasWrittenWithoutAPosition() throws IOException {
    TailCheckpoint tail =
        new TailCheckpoint(false, Optional.empty(), List.of(), Horizon.NONE, TailStatistics.NONE);
    assertThat(read(write(tail))).isEqualTo(tail);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "offset" | "offsets"
          "offset":1099511627776 | "offset":-1
          "offset":1099511627776 | "offset":1e99
          "offset":1099511627776 | "offset":"1"
          "offset":1099511627776 | "offset":3
          9007199254740992 | 9223372036854775808
          "readBytes":1 | "readBytes":-1
          "rotations":2 | "rotations":-9223372036854775808
          "headChecksum":4294967295 | "headChecksum":4294967296
          "headChecksum":4294967295 | "headChecksum":-1
          "headLength":1024 | "headLength":1025
          "headLength":1024 | "headLength":9999999999
          "marker":"0a0d00ff" | "marker":"0a0"
          "marker":"0a0d00ff" | "marker":null
          2026-11-22T10 | 2026-13-22T10
          "known":[ | "known":[7,
          "heads":["0a" | "heads":["0"
          "finished":[ | "finished":[7,
          "lost" | "last"
          {"started" | ["started"
          "started":true | "started":1
          "started":true, | ``
          }} | },"more":1}
          """)
  void isRefusedWhenItCannotBe(String written, String changed) {
    String text = write(TAIL);
    assertThat(text).contains(written);
    assertThatThrownBy(() -> read(text.replace(written, changed))).isInstanceOf(IOException.class);
  }

  @Test
  void isRefusedWhereverItIsCutOff() {
    String written = write(TAIL);
    for (int length = 0; length < written.length(); length++) {
      String cut = written.substring(0, length);
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatItFoundInstead() {
    String written = write(TAIL).replace("statistics", "numbers");
    assertThatThrownBy(() -> read(written))
        .hasMessageStartingWith("found numbers instead of statistics");
  }

  private static String write(TailCheckpoint tail) {
    return new String(RecordJson.write(tail), UTF_8);
  }

  private static TailCheckpoint read(String text) throws IOException {
    return RecordJson.read(text.getBytes(UTF_8), TailCheckpoint.class);
  }
}
