package io.github.mysqlaborted.cli;

import static io.github.mysqlaborted.cli.FlagsParser.bad;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ErrorLogConfig.Source;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Parses the flags of the error log and checks their combinations. */
final class ErrorLogFlags {

  private static final String SOURCE = "--errorlog.source";

  /** What systemd.unit(5) allows in a name, which may also be a pattern. */
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@*?\\[\\]-]{1,255}");

  private static final Pattern GLOB = Pattern.compile("[*?]");

  private final Flags flags;

  ErrorLogFlags(Flags flags) {
    this.flags = flags;
  }

  ErrorLogConfig parse() throws ConfigException {
    if (new HashSet<>(flags.errorLogFiles).size() < flags.errorLogFiles.size()) {
      throw new ConfigException("--errorlog.file: a file is given more than once");
    }
    Source source = source();
    for (String file : flags.errorLogFiles) {
      checkFile("--errorlog.file", file);
    }
    for (String file : flags.generalLogFiles) {
      checkFile("--generallog.file", file);
      if (file.equals("-")) {
        throw new ConfigException(
            "--generallog.file=- is not supported: only --errorlog.file reads standard input");
      }
      if (flags.errorLogFiles.contains(file)) {
        throw new ConfigException(
            "--generallog.file and --errorlog.file cannot read the same file: " + file);
      }
    }
    if (new HashSet<>(flags.generalLogFiles).size() < flags.generalLogFiles.size()) {
      throw new ConfigException("--generallog.file: a file is given more than once");
    }
    if (flags.generalLogTable && flags.noMysqld) {
      throw new ConfigException("--generallog.table cannot be combined with --no-mysqld");
    }
    return new ErrorLogConfig(
        source,
        flags.errorLogFiles,
        flags.generalLogFiles,
        flags.generalLogTable,
        unit(source),
        directory(source),
        fromEnd(),
        zone("--errorlog.time-zone", flags.timeZone),
        zone("--hours.time-zone", flags.hoursTimeZone));
  }

  /** Whether the text can be a path, or a glob in its last part. */
  private static void checkFile(String flag, String file) throws ConfigException {
    int slash = file.lastIndexOf('/');
    String name = file.substring(slash + 1);
    try {
      Path folder = Path.of(file.substring(0, slash + 1));
      if (name.isEmpty() || (GLOB.matcher(folder.toString()).find() && !Files.exists(folder))) {
        throw bad(flag, file, "the path of a file, with * and ? in its last part only");
      }
      FileSystems.getDefault().getPathMatcher("glob:" + name);
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw bad(flag, file, "a path, or a glob such as error-*.log");
    }
  }

  private Source source() throws ConfigException {
    boolean files = !flags.errorLogFiles.isEmpty();
    Source source =
        switch (flags.errorLogSource) {
          case "auto" -> Source.AUTO;
          case "file" -> Source.FILE;
          case "table" -> Source.TABLE;
          case "journal" -> Source.JOURNAL;
          case "none" -> Source.NONE;
          default -> throw bad(SOURCE, flags.errorLogSource, "auto, file, table, journal, none");
        };
    if (source == Source.FILE && !files) {
      throw new ConfigException(SOURCE + "=file requires --errorlog.file");
    }
    if (source != Source.FILE && source != Source.AUTO && files) {
      throw new ConfigException(
          SOURCE + "=" + flags.errorLogSource + " cannot be combined with --errorlog.file");
    }
    if (source == Source.TABLE && flags.noMysqld) {
      throw new ConfigException(SOURCE + "=table cannot be combined with --no-mysqld");
    }
    return source;
  }

  private Optional<String> unit(Source source) throws ConfigException {
    String unit = flags.errorLogUnit;
    if (source == Source.JOURNAL && unit == null) {
      throw new ConfigException(SOURCE + "=journal requires --errorlog.unit");
    }
    if (source != Source.JOURNAL && unit != null) {
      throw new ConfigException("--errorlog.unit requires --errorlog.source=journal");
    }
    if (unit != null && !UNIT.matcher(unit).matches()) {
      throw bad("--errorlog.unit", unit, "a systemd unit such as mariadb or mysql.service");
    }
    return Optional.ofNullable(unit);
  }

  private Optional<Path> directory(Source source) throws ConfigException {
    String directory = flags.errorLogJournalDirectory;
    if (source != Source.JOURNAL && directory != null) {
      throw new ConfigException("--errorlog.journal-directory requires --errorlog.source=journal");
    }
    if (directory != null && directory.isEmpty()) {
      throw bad("--errorlog.journal-directory", directory, "a directory");
    }
    return Optional.ofNullable(directory).map(Path::of);
  }

  private boolean fromEnd() throws ConfigException {
    return switch (flags.errorLogFrom) {
      case "beginning" -> false;
      case "end" -> true;
      default -> throw bad("--errorlog.from", flags.errorLogFrom, "beginning, end");
    };
  }

  /** The machine's zone if none is given. */
  static ZoneId zone(String flag, String zone) throws ConfigException {
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw bad(flag, zone, "a name such as Europe/Berlin, or UTC, +09:00");
    }
  }
}
