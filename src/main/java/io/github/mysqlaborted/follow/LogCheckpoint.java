package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.log.tail.TailCheckpoint;
import io.github.mysqlaborted.parse.ErrorLogState;
import io.github.mysqlaborted.parse.GeneralLogState;
import io.github.mysqlaborted.parse.ReaderState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one log needs to go on after a restart: where to read on, and what the reader remembers. */
sealed interface LogCheckpoint {

  /** All logs, by name. */
  record All(Map<String, LogCheckpoint> logs) {
    public All {
      logs = Collections.unmodifiableMap(new LinkedHashMap<>(logs));
    }
  }

  /** Of a log in files. */
  record Files(TailCheckpoint tail, ReaderState reader) implements LogCheckpoint {
    public Files {
      requireNonNull(tail, "tail");
      requireNonNull(reader, "reader");
    }
  }

  /**
   * Of the journal.
   *
   * @param cursor of the entry before which to go on; empty if none was read yet
   */
  record Journal(Optional<String> cursor, ErrorLogState reader, TailStatistics statistics)
      implements LogCheckpoint {
    public Journal {
      requireNonNull(reader, "reader");
      requireNonNull(statistics, "statistics");
    }
  }

  /** Of standard input, which cannot be read again. */
  record Stream(ErrorLogState reader, TailStatistics statistics) implements LogCheckpoint {
    public Stream {
      requireNonNull(reader, "reader");
      requireNonNull(statistics, "statistics");
    }
  }

  /** Of {@code performance_schema.error_log}. */
  record ErrorTable(
      Optional<ErrorLogTablePosition> position, ErrorLogState reader, TailStatistics statistics)
      implements LogCheckpoint {
    public ErrorTable {
      requireNonNull(reader, "reader");
      requireNonNull(statistics, "statistics");
    }
  }

  /** Of {@code mysql.general_log}. */
  record GeneralTable(
      Optional<GeneralLogTablePosition> position, GeneralLogState reader, TailStatistics statistics)
      implements LogCheckpoint {
    public GeneralTable {
      requireNonNull(reader, "reader");
      requireNonNull(statistics, "statistics");
    }
  }

  /**
   * This as one of a kind.
   *
   * @param log for the message
   * @throws IllegalArgumentException if it is of another kind
   */
  default <C extends LogCheckpoint> C as(Class<C> kind, String log) {
    if (!kind.isInstance(this)) {
      throw new IllegalArgumentException(
          log + " was another kind of log: " + getClass().getSimpleName());
    }
    return kind.cast(this);
  }
}
