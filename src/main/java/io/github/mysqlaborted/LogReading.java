package io.github.mysqlaborted;

import io.github.mysqlaborted.config.DiagnoseConfig;
import io.github.mysqlaborted.config.DiagnoseConfig.Wanted;
import io.github.mysqlaborted.diagnosis.Diagnosis;
import io.github.mysqlaborted.diagnosis.IncidentLog;
import io.github.mysqlaborted.diagnosis.LoggedIncidents;
import io.github.mysqlaborted.diagnosis.Settings;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.log.tail.LogScan;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.PastedLines;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the logs of a report, each to its end. */
final class LogReading {

  private static final String STANDARD_INPUT = "-";

  private final DiagnoseConfig config;
  private final Settings settings;
  private final Clock clock;
  private final Progress progress;
  private final List<IncidentLog> incidents = new ArrayList<>();
  private final List<Diagnosis.Log> logs = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  LogReading(DiagnoseConfig config, Settings settings, Clock clock, Progress progress) {
    this.config = config;
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  /** The sources without those that are rotated files of another one, as a shell's glob gives. */
  static List<String> withoutParts(List<String> sources) {
    Map<String, Set<Path>> files = new LinkedHashMap<>();
    for (String source : sources) {
      files.put(source, source.equals(STANDARD_INPUT) ? Set.of() : filesOf(source));
    }
    return files.keySet().stream()
        .filter(
            source ->
                files.entrySet().stream()
                    .noneMatch(
                        other ->
                            !other.getKey().equals(source)
                                && other.getValue().size() > files.get(source).size()
                                && !files.get(source).isEmpty()
                                && other.getValue().containsAll(files.get(source))))
        .toList();
  }

  private static Set<Path> filesOf(String source) {
    try {
      return new HashSet<>(LogScan.files(source));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /** Reads a log, with the rotated files beside it. */
  void read(String source) {
    LoggedIncidents events = new LoggedIncidents(settings, this::isWanted);
    ErrorLogReader reader = new ErrorLogReader(config.zone(), clock, events);
    LogHead head = new LogHead(new PastedLines(reader));
    try {
      boolean cutOff =
          source.equals(STANDARD_INPUT)
              ? LogScan.scan(System.in, head, progress::add).cutOff()
              : readFiles(source, head);
      progress.end();
      Optional<String> trouble = trouble(reader, events, head, cutOff);
      if (trouble.isPresent() && reader.records() == 0) {
        troubles.add(source + " " + trouble.get());
      } else {
        incidents.add(events.incidents());
        logs.add(
            new Diagnosis.Log(
                source.equals(STANDARD_INPUT) ? "standard input" : source,
                reader.records(),
                reader.unrecognized(),
                trouble));
      }
    } catch (NoSuchFileException e) {
      troubles.add(source + " does not exist");
    } catch (FileSystemException e) {
      troubles.add(source + " " + Optional.ofNullable(e.getReason()).orElse("cannot be read"));
    } catch (IOException e) {
      troubles.add(source + " cannot be read: " + e.getMessage());
    }
  }

  private boolean readFiles(String source, LogHead head) throws IOException {
    List<Path> files = LogScan.files(source);
    if (files.isEmpty()) {
      throw new NoSuchFileException(source);
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new FileSystemException(source, null, "may not be read by this user: " + file);
      }
      progress.expect(Files.size(file));
    }
    boolean cutOff = false;
    for (Path file : files) {
      cutOff |= LogScan.scan(file, head, progress::add).cutOff();
    }
    return cutOff;
  }

  private static Optional<String> trouble(
      ErrorLogReader reader, LoggedIncidents events, LogHead head, boolean cutOff) {
    if (reader.records() == 0) {
      return Optional.of(head.whyNoRecords());
    }
    if (cutOff) {
      return Optional.of(
          "is a .gz file that ends before it should; what was there is in the report");
    }
    return events.goneBack() > 2
        ? Optional.of(
            "goes back in time "
                + events.goneBack()
                + " times: these may be the logs of two servers in one, or files in the wrong"
                + " order; give each server's log by itself")
        : Optional.empty();
  }

  private boolean isWanted(AbortedConnection event) {
    Wanted wanted = config.wanted();
    return wanted.since().filter(event.time()::isBefore).isEmpty()
        && wanted.until().filter(event.time()::isAfter).isEmpty()
        && wanted.user().filter(user -> !user.equals(event.account().user())).isEmpty()
        && wanted.host().filter(host -> !host.equals(event.account().host())).isEmpty()
        && wanted.db().filter(db -> !db.equals(event.account().db())).isEmpty();
  }

  /** The events of each log that could be read. */
  List<IncidentLog> incidents() {
    return incidents;
  }

  List<Diagnosis.Log> logs() {
    return logs;
  }

  /** What could not be read, and why. */
  List<String> troubles() {
    return troubles;
  }

  boolean hasRead() {
    return !logs.isEmpty();
  }
}
