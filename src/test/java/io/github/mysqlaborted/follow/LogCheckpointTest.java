package io.github.mysqlaborted.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.tail.Horizon;
import io.github.mysqlaborted.log.tail.TailCheckpoint;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.ErrorLogState;
import io.github.mysqlaborted.parse.GeneralLogState;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogCheckpointTest {

  private static final TailStatistics STATISTICS = new TailStatistics(4711, 1, 2, 3);

  @ParameterizedTest
  @MethodSource("logs")
  void isReadAsItWasWritten(LogCheckpoint log) throws IOException {
    LogCheckpoint.All all = new LogCheckpoint.All(Map.of("a \"log\"\n", log));
    assertThat(read(new String(RecordJson.write(all), UTF_8))).isEqualTo(all);
  }

  static Stream<LogCheckpoint> logs() {
    ErrorLogState errorLog = errorLogState();
    GeneralLogState generalLog =
        new GeneralLogState(
            7,
            Instant.parse("2026-11-22T09:05:01.000001Z"),
            Map.of(5L, "a@h"),
            Map.of(6L, event()));
    TailCheckpoint tail =
        new TailCheckpoint(true, Optional.empty(), List.of(), Horizon.NONE, STATISTICS);
    ErrorLogTablePosition position =
        new ErrorLogTablePosition(
            Instant.parse("2026-11-22T09:05:01.123456Z"), 8, Instant.EPOCH, Instant.EPOCH);
    return Stream.of(
        new LogCheckpoint.Files(tail, errorLog),
        new LogCheckpoint.Files(tail, generalLog),
        new LogCheckpoint.Journal(Optional.of("s=1;i=2"), errorLog, STATISTICS),
        new LogCheckpoint.Journal(Optional.empty(), errorLog, STATISTICS),
        new LogCheckpoint.Stream(errorLog, STATISTICS),
        new LogCheckpoint.ErrorTable(Optional.of(position), errorLog, STATISTICS),
        new LogCheckpoint.GeneralTable(
            Optional.of(new GeneralLogTablePosition(Instant.EPOCH, Set.of("1:2:-3"))),
            generalLog,
            STATISTICS));
  }

  /** With each kind of thing that a reader remembers: MariaDB at log_warnings=4. */
  private static ErrorLogState errorLogState() {
    ErrorLogReader reader =
        new ErrorLogReader(ZoneOffset.UTC, Clock.systemUTC(), (event, count) -> {});
    for (String line :
        List.of(
            "2026-11-22 12:34:37 24 [ERROR] mariadbd: Got an error writing communication packets",
            "2026-11-22 12:34:38 25 [Warning] Aborted connection 24 to db: 'shop' user: 'app'"
                + " host: 'h' (KILLED)",
            "2026-11-22 12:34:39 26 [Warning] Access denied for user 'a'@'h' (using password: NO)",
            "2026-11-22 12:34:40 27 [Note] x")) {
      byte[] bytes = line.getBytes(UTF_8);
      reader.classify(bytes, 0, bytes.length);
      reader.line(bytes, 0, bytes.length, 0, false);
    }
    ErrorLogState state = reader.state();
    assertThat(state.joiner().companions()).isNotEmpty();
    assertThat(state.joiner().kills()).isNotEmpty();
    return state;
  }

  private static AbortedConnection event() {
    return new AbortedConnection(
        Instant.parse("2026-11-22T09:05:01Z"),
        OptionalLong.empty(),
        Phase.CONNECT,
        Reason.ACCESS_DENIED,
        new Account("x\n\u0000'", "h", ""),
        Detail.NONE);
  }

  @Test
  void namesItsKind() {
    assertThat(
            new String(
                RecordJson.write(
                    new LogCheckpoint.All(
                        Map.of(
                            "journal:mariadb",
                            new LogCheckpoint.Journal(
                                Optional.of("s=1"), errorLogState(), STATISTICS)))),
                UTF_8))
        .startsWith("{\"logs\":[[\"journal:mariadb\",{\"type\":\"Journal\",\"cursor\":\"s=1\",")
        .endsWith(
            "\"statistics\":{\"readBytes\":4711,\"rotations\":1,\"truncations\":2,\"lost\":3}}]]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"logs\":{}}",
        "{\"logs\":[[\"a\"]]}",
        "{\"logs\":[[\"a\",{}]]}",
        "{\"logs\":[[\"a\",{\"type\":\"Table\"}]]}",
        "{\"logs\":[[\"a\",{\"type\":\"Journal\",\"cursor\":7}]]}",
        "{\"logs\":[[\"a\",{\"type\":\"Journal\",\"cursor\":null,\"reader\":null}]]}",
        "{\"logs\":[],\"more\":1}",
      })
  void isRefusedWhenItIsNone(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  private static LogCheckpoint.All read(String text) throws IOException {
    return RecordJson.read(text.getBytes(UTF_8), LogCheckpoint.All.class);
  }
}
