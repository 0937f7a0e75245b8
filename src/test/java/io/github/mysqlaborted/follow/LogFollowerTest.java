package io.github.mysqlaborted.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import io.github.mysqlaborted.config.TlsSettings;
import io.github.mysqlaborted.count.LoggedEvents.ReasonKey;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.state.CheckpointFile;
import io.github.mysqlaborted.state.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {

  private static final ReasonKey READ_ERROR = new ReasonKey(Phase.CLIENT, Reason.READ_ERROR);

  @TempDir Path folder;
  private Path log;
  private Path state;
  private List<String> generalLogs = List.of();
  private long connection = 100;
  private final TestTicker ticker = new TestTicker();

  @BeforeEach
  void name() {
    log = folder.resolve("error.log");
    state = folder.resolve("state");
  }

  @Test
  void countsWhatIsThereAndWhatComes() throws IOException {
    writeAborts(2);
    try (LogFollower follower = follower(Optional.empty())) {
      assertThat(count(follower)).isZero();

      follower.turn();
      assertThat(count(follower)).isEqualTo(2);
      assertThat(follower.view().sources())
          .singleElement()
          .satisfies(
              source -> {
                assertThat(source.name()).isEqualTo(log.toString());
                assertThat(source.readable()).isTrue();
                assertThat(source.records()).isEqualTo(2);
                assertThat(source.unrecognized()).isZero();
                assertThat(source.lagBytes()).isZero();
                assertThat(source.counters().readBytes()).isEqualTo(Files.size(log));
              });

      writeAborts(1);
      follower.turn();
      assertThat(count(follower)).isEqualTo(3);
    }
  }

  @Test
  void goesOnAfterARestartAsIfThereHadBeenNone() throws IOException {
    writeAborts(2);
    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      follower.turn();
    }
    writeAborts(3);
    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      assertThat(count(follower)).isEqualTo(2);
      assertThat(follower.view().sources().get(0).records()).isEqualTo(2);

      follower.turn();
      assertThat(count(follower)).isEqualTo(5);
      assertThat(follower.view().sources().get(0).records()).isEqualTo(5);
      assertThat(follower.view().saved()).isTrue();
    }
  }

  @Test
  void startsAnewFromAStateThatIsNone() throws IOException {
    writeAborts(2);
    Files.createDirectories(state);
    Files.writeString(state.resolve("checkpoint"), "not ours");

    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      follower.turn();
      assertThat(count(follower)).isEqualTo(2);
    }

    assertThat(state.resolve("checkpoint.bad")).hasContent("not ours");
  }

  @Test
  void startsAnewFromAStateOfAnotherKindOfLog() throws IOException {
    writeAborts(2);
    try (CheckpointFile checkpoint = CheckpointFile.open(state)) {
      LogCheckpoint.All others =
          new LogCheckpoint.All(
              Map.of(
                  log.toString(),
                  new LogCheckpoint.Stream(
                      new ErrorLogReader(ZoneOffset.UTC, Clock.systemUTC(), (e, n) -> {}).state(),
                      new TailStatistics(1, 2, 3, 4))));
      checkpoint.save(
          List.of(new Part<>("logs", LogCheckpoint.All.class, () -> others, saved -> {})));
    }

    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      follower.turn();
      assertThat(count(follower)).isEqualTo(2);
    }

    assertThat(state.resolve("checkpoint.bad")).isNotEmptyFile();
  }

  @Test
  void believesNoStateThatCannotBe() throws IOException {
    String reason = "[{'phase':'CLIENT','reason':'READ_ERROR'},%s]";
    String account =
        "[{'phase':'CLIENT','reason':'READ_ERROR','account':{'user':'a','host':'h','db':'d'}},%s]";
    String hour = "[{'phase':'CLIENT','hour':%s},%s]";
    String last = reason.formatted("'%s'");
    String good = "2026-11-22T09:05:01Z";
    assertThat(
            countAfter(
                events(
                    reason.formatted(7),
                    account.formatted(7),
                    hour.formatted(7, 7),
                    last.formatted(good))))
        .isEqualTo(7);
    for (String bad :
        List.of(
            events(reason.formatted(-7), "", "", ""),
            events(reason.formatted("9223372036854775807"), "", "", ""),
            events(reason.formatted("1e300"), "", "", ""),
            events(reason.formatted(7), "", "", last.formatted("2026-13-22T09:05:01Z")),
            events(reason.formatted(7) + "," + reason.formatted(8), "", "", ""),
            events(reason.formatted(7), account.formatted(-7), "", ""),
            events(reason.formatted(7), account.formatted(8), "", ""),
            events("", account.formatted(1), "", ""),
            events(reason.formatted(7), "", hour.formatted(24, 1), ""),
            events(reason.formatted(7), "", hour.formatted("4294967296", 1), ""),
            events(reason.formatted(7), "", hour.formatted(7, -1), ""),
            events(reason.formatted(7), "", hour.formatted(7, 8), ""))) {
      assertThat(countAfter(bad)).as(bad).isZero();
      assertThat(state.resolve("checkpoint.bad")).as(bad).isNotEmptyFile();
      Files.delete(state.resolve("checkpoint.bad"));
    }
  }

  private static String events(String reasons, String accounts, String hours, String last) {
    return ("{'events':{'byReason':[%s],'byAccount':[%s],'byHour':[%s],'lastSeen':[%s]},"
            + "'causes':{'byCause':[],'ages':[]},"
            + "'sessions':{'started':null,'ids':[],'timeouts':[]}}")
        .formatted(reasons, accounts, hours, last)
        .replace('\'', '"');
  }

  private long countAfter(String content) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(content.getBytes(UTF_8));
    Files.createDirectories(state);
    Files.writeString(
        state.resolve("checkpoint"),
        "mysql-aborted-exporter checkpoint 3 length=%d crc32c=%08x\n%s"
            .formatted(content.getBytes(UTF_8).length, checksum.getValue(), content));
    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      return count(follower);
    }
  }

  /** More failed logins than are remembered, in both logs; a few are in one of them only. */
  @Test
  void countsAFailedLoginOnceThatBothLogsName() throws IOException {
    Path general = folder.resolve("general.log");
    generalLogs = List.of(general.toString());
    StringBuilder errors = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    for (int id = 1; id <= 20_000; id++) {
      String time =
          Instant.ofEpochSecond(1_795_351_094 + id / 10).toString().replace("Z", ".000000Z");
      String denied = "Access denied for user 'eve'@'10.0.0.7' (using password: YES)";
      if (id % 1000 != 1) {
        errors.append("%s %d [Note] [MY-010926] [Server] %s\n".formatted(time, id, denied));
      }
      if (id % 1000 != 2) {
        rows.append("%s\t%5d Connect\teve@10.0.0.7 on  using TCP/IP\n".formatted(time, id));
        rows.append("%s\t%5d Connect\t%s\n".formatted(time, id, denied));
      }
    }
    Files.writeString(log, errors);
    Files.writeString(general, rows);

    for (int restarts = 0; restarts < 2; restarts++) {
      try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
        for (int turns = 0; turns < 7; turns++) {
          assertThat(follower.turn()).isTrue();
        }
      }
    }
    try (LogFollower follower = follower(Optional.of(CheckpointFile.open(state)))) {
      boolean more = true;
      while (more) {
        more = follower.turn();
      }
      follower.turn();
      assertThat(follower.view().events().byReason())
          .isEqualTo(Map.of(new ReasonKey(Phase.CONNECT, Reason.ACCESS_DENIED), 20_000L));
    }
  }

  @Test
  void saysThatALogIsNotThereYet() throws IOException {
    try (LogFollower follower = follower(Optional.empty())) {
      follower.turn();
      assertThat(follower.view().sources().get(0).readable()).isFalse();

      writeAborts(1);
      follower.turn();
      assertThat(follower.view().sources().get(0).readable()).isTrue();
      assertThat(count(follower)).isEqualTo(1);
    }
  }

  @Test
  void showsThatItsReaderStandsStill() throws IOException {
    writeAborts(1);
    try (LogFollower follower = follower(Optional.empty())) {
      follower.turn();
      ticker.pass(Duration.ofMinutes(1));
      LogView turning = follower.view();
      assertThat(turning.sources().get(0).readable()).isTrue();

      ticker.pass(Duration.ofSeconds(1));
      LogView still = follower.view();
      assertThat(still.sources()).singleElement().isEqualTo(stillOf(turning.sources().get(0)));
      assertThat(still.events()).isEqualTo(turning.events());
      assertThat(still.saved()).isTrue();

      follower.turn();
      assertThat(follower.view().sources().get(0).readable()).isTrue();
      assertThat(follower.view().sources().get(0).trouble()).isEmpty();
    }
  }

  private static LogView.Source stillOf(LogView.Source source) {
    return new LogView.Source(
        source.name(),
        source.counters(),
        source.records(),
        source.unrecognized(),
        false,
        Optional.of("the log reader has been blocked for 61 s"),
        source.lagBytes(),
        source.lastRead(),
        source.lastRecord());
  }

  /** All that was there is counted as written; then the server's counter has the last word. */
  @Test
  void comparesFailedLoginsWithTheCounterOnceTheLogIsRead() throws IOException {
    Files.writeString(log, denied(1) + denied(2) + denied(3));
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = neverAsked(threads);
        LogFollower follower = follower(Optional.empty(), Optional.of(client))) {
      follower.counted(follower.view(), 1000);
      turnAtRest(follower);
      assertThat(denied(follower)).isEqualTo(3);

      follower.counted(follower.view(), 1003);
      ticker.pass(Duration.ofSeconds(3));
      turnAtRest(follower);
      Files.writeString(log, denied(4) + denied(5), StandardOpenOption.APPEND);
      turnAtRest(follower);
      ticker.pass(Duration.ofSeconds(3));
      follower.counted(follower.view(), 1004);
      turnAtRest(follower);
      assertThat(denied(follower)).isEqualTo(4);

      Files.writeString(log, denied(6) + denied(7), StandardOpenOption.APPEND);
      turnAtRest(follower);
      ticker.pass(Duration.ofSeconds(3));
      follower.counted(follower.view(), 1006);
      turnAtRest(follower);
      assertThat(denied(follower)).isEqualTo(6);
    }
  }

  private static String denied(int id) {
    return "2026-11-22 12:36:28 %d [Warning] Access denied for user 'a'@'h' (using password: NO)\n"
        .formatted(id);
  }

  private static long denied(LogFollower follower) {
    return follower
        .view()
        .events()
        .byReason()
        .getOrDefault(new ReasonKey(Phase.CONNECT, Reason.ACCESS_DENIED), 0L);
  }

  private static void turnAtRest(LogFollower follower) {
    follower.turn();
    follower.turn();
  }

  private MysqlClient neverAsked(MysqlThreads threads) {
    return new MysqlClient(
        new ConnectionSettings(
            new ServerAddress.Tcp("127.0.0.1", 1),
            "exporter",
            Secret.EMPTY,
            TlsSettings.of(SslMode.DISABLED)),
        threads,
        ticker);
  }

  private LogFollower follower(Optional<CheckpointFile> checkpoint) {
    return follower(checkpoint, Optional.empty());
  }

  private LogFollower follower(Optional<CheckpointFile> checkpoint, Optional<MysqlClient> server) {
    return LogFollower.of(
        new ErrorLogConfig(
            ErrorLogConfig.Source.FILE,
            List.of(log.toString()),
            generalLogs,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            ZoneOffset.UTC,
            ZoneOffset.UTC),
        200,
        server,
        Optional.empty(),
        checkpoint,
        Clock.systemUTC(),
        ticker);
  }

  private void writeAborts(int count) throws IOException {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < count; i++) {
      connection++;
      records.append(
          String.format(
              "2026-11-22T12:36:28.257421Z %d [Note] [MY-010914] [Server] Aborted connection %d to"
                  + " db: 'shop' user: 'app' host: 'localhost' (Got an error reading communication"
                  + " packets).\n",
              connection, connection));
    }
    Files.writeString(log, records, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static long count(LogFollower follower) {
    return follower.view().events().byReason().getOrDefault(READ_ERROR, 0L);
  }
}
