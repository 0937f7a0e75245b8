package io.github.mysqlaborted.session;

import io.github.mysqlaborted.cause.Timeouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which global timeouts were in force when: a session gets those of the moment at which it
 * connects. Bounded; not thread-safe.
 */
final class TimeoutHistory {

  private static final int MOST = 64;

  /**
   * Timeouts that were the same at each look.
   *
   * @param from of the first look
   * @param to of the last
   */
  record Entry(Instant from, Instant to, Timeouts timeouts) {}

  private final List<Entry> entries = new ArrayList<>();

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  void restore(List<Entry> saved) {
    entries.clear();
    entries.addAll(saved);
  }

  void clear() {
    entries.clear();
  }

  void add(Instant time, Timeouts timeouts) {
    int last = entries.size() - 1;
    if (last >= 0 && entries.get(last).timeouts().equals(timeouts)) {
      entries.set(last, new Entry(entries.get(last).from(), time, timeouts));
      return;
    }
    entries.add(new Entry(time, time, timeouts));
    if (entries.size() > MOST) {
      entries.remove(0);
    }
  }

  /**
   * What may have been in force between two times. Before the first look it is taken to have been
   * what that look showed: a server is rarely set up anew.
   */
  Timeouts between(Instant earliest, Instant latest) {
    Optional<Timeouts> found = Optional.empty();
    for (int i = 0; i < entries.size(); i++) {
      Instant from = i == 0 ? Instant.MIN : entries.get(i - 1).to();
      Instant to = i == entries.size() - 1 ? Instant.MAX : entries.get(i + 1).from();
      if (to.isAfter(earliest) && from.isBefore(latest)) {
        Timeouts timeouts = entries.get(i).timeouts();
        found = Optional.of(found.map(timeouts::or).orElse(timeouts));
      }
    }
    return found.orElse(Timeouts.UNKNOWN);
  }
}
