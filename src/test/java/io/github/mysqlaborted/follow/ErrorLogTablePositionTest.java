package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.server.table.ErrorLogRow;
import io.github.mysqlaborted.server.table.ErrorLogStatus;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorLogTablePositionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int LIMIT = 4;

  private final FakeErrorLog log = new FakeErrorLog(10);
  private final List<Long> read = new ArrayList<>();
  private Optional<ErrorLogTablePosition> place = Optional.empty();
  private long lost;

  @Test
  void readsEachRowOnceInItsOrder() throws Exception {
    logAndPass(3);
    look();
    look();
    logAndPass(6);
    look();

    assertThat(read).isEqualTo(range(0, 9));
    assertThat(lost).isZero();
  }

  @Test
  void passesOverWhatIsThereWhenItBeginsAtTheEnd() throws Exception {
    logAndPass(3);
    place = Optional.of(ErrorLogTablePosition.first(log.status(), true));
    look();
    logAndPass(2);
    look();

    assertThat(read).isEqualTo(range(3, 5));
    assertThat(lost).isZero();
  }

  @Test
  void asksForNoRowWhereTheStatusSaysThatThereIsNone() throws Exception {
    logAndPass(3);
    look();
    FakeErrorLog empty = new FakeErrorLog(1);

    ErrorLogTablePosition.Look look = place.orElseThrow().look(log.status(), empty, LIMIT);

    assertThat(look.rows()).isEmpty();
    assertThat(look.behind()).isZero();
    assertThat(look.place().watermark()).isEqualTo(place.orElseThrow().watermark());
  }

  @Test
  void staysAsItIsForAMinuteWhileNothingIsLogged() throws Exception {
    logAndPass(3);
    look();
    ErrorLogTablePosition before = place.orElseThrow();
    log.pass(Duration.ofSeconds(50));
    look();
    assertThat(place).contains(before);

    log.pass(Duration.ofSeconds(20));
    look();
    assertThat(place.orElseThrow().watermark()).isEqualTo(before.watermark());
    assertThat(place.orElseThrow().lookedAt()).isAfter(before.lookedAt());
  }

  @Test
  void doesNotCountAsLostWhatExpiredBeforeTheFirstLook() throws Exception {
    logAndPass(25);
    look();

    assertThat(read).isEqualTo(range(15, 25));
    assertThat(lost).isZero();
  }

  @Test
  void countsWhatExpiredUnread() throws Exception {
    logAndPass(4);
    look();
    logAndPass(17);
    look();

    assertThat(read).isEqualTo(concat(range(0, 4), range(11, 21)));
    assertThat(lost).isEqualTo(7);
  }

  @Test
  void losesNothingWhenOnlyRowsThatWereReadExpire() throws Exception {
    logAndPass(10);
    look();
    logAndPass(10);
    look();

    assertThat(read).isEqualTo(range(0, 20));
    assertThat(lost).isZero();
  }

  @Test
  void tellsHowManyRowsAreStillToBeRead() throws Exception {
    logAndPass(9);
    ErrorLogStatus status = log.status();

    ErrorLogTablePosition.Look first =
        ErrorLogTablePosition.first(status, false).look(status, log, LIMIT);
    ErrorLogTablePosition.Look second = first.place().look(status, log, LIMIT);
    ErrorLogTablePosition.Look third = second.place().look(status, log, LIMIT);

    assertThat(List.of(first.behind(), second.behind(), third.behind()))
        .isEqualTo(List.of(5L, 1L, 0L));
    assertThat(third.rows()).hasSize(1);
  }

  @Test
  void readsNothingAgainThatARestartTakesOverFromTheFile() throws Exception {
    logAndPass(6);
    look();
    logAndPass(1);
    log.restart(true);
    logAndPass(2);
    look();

    assertThat(read).isEqualTo(range(0, 9));
    assertThat(lost).isZero();
  }

  @Test
  void readsAllOfALifeThatBeginsWithAnEmptyRing() throws Exception {
    logAndPass(6);
    look();
    log.restart(false);
    logAndPass(2);
    look();

    assertThat(read).isEqualTo(range(0, 8));
    assertThat(lost).isZero();
  }

  @Test
  void countsAGapOfUnknownSizeAcrossARestartAsOne() throws Exception {
    logAndPass(6);
    look();
    log.pass(Duration.ofMinutes(1));
    log.restart(false);
    logAndPass(13);
    look();

    assertThat(read).isEqualTo(concat(range(0, 6), range(9, 19)));
    assertThat(lost).isEqualTo(1);
  }

  @Test
  void goesOnWhileTheClockGoesBack() throws Exception {
    logAndPass(3);
    look();
    log.setClock(Duration.ofHours(-1));
    logAndPass(3);
    look();
    log.setClock(Duration.ofHours(1));
    logAndPass(3);
    look();

    assertThat(read).isEqualTo(range(0, 9));
    assertThat(lost).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsOnAfterARestartWithAClockThatWentBack(boolean takesOver) throws Exception {
    logAndPass(3);
    look();
    log.pass(SECOND);
    log.setClock(Duration.ofHours(-1));
    log.restart(takesOver);
    logAndPass(2);
    look();

    assertThat(read).isEqualTo(range(0, 5));
    assertThat(lost).isZero();
  }

  @Test
  void takesUpTheCountAfterFlushStatus() throws Exception {
    logAndPass(15);
    look();
    log.flushStatus();
    logAndPass(2);
    look();
    assertThat(lost).isZero();
    logAndPass(13);
    look();

    assertThat(read).isEqualTo(concat(range(5, 17), range(20, 30)));
    assertThat(lost).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"-3600, true", "-3600, false", "3600, true"})
  void countsNoHistoryOfAnotherServer(int seconds, boolean sameStart) throws Exception {
    FakeErrorLog other = new FakeErrorLog(10);
    other.setClock(Duration.ofSeconds(seconds));
    other.restart(false);
    for (int i = 0; i < 30; i++) {
      other.log();
    }
    log.pass(sameStart ? Duration.ofSeconds(10) : Duration.ofDays(1));
    logAndPass(2);
    look();
    log.setClock(Duration.ofHours(2));
    log.log();
    look();

    ErrorLogTablePosition.Look look = place.orElseThrow().look(other.status(), other, LIMIT);

    assertThat(look.rows()).isEmpty();
    assertThat(look.lost()).isZero();
    assertThat(look.place().watermark()).isEqualTo(other.status().latest());
  }

  @Test
  void readsNothingAgainThatARestartTakesOverFromAFileOfAClockThatWentBack() throws Exception {
    logAndPass(3);
    look();
    log.setClock(Duration.ofHours(-1));
    log.rotate();
    logAndPass(4);
    look();
    log.pass(SECOND);
    log.restart(true);
    logAndPass(2);
    look();

    assertThat(read).isEqualTo(range(0, 9));
    assertThat(lost).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsNoRowTwiceWhateverHappens(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      switch (random.nextInt(10)) {
        case 0 -> log.restart(random.nextBoolean());
        case 1 -> log.flushStatus();
        case 2 -> log.setClock(Duration.ofMillis(random.nextInt(60_000)));
        case 3 -> log.rotate();
        case 4, 5 -> look();
        default -> logAndPass(1 + random.nextInt(4));
      }
    }
    long next = logAndPass(1);
    look();

    assertThat(read).isSorted().doesNotHaveDuplicates().endsWith(next - 1);
    assertThat(lost).isLessThanOrEqualTo(next - read.get(0) - read.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void countsAllThatIsMissedInOneLifeOfAServer(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(4) == 0) {
        look();
      } else {
        logAndPass(1 + random.nextInt(6));
      }
    }
    long next = logAndPass(1);
    look();

    assertThat(read).isSorted().doesNotHaveDuplicates();
    assertThat(lost).isPositive().isEqualTo(next - read.get(0) - read.size());
  }

  private static ErrorLogTablePosition restarted(ErrorLogTablePosition position)
      throws IOException {
    return RecordJson.read(RecordJson.write(position), ErrorLogTablePosition.class);
  }

  /** Reads until nothing is left, as a follower does. */
  private void look() throws Exception {
    ErrorLogStatus status = log.status();
    boolean more = true;
    while (more) {
      ErrorLogTablePosition from =
          place.orElseGet(() -> ErrorLogTablePosition.first(status, false));
      ErrorLogTablePosition.Look look = from.look(status, log, LIMIT);
      look.rows().stream().map(ErrorLogRow::thread).forEach(read::add);
      lost += look.lost();
      place = Optional.of(restarted(look.place()));
      more = look.behind() > 0;
    }
  }

  /** Logs rows; returns the number that the next one will have. */
  private long logAndPass(int rows) {
    long last = 0;
    for (int i = 0; i < rows; i++) {
      last = log.log();
      log.pass(Duration.ofMillis(700));
    }
    return last + 1;
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> concat(List<Long> first, List<Long> second) {
    List<Long> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
