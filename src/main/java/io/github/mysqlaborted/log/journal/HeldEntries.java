package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.log.TailStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The entries of a journal that were taken while the record that they are part of may not be
 * complete: a restart reads them again.
 */
final class HeldEntries {

  /** An entry, and where a restart before it goes on. */
  private record Taken(long number, String cursorBefore, long readBefore) {}

  private final Deque<Taken> taken = new ArrayDeque<>();

  void add(long number, String cursorBefore, long readBefore) {
    taken.add(new Taken(number, cursorBefore, readBefore));
  }

  /** Lets go of the entries before that number; of all if it is negative. */
  void release(long from) {
    while (!taken.isEmpty() && (from < 0 || taken.getFirst().number() < from)) {
      taken.removeFirst();
    }
  }

  /** Where a restart goes on, where {@code cursor} is that of the entry taken last. */
  Optional<String> place(Optional<String> cursor) {
    return taken.isEmpty() ? cursor : Optional.of(taken.getFirst().cursorBefore());
  }

  /** What was read up to {@link #place}. */
  TailStatistics statistics(TailStatistics all) {
    return taken.isEmpty() ? all : all.plusRead(taken.getFirst().readBefore() - all.readBytes());
  }
}
