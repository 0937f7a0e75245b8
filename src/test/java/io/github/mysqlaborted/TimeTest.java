package io.github.mysqlaborted;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nothing waits by the clock of the day, which somebody may set: pauses, deadlines and ages are
 * measured by a {@link io.github.mysqlaborted.time.Ticker}. What computes with dates therefore
 * computes with those of records, and is named here.
 */
@AnalyzeClasses(packagesOf = Main.class, importOptions = DoNotIncludeTests.class)
final class TimeTest {

  private static final List<Class<?>> DATES =
      List.of(Instant.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class);

  private static final Set<String> COMPUTING =
      Set.of(
          "isBefore",
          "isAfter",
          "compareTo",
          "plus",
          "plusSeconds",
          "plusMillis",
          "plusNanos",
          "minus",
          "minusSeconds",
          "minusMillis",
          "minusNanos",
          "until");

  /**
   * They compute with the stamps of records and files, or with when a server started. Those of
   * {@code session} compare records with scrapes, and forget all when the clock was set.
   */
  private static final Set<String> OF_RECORDS =
      Set.of(
          "cli.TimeText",
          "count.AccountCounts",
          "count.LoggedEvents",
          "follow.ErrorLogTablePosition",
          "follow.GeneralLogTablePosition",
          "follow.GeneralLogTablePosition$Step",
          "log.tail.FinishedFiles",
          "log.journal.JournalEntry",
          "session.ConnectionIds",
          "session.ConnectionIds$Connected",
          "session.LoggedIds",
          "session.ServerSample",
          "session.SessionEvidence",
          "session.TimeoutHistory",
          "scrape.LastAnswer",
          "scrape.OpenSessionSampler",
          "session.OpenSessions",
          "server.table.ErrorLogStatus",
          "server.table.ErrorLogTable",
          "server.table.GeneralLogTable");

  @ArchTest
  static final ArchRule NOTHING_WAITS_BY_THE_CLOCK_OF_THE_DAY =
      noClasses()
          .that()
          .resideOutsideOfPackages("..mysqlaborted.parse..", "..mysqlaborted.diagnosis..")
          .and(
              describe(
                  "do not compute with the stamps of records",
                  type -> !OF_RECORDS.contains(withoutRoot(type.getName()))))
          .should()
          .callCodeUnitWhere(describe("it computes with a date", TimeTest::computesWithDates))
          .because("a clock that is set back two hours would stop it for two hours");

  @ArchTest
  static final ArchRule CLOCKS_ARE_HANDED_IN =
      noClasses()
          .should()
          .callCodeUnitWhere(describe("it reads the machine's clock", TimeTest::readsTheClock))
          .because("a test has to be able to set the clock");

  private static boolean computesWithDates(JavaCall<?> call) {
    String name = call.getTarget().getName();
    boolean ofDates =
        DATES.stream().anyMatch(type -> call.getTargetOwner().isAssignableTo(type))
            && COMPUTING.contains(name);
    boolean between =
        name.equals("between")
            && (call.getTargetOwner().isEquivalentTo(Duration.class)
                || call.getTargetOwner().isAssignableTo(ChronoUnit.class));
    boolean ofNumbers =
        name.equals("millis") && call.getTargetOwner().isAssignableTo("java.time.InstantSource");
    return ofDates || between || ofNumbers;
  }

  private static boolean readsTheClock(JavaCall<?> call) {
    String name = call.getTarget().getName();
    boolean now =
        name.equals("now") && DATES.stream().anyMatch(call.getTargetOwner()::isEquivalentTo);
    boolean ofSystem =
        name.equals("currentTimeMillis") && call.getTargetOwner().isEquivalentTo(System.class);
    return now || ofSystem || call.getTargetOwner().isEquivalentTo(Date.class);
  }

  private static String withoutRoot(String name) {
    return name.substring(Main.class.getPackageName().length() + 1);
  }

  @Test
  void findsWhatWaitsByTheClockOfTheDay() {
    JavaClasses wrong = new ClassFileImporter().importClasses(WaitsByTheDay.class);

    assertThat(
            NOTHING_WAITS_BY_THE_CLOCK_OF_THE_DAY.evaluate(wrong).getFailureReport().getDetails())
        .hasSize(2);
    assertThat(CLOCKS_ARE_HANDED_IN.evaluate(wrong).getFailureReport().getDetails()).hasSize(1);
  }

  /** What the rules are against. */
  private static final class WaitsByTheDay {
    private Instant until = Instant.MIN;

    @SuppressWarnings("unused") // read as byte code
    boolean begin(InstantSource clock) {
      boolean wasOver = clock.instant().isAfter(until);
      until = Instant.now().plus(Duration.ofSeconds(1));
      return wasOver;
    }
  }
}
