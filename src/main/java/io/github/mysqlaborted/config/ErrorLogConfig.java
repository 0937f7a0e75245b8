package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;

/**
 * Which error log is read, and how.
 *
 * @param files paths or globs
 * @param fromEnd whether a log without a saved position is read from its end
 * @param zone of stamps without one, and of the hours of the day
 */
public record ErrorLogConfig(Source source, List<String> files, boolean fromEnd, ZoneId zone) {

  /** Where the records of the error log are. */
  public enum Source {
    /** Files if some are given, else what the server offers. */
    AUTO,
    /** The files that are given. */
    FILE,
    /** {@code performance_schema.error_log}. */
    TABLE,
    /** The systemd journal. */
    JOURNAL,
    /** No error log is read. */
    NONE
  }

  public ErrorLogConfig {
    requireNonNull(source, "source");
    files = List.copyOf(files);
    requireNonNull(zone, "zone");
  }
}
