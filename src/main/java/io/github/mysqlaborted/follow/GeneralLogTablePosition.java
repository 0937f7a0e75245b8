package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.server.table.GeneralLogRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Up to where {@code mysql.general_log} was read. Its rows have no number, and their times are
 * taken before they are written, so that they can stand slightly out of order: what is up to two
 * seconds older than the latest row is read again, and told by its thread, time and text from what
 * is new.
 *
 * @param latest {@code event_time} of the latest row that was read
 * @param seen which rows of the last two seconds were read
 */
record GeneralLogTablePosition(Instant latest, Set<String> seen) {

  private static final Duration OUT_OF_ORDER = Duration.ofSeconds(2);

  GeneralLogTablePosition {
    requireNonNull(latest, "latest");
    seen = Set.copyOf(seen);
  }

  /** Where rows go on, and those that are new. */
  record Step(GeneralLogTablePosition place, List<GeneralLogRow> rows) {
    Step {
      rows = List.copyOf(rows);
    }
  }

  /** Before the rows that follow this time. */
  static GeneralLogTablePosition behind(Instant time) {
    return new GeneralLogTablePosition(time, Set.of());
  }

  /** From when on rows have to be read. */
  Instant from() {
    return latest.equals(Instant.EPOCH) ? latest : latest.minus(OUT_OF_ORDER);
  }

  /** Takes the rows that a read from {@link #from} gave, or the first of them. */
  Step take(List<GeneralLogRow> read) {
    List<GeneralLogRow> fresh = new ArrayList<>();
    Instant last = latest;
    for (GeneralLogRow row : read) {
      if (!seen.contains(key(row))) {
        fresh.add(row);
      }
      last = row.eventTime().isAfter(last) ? row.eventTime() : last;
    }
    if (fresh.isEmpty()) {
      return new Step(this, fresh);
    }
    Instant oldest = last.minus(OUT_OF_ORDER);
    Set<String> recent = new LinkedHashSet<>();
    read.stream()
        .filter(row -> !row.eventTime().isBefore(oldest))
        .map(GeneralLogTablePosition::key)
        .forEach(recent::add);
    return new Step(new GeneralLogTablePosition(last, recent), fresh);
  }

  private static String key(GeneralLogRow row) {
    return micros(row.eventTime()) + ":" + row.thread() + ":" + row.argument().hashCode();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
