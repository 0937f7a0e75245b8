package io.github.mysqlaborted.time;

/** A monotonic clock: it goes on evenly, whatever the clock of the day is set to. */
@FunctionalInterface
public interface Ticker {

  /** The moment that it is. */
  Moment now();

  /** That of this process, by {@link System#nanoTime}. */
  static Ticker system() {
    return () -> new Moment(System.nanoTime());
  }
}
