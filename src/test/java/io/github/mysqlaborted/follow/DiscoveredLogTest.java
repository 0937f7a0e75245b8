package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.server.table.ErrorLogLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveredLogTest {

  private static final String TABLE = "performance_schema.error_log";
  private static final LogCheckpoint SAVED =
      new LogCheckpoint.ErrorTable(
          Optional.empty(),
          ErrorLogReader.ofRows(ZoneOffset.UTC, Clock.systemUTC(), (event, count) -> {}).state(),
          new TailStatistics(1, 0, 0, 0));

  @TempDir Path folder;
  private Path file;
  private final TestTicker ticker = new TestTicker();
  private final FakeOffers offers = new FakeOffers();
  private final List<String> done = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    file = Files.createFile(folder.resolve("db1.err"));
  }

  @Test
  void followsTheTableIfItMayBeRead() {
    DiscoveredLog log = offered();
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone()).contains("the server has not answered yet");

    answer(log, offer(true, false, "./db1.err", folder + "/"));
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo(TABLE);
    assertThat(log.reasonForNone()).isEmpty();
    assertThat(done).containsExactly("make " + TABLE + " BEGINNING");
  }

  @Test
  void followsTheFileOfAServerWithoutATable() {
    DiscoveredLog log = offered();
    answer(log, ofFile("./db1.err"));
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo(file.toString());
  }

  @Test
  void looksAgainForAFileThatCannotBeRead() throws IOException {
    DiscoveredLog log = offered();
    answer(log, offer(false, true, "later.err", folder.toString()));
    Path later = folder.resolve("later.err");
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone())
        .contains(
            "SELECT on performance_schema.error_log is not granted; the server's "
                + later
                + " cannot be read; set --errorlog.file");

    Files.createFile(later);
    log.choose();
    assertThat(log.current()).isEmpty();
    ticker.pass(Duration.ofSeconds(10));
    log.choose();
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo(later.toString());
  }

  @Test
  void followsNoFileWhoseNameCannotBeShown() throws IOException {
    String name = "db\u202e\u001b[2J.err";
    Files.createFile(folder.resolve(name));
    DiscoveredLog log = offered();
    answer(log, ofFile(name));
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("the server writes its log to standard error: "));
  }

  @Test
  void followsNoFileOfAnotherMachine() {
    offers.local = false;
    DiscoveredLog log = offered();
    answer(log, ofFile("db1.err"));
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone())
        .contains("the server's " + file + " may be on another machine; set --errorlog.file");
  }

  @Test
  void followsNothingOfAServerThatWritesNoFile() {
    for (String none : List.of("", "stderr")) {
      DiscoveredLog log = offered();
      answer(log, ofFile(none));
      assertThat(log.current()).isEmpty();
      assertThat(log.reasonForNone())
          .contains(
              "the server writes its log to standard error: on the server's machine, set"
                  + " --errorlog.source=journal and --errorlog.unit=UNIT if systemd runs it;"
                  + " in a container, set --errorlog.file=- and pipe the container's output to"
                  + " standard input");
    }
  }

  @Test
  void followsTheJournalOfAServerThatWritesNoFile() {
    offers.units = List.of("mariadb");
    for (String none : List.of("", "stderr")) {
      DiscoveredLog log = offered();
      answer(log, ofFile(none));
      assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo("journal:mariadb");
      assertThat(log.reasonForNone()).isEmpty();
    }
    assertThat(done)
        .containsExactly("make journal:mariadb BEGINNING", "make journal:mariadb BEGINNING");
  }

  @Test
  void followsNoJournalForAServerOfAnotherMachine() {
    offers.units = List.of("mariadb");
    offers.local = false;
    DiscoveredLog log = offered();
    answer(log, ofFile("stderr"));
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone()).get().asString().contains("--errorlog.unit=UNIT");
  }

  @Test
  void namesTheUnitsOfWhichTheServerCanBe() {
    offers.units = List.of("mariadb@1", "mariadb@2");
    DiscoveredLog log = offered();
    answer(log, ofFile(""));
    assertThat(log.current()).isEmpty();
    assertThat(log.reasonForNone())
        .get()
        .asString()
        .contains("--errorlog.unit=mariadb@1 or --errorlog.unit=mariadb@2");

    offers.units = List.of("mariadb@2");
    ticker.pass(Duration.ofSeconds(10));
    log.choose();
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo("journal:mariadb@2");
  }

  @Test
  void readsTheFileAndNotTheJournalOfAServerThatHasBoth() {
    offers.units = List.of("mysql");
    DiscoveredLog log = offered();
    answer(log, ofFile("db1.err"));
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo(file.toString());
  }

  @Test
  void countsNothingAgainWhereTheJournalTakesThePlaceOfTheTable() {
    offers.units = List.of("mysql");
    DiscoveredLog log = offered();
    log.restore(Map.of(TABLE, SAVED));
    answer(log, offer(true, false, "stderr", folder.toString()));
    answer(log, offer(false, true, "stderr", folder.toString()));
    assertThat(done)
        .containsExactly(
            "make " + TABLE + " BEGINNING",
            "restore " + TABLE,
            "close " + TABLE,
            "make journal:mysql END");
    assertThat(log.others()).isEmpty();
  }

  @Test
  void staysWithTheJournalThatWasSavedWhereATableIsOfferedToo() {
    offers.units = List.of("mysql");
    DiscoveredLog log = offered();
    log.restore(Map.of("journal:mysql", SAVED));
    answer(log, offer(true, false, "stderr", folder.toString()));
    assertThat(done).containsExactly("make journal:mysql BEGINNING", "restore journal:mysql");
  }

  @Test
  void followsAnotherFileThatTheServerNamesAfterARestart() throws IOException {
    Path second = Files.createFile(folder.resolve("second.err"));
    DiscoveredLog log = offered();
    answer(log, ofFile("db1.err"));
    answer(log, ofFile("db1.err"));
    answer(log, ofFile(second.toString()));
    answer(log, ofFile("db1.err"));

    assertThat(done)
        .containsExactly(
            "make " + file + " BEGINNING",
            "close " + file,
            "make " + second + " BEGINNING",
            "close " + second,
            "make " + file + " BEGINNING",
            "restore " + file);
  }

  @Test
  void staysWithWhatItFollowsWhenNothingIsOffered() {
    DiscoveredLog log = offered();
    answer(log, ofFile("db1.err"));
    answer(log, ofFile("stderr"));
    assertThat(log.current()).get().extracting(FollowedLog::name).isEqualTo(file.toString());
  }

  @Test
  void staysWithTheFileThatWasSavedWhereATableIsOfferedToo() {
    DiscoveredLog log = offered();
    log.restore(Map.of(file.toString(), SAVED));
    answer(log, offer(true, false, "db1.err", folder.toString()));
    assertThat(done).containsExactly("make " + file + " BEGINNING", "restore " + file);
    assertThat(log.others()).isEmpty();
  }

  @Test
  void keepsWhatWasSavedUntilTheServerAnswers() {
    DiscoveredLog log = offered();
    log.restore(Map.of(TABLE, SAVED));
    log.choose();
    assertThat(log.others()).isEqualTo(Map.of(TABLE, SAVED));
  }

  @Test
  void countsNothingAgainWhereTheFileTakesThePlaceOfTheTable() {
    DiscoveredLog log = offered();
    log.restore(Map.of(TABLE, SAVED));
    answer(log, offer(true, false, "db1.err", folder.toString()));
    answer(log, offer(false, true, "db1.err", folder.toString()));
    assertThat(done)
        .containsExactly(
            "make " + TABLE + " BEGINNING",
            "restore " + TABLE,
            "close " + TABLE,
            "make " + file + " END");
    assertThat(log.others()).isEmpty();
  }

  @Test
  void countsNothingAgainWhereTheTableTakesThePlaceOfAFile() {
    DiscoveredLog log = offered();
    log.restore(Map.of(file.toString(), SAVED));
    answer(log, offer(true, false, "stderr", folder.toString()));
    assertThat(done).containsExactly("make " + TABLE + " END");
    assertThat(log.others()).isEmpty();
  }

  private void answer(DiscoveredLog log, ErrorLogLocation offer) {
    offers.next = Optional.of(offer);
    log.choose();
  }

  private static ErrorLogLocation offer(
      boolean table, boolean refused, String logError, String dataDirectory) {
    return new ErrorLogLocation(table, refused, logError, dataDirectory, "", "db1");
  }

  private ErrorLogLocation ofFile(String logError) {
    return offer(false, false, logError, folder.toString());
  }

  private DiscoveredLog offered() {
    return new DiscoveredLog(
        offers,
        from -> make(TABLE, from),
        this::make,
        (unit, from) -> make("journal:" + unit, from),
        StartFrom.BEGINNING,
        ticker);
  }

  private FollowedLog make(String name, StartFrom from) {
    done.add("make " + name + " " + from);
    return new FakeLog(name, done);
  }

  /** What the test says is the server's answer. */
  private static final class FakeOffers implements DiscoveredLog.Offers {

    private Optional<ErrorLogLocation> next = Optional.empty();
    private boolean local = true;
    private List<String> units = List.of();

    @Override
    public List<String> units(ErrorLogLocation offer) {
      return units;
    }

    @Override
    public Optional<ErrorLogLocation> poll() {
      Optional<ErrorLogLocation> answer = next;
      next = Optional.empty();
      return answer;
    }

    @Override
    public boolean isLocal() {
      return local;
    }

    @Override
    public void close() {}
  }

  /** A log that says what is done to it. */
  private record FakeLog(String name, List<String> done) implements FollowedLog {

    @Override
    public void restore(LogCheckpoint saved) {
      done.add("restore " + name);
    }

    @Override
    public boolean poll() {
      return false;
    }

    @Override
    public LogCheckpoint save() {
      return SAVED;
    }

    @Override
    public LogView.Source view() {
      throw new IllegalStateException("not shown");
    }

    @Override
    public void close() {
      done.add("close " + name);
    }
  }
}
