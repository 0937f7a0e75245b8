package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.source.log.LineConsumer;
import io.github.mysqlaborted.source.log.LineConsumer.LineKind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes at all are read to their end, with no more events than lines. Runs what was found
 * before and the inputs kept; with {@code JAZZER_FUZZ=1} and one test named, it looks for new ones.
 */
class ReaderFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void readsAnyErrorLog(byte[] log) {
    List<AbortedConnection> events = new ArrayList<>();
    ErrorLogReader reader =
        new ErrorLogReader(ZoneOffset.UTC, Reading.NOW, (event, count) -> events.add(event));
    int lines = read(reader, log);
    assertThat(events).hasSizeLessThanOrEqualTo(lines);
    assertThat(reader.records()).isLessThanOrEqualTo(lines);
    assertThat(reader.unrecognized()).isLessThanOrEqualTo(lines);
    new ErrorLogReader(ZoneOffset.UTC, Reading.NOW, (event, count) -> {}).restore(reader.state());
  }

  @FuzzTest(maxDuration = "1m")
  void readsAnyGeneralLog(byte[] log) {
    List<AbortedConnection> events = new ArrayList<>();
    GeneralLogReader reader =
        new GeneralLogReader(ZoneOffset.UTC, (event, count) -> events.add(event));
    int lines = read(reader, log);
    assertThat(events).hasSizeLessThanOrEqualTo(lines / 2);
    assertThat(reader.records()).isLessThanOrEqualTo(lines);
    new GeneralLogReader(ZoneOffset.UTC, (event, count) -> {}).restore(reader.state());
  }

  /** Feeds all lines and ends the file; returns how many there were. */
  private static int read(LineConsumer reader, byte[] log) {
    int lines = 0;
    int from = 0;
    for (int to = 0; to <= log.length; to++) {
      if (to == log.length || log[to] == '\n') {
        lines++;
        if (reader.classify(log, from, to) == LineKind.WANTED) {
          reader.line(log, from, to, from, false);
        }
        from = to + 1;
      }
    }
    reader.endOfFile();
    assertThat(reader.heldFrom()).isEqualTo(-1);
    return lines;
  }
}
