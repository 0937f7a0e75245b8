package io.github.mysqlaborted.log.tail;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a log at one moment, each once, whatever names and links it has.
 *
 * @param rotated those that were live before, packed ones too, the oldest first
 * @param current the live one
 * @param orderedByName whether the names tell the order; else it is that of the last writing
 */
record LogListing(List<LogFile> rotated, Optional<LogFile> current, boolean orderedByName) {

  LogListing {
    rotated = List.copyOf(rotated);
  }

  /**
   * Generations are written one after the other, so names that count them order them, or else the
   * time of the last write; a file system's clock ticks in milliseconds, so names decide where two
   * are equal. While a file is packed, both are there: then the packed one is not complete.
   */
  static LogListing of(List<LogFile> files, Optional<LogFile> current) {
    Map<String, LogFile> rotated = new LinkedHashMap<>();
    Set<String> unpacked = new HashSet<>();
    for (LogFile file : files) {
      if (file.packing() == Packing.NONE) {
        unpacked.add(nameOf(file));
      }
    }
    for (LogFile file : files) {
      boolean isLive = current.filter(file::isSameAs).isPresent();
      boolean isBeingPacked =
          file.packing() != Packing.NONE && unpacked.contains(Packing.unpackedName(nameOf(file)));
      if (!isLive && !isBeingPacked) {
        rotated.putIfAbsent(file.key(), file);
      }
    }
    List<LogFile> ordered = new ArrayList<>(rotated.values());
    boolean byName = RotatedName.tellOrder(ordered.stream().map(LogFile::name).toList());
    ordered.sort(comparing(LogFile::written).thenComparing(LogFile::path));
    if (byName) {
      ordered.sort(comparing(LogFile::name, RotatedName.oldestFirst()));
    }
    return new LogListing(ordered, current, byName);
  }

  private static String nameOf(LogFile file) {
    return file.path().getFileName().toString();
  }

  /** All files, the live one last. */
  List<LogFile> all() {
    return Stream.concat(rotated.stream(), current.stream()).toList();
  }

  /** The file with the key, if it is there. */
  Optional<LogFile> find(String key) {
    return all().stream().filter(file -> file.key().equals(key)).findFirst();
  }

  /** Whether something is in the live file, and so nobody writes to another any more. */
  boolean hasMovedOn() {
    return current.isPresent() && !current.get().isEmpty();
  }

  /** How many files may hold something: a copy that is only begun is empty. */
  long filled() {
    return all().stream().filter(file -> !hasMovedOn() || !file.isEmpty()).count();
  }

  /** Whether each file still has its name, so that it was found under it in between. */
  boolean hasSameNames(LogListing other) {
    return names().equals(other.names());
  }

  private List<String> names() {
    return all().stream().map(file -> file.key() + " " + file.path()).toList();
  }

  /** What two looks have to agree in for nothing to have come or gone between them. */
  List<String> keys() {
    return all().stream().map(LogFile::key).toList();
  }
}
