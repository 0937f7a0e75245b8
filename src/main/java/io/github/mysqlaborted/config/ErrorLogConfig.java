package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which logs are read, and how.
 *
 * @param files paths or globs
 * @param generalLogs general query logs that are read beside it, paths or globs
 * @param generalLogTable whether the server's table {@code mysql.general_log} is read beside it
 * @param unit the systemd unit whose journal is read, with source {@code JOURNAL}
 * @param journalDirectory where the journal's files are; empty for this machine's own
 * @param fromEnd whether a log without a saved position is read from its end
 * @param zone of stamps without one, unless a collector's stamp tells it
 * @param hoursZone of the hours of the day
 */
public record ErrorLogConfig(
    Source source,
    List<String> files,
    List<String> generalLogs,
    boolean generalLogTable,
    Optional<String> unit,
    Optional<Path> journalDirectory,
    boolean fromEnd,
    ZoneId zone,
    ZoneId hoursZone) {

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
    generalLogs = List.copyOf(generalLogs);
    requireNonNull(unit, "unit");
    requireNonNull(journalDirectory, "journalDirectory");
    requireNonNull(zone, "zone");
    requireNonNull(hoursZone, "hoursZone");
  }

  /** Which error log is read, for the exporter's log. */
  public String described() {
    return switch (source) {
      case AUTO -> files.isEmpty() ? "auto" : describedFiles();
      case FILE -> describedFiles();
      case TABLE -> "table";
      case JOURNAL -> "journal:" + unit.orElseThrow();
      case NONE -> "none";
    };
  }

  private String describedFiles() {
    return files.stream()
        .map(file -> file.equals("-") ? "stdin" : file)
        .collect(Collectors.joining(","));
  }

  /** Whether there is a log that is found without a server. */
  public boolean namesALog() {
    return !files.isEmpty() || unit.isPresent() || !generalLogs.isEmpty();
  }

  /** Whether failed logins may be in two logs. */
  public boolean hasGeneralLog() {
    return generalLogTable || !generalLogs.isEmpty();
  }
}
