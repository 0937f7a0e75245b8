package io.github.mysqlaborted.session;

import io.github.mysqlaborted.cause.Age;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a server gave out which connection ids, by {@code Connections} at each scrape. The bounds of
 * a session's age are as far apart as the two scrapes between which it connected.
 *
 * <p>Bounded: of samples that lie further back, fewer are kept, so that a bound is never wrong by
 * more than a fiftieth of the age, and by never more than what lay between two scrapes anyway. Not
 * thread-safe.
 */
final class ConnectionIds {

  /** A server's clock that counts whole seconds, and its start until it counts. */
  private static final Duration START_SLACK = Duration.ofSeconds(3);

  private static final int MOST = 1024;

  /** Samples that are closer together than this part of their age say nothing more. */
  private static final int PART_OF_AGE = 50;

  /**
   * Ids at one time, or over a time in which none was given out.
   *
   * @param from when these were first seen to be the newest, not before the answer
   * @param to when last, not after the question
   */
  record Entry(Instant from, Instant to, long givenOut, long notGivenOut) {
    Entry {
      if (givenOut < 0 || notGivenOut < givenOut) {
        throw new IllegalArgumentException("no ids from " + givenOut + " to " + notGivenOut);
      }
    }
  }

  /** Since when the server runs; empty before the first sample. */
  private Optional<Instant> started = Optional.empty();

  private final List<Entry> entries = new ArrayList<>();

  /** What there is, the oldest first. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  Optional<Instant> started() {
    return started;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** When the server was first asked; empty if it was not. */
  Optional<Instant> first() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(0).from());
  }

  void restore(Optional<Instant> start, List<Entry> saved) {
    started = start;
    entries.clear();
    entries.addAll(saved);
  }

  void clear() {
    started = Optional.empty();
    entries.clear();
  }

  /** Whether the sample is of another life of the server than those before it. */
  boolean isOfAnotherLife(ServerSample sample) {
    boolean restarted =
        started
            .filter(before -> apart(before, sample.started()).compareTo(START_SLACK) > 0)
            .isPresent();
    return restarted || (!entries.isEmpty() && newest().givenOut() > sample.givenOut());
  }

  /** Takes a sample of the same life. */
  void add(ServerSample sample) {
    started = Optional.of(started.orElse(sample.started()));
    if (!entries.isEmpty() && newest().givenOut() == sample.givenOut()) {
      Entry last = newest();
      entries.set(
          entries.size() - 1,
          new Entry(last.from(), sample.asked(), last.givenOut(), last.notGivenOut()));
      return;
    }
    entries.add(
        new Entry(sample.answered(), sample.asked(), sample.givenOut(), sample.notGivenOut()));
    if (entries.size() > MOST) {
      thin(sample.answered());
    }
  }

  /** Drops each sample that a neighbour makes unnecessary; in any case the oldest. */
  private void thin(Instant now) {
    List<Entry> kept = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean isEnd = i == entries.size() - 1;
      boolean isNeeded =
          kept.isEmpty()
              || isEnd
              || apart(kept.get(kept.size() - 1).to(), entries.get(i + 1).from())
                      .multipliedBy(PART_OF_AGE)
                      .compareTo(apart(entry.to(), now))
                  > 0;
      if (isNeeded) {
        kept.add(entry);
      }
    }
    entries.clear();
    entries.addAll(kept.subList(Math.max(0, kept.size() - MOST * 3 / 4), kept.size()));
  }

  /** When the session with this id connected, at the earliest and at the latest. */
  Optional<Connected> connected(long id) {
    if (started.isEmpty()) {
      return Optional.empty();
    }
    int after = firstWith(id);
    Instant earliest = started.get().minus(START_SLACK);
    for (int i = after - 1; i >= 0; i--) {
      if (entries.get(i).notGivenOut() <= id) {
        earliest = entries.get(i).to();
        break;
      }
    }
    return Optional.of(
        new Connected(
            earliest,
            after == entries.size() ? Optional.empty() : Optional.of(entries.get(after).from())));
  }

  /** The first entry at which the id was given out; the number of entries if there is none. */
  private int firstWith(long id) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).givenOut() >= id) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * When a session connected.
   *
   * @param latest empty if that was after the last sample
   */
  record Connected(Instant earliest, Optional<Instant> latest) {

    /**
     * The age at {@code time}; unknown if the session cannot have been there. A stamp of whole
     * seconds is of any moment within its second.
     */
    Age ageAt(Instant time) {
      boolean isWhole = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
      Instant end = isWhole ? time.plusSeconds(1) : time;
      if (end.isBefore(earliest)) {
        return Age.UNKNOWN;
      }
      Duration most = Duration.between(earliest, end);
      Duration least =
          latest
              .map(last -> Duration.between(last, time))
              .filter(age -> !age.isNegative())
              .orElse(Duration.ZERO);
      return Age.between(least, most);
    }
  }

  private Entry newest() {
    return entries.get(entries.size() - 1);
  }

  private static Duration apart(Instant one, Instant other) {
    return Duration.between(one, other).abs();
  }
}
