package io.github.mysqlaborted.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.server.table.GeneralLogRow;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeneralLogTablePositionTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** What the table has; a read is in the order of writing. */
  private final List<GeneralLogRow> table = new ArrayList<>();

  private GeneralLogTablePosition place = GeneralLogTablePosition.behind(Instant.EPOCH);

  @Test
  void readsEachRowOnce() {
    write(0, 1);
    write(0, 2);
    assertThat(threads(100)).containsExactly(1L, 2L);
    assertThat(threads(100)).isEmpty();
    write(5_000, 3);
    assertThat(threads(100)).containsExactly(3L);
  }

  @Test
  void readsARowThatWasWrittenLateWithAnEarlierTime() {
    write(1_000, 1);
    assertThat(threads(100)).containsExactly(1L);
    write(200, 2);
    assertThat(threads(100)).containsExactly(2L);
    assertThat(threads(100)).isEmpty();
  }

  @Test
  void readsAllOfARestartedLook() throws IOException {
    write(0, 1);
    write(1_500, 2);
    threads(100);
    place = restarted(place);
    write(1_600, 3);
    assertThat(threads(100)).containsExactly(3L);
  }

  @Test
  void passesOverWhatIsThere() {
    write(0, 1);
    write(1_900, 2);
    GeneralLogTablePosition end = GeneralLogTablePosition.behind(NOON.plusMillis(1_900));
    place = end.take(read(end, 100)).place();
    write(1_900, 3);
    assertThat(threads(100)).containsExactly(3L);
  }

  @Test
  void goesOnThroughManyRowsOfTheSameMoment() {
    for (int thread = 1; thread <= 50; thread++) {
      write(0, thread);
    }
    List<Long> read = new ArrayList<>();
    for (int look = 0; look < 20; look++) {
      read.addAll(threads(10));
    }
    assertThat(read).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void readsEachRowOnceWhateverTheOrderAndTheLooks() throws IOException {
    Random random = new Random(7);
    List<Long> read = new ArrayList<>();
    long millis = 0;
    for (int thread = 1; thread <= 2_000; thread++) {
      millis += random.nextInt(300);
      write(millis - random.nextInt(900), thread);
      if (random.nextInt(20) == 0) {
        read.addAll(threads(3 + random.nextInt(30)));
      }
      if (random.nextInt(50) == 0) {
        place = restarted(place);
      }
    }
    for (List<Long> more = threads(100); !more.isEmpty(); more = threads(100)) {
      read.addAll(more);
    }
    assertThat(read).hasSize(2_000).doesNotHaveDuplicates();
  }

  private static GeneralLogTablePosition restarted(GeneralLogTablePosition position)
      throws IOException {
    return RecordJson.read(RecordJson.write(position), GeneralLogTablePosition.class);
  }

  private void write(long millis, long thread) {
    table.add(new GeneralLogRow(NOON.plusMillis(millis), thread, "eve@localhost on shop"));
  }

  private List<GeneralLogRow> read(GeneralLogTablePosition from, int limit) {
    return table.stream()
        .filter(row -> !row.eventTime().isBefore(from.from()))
        .limit(limit + from.seen().size())
        .toList();
  }

  private List<Long> threads(int limit) {
    GeneralLogTablePosition.Step step = place.take(read(place, limit));
    place = step.place();
    return step.rows().stream()
        .map(GeneralLogRow::thread)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
