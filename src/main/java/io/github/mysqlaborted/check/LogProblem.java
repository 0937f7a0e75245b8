package io.github.mysqlaborted.check;

import java.util.Locale;

/** What can keep a log from telling why connections are aborted. A closed list. */
public enum LogProblem {
  /** {@code log_error_verbosity} or {@code log_warnings} is too low: nothing is written. */
  VERBOSITY,
  /** {@code log_error_suppression_list} holds the records back, or no sink writes any. */
  SUPPRESSED,
  /** A log was looked for and none was found. */
  NO_LOG,
  /** A log is not there, or may not be read. */
  UNREADABLE,
  /** The journal has no entry of the unit. */
  NO_ENTRIES,
  /** Bytes are read, and no record comes of them. */
  NO_RECORDS,
  /** The reader is far behind, or does not move. */
  BEHIND,
  /** Records were gone before they were read. */
  LOST,
  /** Lines bear the words of an abort and are not understood. */
  UNRECOGNIZED,
  /** The server counts aborts that the log has not, and writes to another file. */
  OTHER_FILE,
  /** The server counts aborts that the log has not, and filters its log by rules of its own. */
  FILTERED,
  /** The server counts aborts that the log has not, for a reason that is not known. */
  SILENT;

  /** Its label value. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
