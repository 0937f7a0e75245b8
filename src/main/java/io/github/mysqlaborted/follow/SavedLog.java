package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.tail.SavedTail;
import java.util.Optional;

/** What one log needs to go on after a restart. */
sealed interface SavedLog {

  /** Of a log in files. */
  record OfFiles(SavedTail tail) implements SavedLog {
    public OfFiles {
      requireNonNull(tail, "tail");
    }
  }

  /**
   * Of a log whose place is a text that only its source understands.
   *
   * @param place where to go on; empty if nothing was read yet, or the log cannot be read again
   * @param reader what the reader of its records said of itself
   * @param statistics the counters, which go on where they stood
   */
  record OfPlace(Optional<String> place, String reader, TailStatistics statistics)
      implements SavedLog {
    public OfPlace {
      requireNonNull(place, "place");
      requireNonNull(reader, "reader");
      requireNonNull(statistics, "statistics");
    }
  }
}
