package io.github.mysqlaborted.log.journal;

import static io.github.mysqlaborted.log.journal.FakeJournal.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.log.FakeFeed;
import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.TestClock;
import io.github.mysqlaborted.log.tail.LoggedLines;
import io.github.mysqlaborted.time.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalTailerTest {

  private final FakeJournal journal = new FakeJournal();
  private final RecordedEntries entries = new RecordedEntries();
  private final TestClock clock = new TestClock();
  private final TestTicker ticker = new TestTicker();

  @Test
  void takesEntriesInWhateverChunksTheyCome() {
    FakeFeed run = journal.run();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    String text = entry(1, "\"one\"") + entry(2, "[110,97,255]") + entry(3, "\"\\u001btwo\"");
    for (int i = 0; i < text.length(); i++) {
      run.give(text.substring(i, i + 1));
      poll(tailer);
    }

    assertThat(entries.messages).containsExactly("one", "na\u00ff", "\u001btwo");
    assertThat(entries.times.get(0)).isEqualTo(Instant.parse("2026-11-22T12:38:14.000001Z"));
    assertThat(entries.rubbish).isZero();
    assertThat(tailer.place()).contains("c3");
    assertThat(tailer.statistics()).isEqualTo(new TailStatistics(10, 0, 0, 0));
    assertThat(journal.asked).containsExactly("rest ");
  }

  @Test
  void namesTheProgramOfEachEntry() {
    journal
        .run()
        .give(entry(1, "\"a\",\"SYSLOG_IDENTIFIER\":\"mysqld\",\"_COMM\":\"mysqld_safe\""))
        .give(entry(2, "\"b\",\"_COMM\":\"mariadbd\""))
        .give(entry(3, "\"c\",\"SYSLOG_IDENTIFIER\":null,\"_COMM\":[\"x\",\"y\"]"))
        .give(entry(4, "\"d\",\"SYSLOG_IDENTIFIER\":\"\",\"_COMM\":[104,105]"))
        .give(entry(5, "\"e\""));
    poll(tailer(StartFrom.BEGINNING));

    assertThat(entries.messages).containsExactly("a", "b", "c", "d", "e");
    assertThat(entries.programs)
        .containsExactly(
            Optional.of("mysqld"),
            Optional.of("mariadbd"),
            Optional.empty(),
            Optional.of("hi"),
            Optional.empty());
    assertThat(entries.rubbish).isZero();
  }

  @Test
  void passesOverWhatIsNoEntryAndWhatWasTooLong() {
    journal
        .run()
        .give(entry(1, "null") + "no json\n" + "{\"MESSAGE\":\"no cursor\"}\n")
        .give("x".repeat(100_000) + "\n" + entry(2, "[\"a\",\"b\"]") + entry(3, "\"good\""));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);

    assertThat(entries.messages).containsExactly("good");
    assertThat(entries.rubbish).isEqualTo(5);
    assertThat(tailer.place()).contains("c3");
  }

  @Test
  void goesOnBehindTheEntryThatWasSaved() {
    journal.run().give(entry(7, "\"old\"") + entry(8, "\"new\""));
    JournalTailer tailer = tailer(StartFrom.END);
    tailer.restore(Optional.of("c7"), new TailStatistics(100, 0, 0, 0));
    poll(tailer);

    assertThat(journal.asked).startsWith("rest c7");
    assertThat(entries.messages).containsExactly("new");
    assertThat(tailer.statistics().readBytes()).isEqualTo(103);
  }

  @Test
  void readsWhatAnEarlierBootWroteBeforeItFollows() {
    journal.run().give(entry(7, "\"old\"") + entry(8, "\"before the boot\"")).end();
    journal.run().give(entry(8, "\"before the boot\"")).end();
    journal.run().give(entry(9, "\"after it\""));
    journal.run().give(entry(8, "\"before the boot\"") + entry(9, "\"after it\""));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    tailer.restore(Optional.of("c7"), TailStatistics.NONE);
    poll(tailer);
    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);

    assertThat(journal.asked).containsExactly("rest c7", "rest c8", "follow c8", "rest c8");
    assertThat(entries.messages).containsExactly("before the boot", "after it");
  }

  @Test
  void takesWhatARunThatFollowsHasPassedOver() {
    following().give(entry(2, "\"two\""));
    journal.run().give(entry(1, "\"one\"") + entry(2, "\"two\"")).end();
    journal.run().give(entry(2, "\"two\"")).end();
    journal.run();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);

    assertThat(entries.messages).containsExactly("one", "two");
    assertThat(journal.asked).containsExactly("rest ", "follow ", "rest ", "rest c2", "follow c2");
  }

  @Test
  void knowsUpToWhenAllIsRead() {
    Moment beginning = ticker.now();
    following().give(entry(2, "\"two\""));
    journal.run().give(entry(1, "\"one\"") + entry(2, "\"two\"")).end();
    journal.run().give(entry(2, "\"two\"")).end();
    journal.run();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    assertThat(tailer.readUpTo()).isEqualTo(beginning);

    ticker.pass(Duration.ofSeconds(1));
    Moment later = ticker.now();
    poll(tailer);
    ticker.pass(Duration.ofSeconds(10));
    poll(tailer);
    assertThat(tailer.readUpTo()).isEqualTo(later);
  }

  @Test
  void readsWhatARunThatFollowsIsSilentAbout() {
    FakeFeed silent = following();
    journal.run().give(entry(1, "\"one\""));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    tailer.restore(Optional.of(""), new TailStatistics(1, 0, 0, 0));
    poll(tailer);
    ticker.pass(Duration.ofSeconds(15));
    poll(tailer);
    assertThat(silent.closed).isFalse();

    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);
    assertThat(silent.closed).isTrue();
    assertThat(entries.messages).containsExactly("one");
    assertThat(tailer.isReadable()).isTrue();
  }

  @Test
  void countsWhatIsNoEntryOnceHoweverOftenItIsShown() {
    journal.run().give("no json\n").end();
    journal.run().give("no json\n");
    journal.run().give("no json\nnor this\n").end();
    journal.run().give("no json\n");
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    assertThat(entries.rubbish).isEqualTo(1);

    ticker.pass(Duration.ofSeconds(16));
    poll(tailer);
    assertThat(entries.rubbish).isEqualTo(2);
    assertThat(journal.asked).containsExactly("rest ", "follow ", "rest ", "follow ");
  }

  @Test
  void doesNotTakeAHintForAnEmptyJournal() {
    FakeFeed run = journal.run().end();
    run.complaint = Optional.of("Hint: You are currently not seeing messages");
    JournalTailer tailer = tailer(StartFrom.END);
    poll(tailer);

    assertThat(journal.asked).containsExactly("last");
    assertThat(tailer.place()).isEmpty();
  }

  @Test
  void takesTheFirstEntryWhenTheSavedOneIsGone() {
    journal.run().give(entry(9, "\"nine\""));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    tailer.restore(Optional.of("c7"), TailStatistics.NONE);
    poll(tailer);

    assertThat(entries.messages).containsExactly("nine");
  }

  @Test
  void startsAtTheEndBehindTheLastEntry() {
    journal.run().give(entry(5, "\"old\"")).end();
    JournalTailer tailer = tailer(StartFrom.END);
    assertThat(tailer.place()).isEmpty();
    journal.run().give(entry(5, "\"old\"")).end();
    journal.run().give(entry(5, "\"old\"") + entry(6, "\"new\""));
    journal.run().give(entry(5, "\"old\"") + entry(6, "\"new\""));
    poll(tailer);

    assertThat(journal.asked).containsExactly("last", "rest c5", "follow c5", "rest c5");
    assertThat(entries.messages).containsExactly("new");
    assertThat(tailer.place()).contains("c6");
  }

  @Test
  void startsAtTheEndOfAJournalWithoutEntriesAtItsBeginning() {
    journal.run().end();
    following().give(entry(1, "\"new\""));
    journal.run().give(entry(1, "\"new\""));
    JournalTailer tailer = tailer(StartFrom.END);
    poll(tailer);

    assertThat(journal.asked).containsExactly("last", "rest ", "follow ", "rest ");
    assertThat(entries.messages).containsExactly("new");
  }

  @Test
  void doesNotTakeAFailureForAnEmptyJournal() {
    journal.run().endWith("permission denied");
    JournalTailer tailer = tailer(StartFrom.END);
    poll(tailer);

    assertThat(journal.asked).containsExactly("last");
    assertThat(tailer.place()).isEmpty();
    assertThat(tailer.isReadable()).isFalse();
  }

  @Test
  void startsAgainAfterGrowingPausesAndGoesOnWhereItWas() {
    FakeFeed first = journal.run().give(entry(1, "\"one\"") + "{\"__CURSOR\":\"c2\",\"MES");
    LoggedLines said = LoggedLines.of(ReadTrouble.class);
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    assertThat(tailer.isReadable()).isTrue();
    assertThat(tailer.lastRead()).isEqualTo(clock.instant());

    first.endWith("killed");
    poll(tailer);
    assertThat(tailer.isReadable()).isFalse();
    assertThat(first.closed).isTrue();
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pauses.add(secondsUntilAsked(tailer));
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(entries.messages).containsExactly("one");

    journal.run().give(entry(1, "\"one\"") + entry(2, "\"two\"")).end();
    journal.run().give(entry(2, "\"two\"") + entry(3, "\"three\"")).endWith("killed again");
    assertThat(secondsUntilAsked(tailer)).isEqualTo(60);
    poll(tailer);
    assertThat(secondsUntilAsked(tailer)).isEqualTo(1);
    poll(tailer);
    assertThat(entries.messages).containsExactly("one", "two", "three");
    assertThat(secondsUntilAsked(tailer)).isEqualTo(1);
    assertThat(journal.asked).last().isEqualTo("rest c3");
    said.close();
    assertThat(said.lines())
        .containsExactly(
            "reading the journal of mariadb",
            "cannot read the journal of mariadb: killed",
            "cannot read the journal of mariadb: no journalctl",
            "reading the journal of mariadb",
            "cannot read the journal of mariadb: killed again",
            "cannot read the journal of mariadb: no journalctl");
  }

  @Test
  void isReadableWhenItRunsASecondWithoutAComplaint() {
    FakeFeed run = following();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    tailer.restore(Optional.of("c0"), new TailStatistics(1, 0, 0, 0));
    poll(tailer);
    assertThat(tailer.isReadable()).isFalse();

    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);
    assertThat(tailer.isReadable()).isTrue();

    run.complaint = Optional.of("No journal files were found.");
    poll(tailer);
    assertThat(tailer.isReadable()).isFalse();

    run.give(entry(1, "\"there they are\""));
    journal.run().give(entry(1, "\"there they are\""));
    poll(tailer);
    assertThat(tailer.isReadable()).isTrue();
  }

  @Test
  void doesNotTakeAJournalWithoutAnEntryOfTheUnitForARead() {
    FakeFeed run = following();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);
    assertThat(tailer.isReadable()).isFalse();
    assertThat(tailer.trouble())
        .contains(
            "the journal in /journal has no entries of mariadb: check journalctl"
                + " --unit=mariadb --directory=/journal and the value of --errorlog.unit");
    assertThat(tailer.lastRead()).isEqualTo(Instant.EPOCH);

    run.give(ofSystemd(1));
    journal.run().give(ofSystemd(1)).end();
    FakeFeed next = journal.run().give(ofSystemd(1));
    poll(tailer);
    assertThat(tailer.trouble())
        .contains(
            "the journal has only systemd's own entries about mariadb, none from the"
                + " server: SELECT @@log_error shows where its log is");

    next.give(entry(2, "\"ready for connections\""));
    journal.run().give(ofSystemd(1) + entry(2, "\"ready for connections\""));
    poll(tailer);
    assertThat(tailer.trouble()).isEmpty();
    assertThat(entries.messages).containsExactly("ready for connections");
    assertThat(tailer.statistics().readBytes()).isEqualTo(21);
    assertThat(tailer.place()).contains("c2");
  }

  @Test
  void looksAgainForAUnitOfWhichThereIsNothing() {
    FakeFeed first = following();
    FakeFeed second = following();
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    ticker.pass(Duration.ofSeconds(15));
    poll(tailer);
    assertThat(first.closed).isFalse();

    ticker.pass(Duration.ofSeconds(1));
    poll(tailer);
    assertThat(first.closed).isTrue();
    assertThat(journal.asked).containsExactly("rest ", "follow ", "rest ", "follow ");
    second.give(entry(1, "\"there it is\""));
    journal.run().give(entry(1, "\"there it is\""));
    poll(tailer);
    assertThat(tailer.isReadable()).isTrue();
  }

  @Test
  void findsTheEndBehindWhatSystemdSaysOfTheUnit() {
    journal.run().give(entry(1, "\"ready\"") + ofSystemd(2)).end();
    journal.run().give(ofSystemd(2)).end();
    journal.run().give(ofSystemd(2));
    JournalTailer tailer = tailer(StartFrom.END);
    poll(tailer);

    assertThat(journal.asked).containsExactly("last", "rest c2", "follow c2");
    assertThat(tailer.isReadable()).isTrue();
    assertThat(entries.messages).isEmpty();
    assertThat(tailer.statistics()).isEqualTo(TailStatistics.NONE);
  }

  @Test
  void handsOnNothingThatOthersSayOfTheUnit() {
    journal
        .run()
        .give(ofSystemd(1))
        .give(entry(2, "\"core dumped\",\"COREDUMP_UNIT\":\"mariadb.service\""))
        .give(entry(3, "\"its own\""))
        .give(entry(4, "\"audited\",\"OBJECT_SYSTEMD_UNIT\":[1,2]"));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);

    assertThat(entries.messages).containsExactly("its own");
    assertThat(entries.rubbish).isZero();
    assertThat(tailer.place()).contains("c4");
  }

  @Test
  void saysWhatLetsItReadTheJournal() {
    FakeFeed run = following();
    run.complaint =
        Optional.of("Hint: You are currently not seeing messages from other users and the system.");
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);

    assertThat(tailer.isReadable()).isFalse();
    assertThat(tailer.trouble())
        .get()
        .asString()
        .contains("usermod -aG systemd-journal " + System.getProperty("user.name"));
  }

  /** What systemd writes when it starts a unit, as {@code journalctl --unit} shows it too. */
  private static String ofSystemd(int number) {
    return entry(
        number,
        "\"Starting mariadb.service\",\"UNIT\":\"mariadb.service\","
            + "\"SYSLOG_IDENTIFIER\":\"systemd\",\"_COMM\":\"systemd\"");
  }

  @Test
  void savesThePlaceBeforeARecordThatIsNotComplete() {
    FakeFeed run = journal.run().give(entry(1, "\"one\"") + entry(2, "\"begin\""));
    JournalTailer tailer = tailer(StartFrom.BEGINNING);
    poll(tailer);
    run.give(entry(3, "\"middle\""));
    poll(tailer);
    assertThat(tailer.place()).contains("c1");
    assertThat(tailer.savedStatistics().readBytes()).isEqualTo(3);
    assertThat(tailer.statistics().readBytes()).isEqualTo(14);

    run.give(entry(4, "\"end\""));
    poll(tailer);
    assertThat(tailer.place()).contains("c4");
    assertThat(tailer.savedStatistics()).isEqualTo(tailer.statistics());
  }

  /** The run that follows, after one that finds nothing new. */
  private FakeFeed following() {
    journal.run().end();
    return journal.run();
  }

  private JournalTailer tailer(StartFrom from) {
    JournalUnit unit =
        JournalUnit.asking(
            "mariadb",
            Optional.of(Path.of("/journal")),
            () -> {
              throw new AssertionError("asked");
            });
    return new JournalTailer(unit, journal, from, entries, clock, ticker);
  }

  /** Looks until nothing new comes. */
  private static void poll(JournalTailer tailer) {
    for (int i = 0; i < 20; i++) {
      tailer.poll();
    }
  }

  private long secondsUntilAsked(JournalTailer tailer) {
    int before = journal.asked.size();
    for (long seconds = 0; seconds <= 60; seconds++) {
      tailer.poll();
      if (journal.asked.size() > before) {
        return seconds;
      }
      ticker.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("not asked within a minute");
  }
}
