package io.github.mysqlaborted.source.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a log at one moment, each once, whatever names and links it has.
 *
 * @param rotated those that were live before, the oldest first
 * @param current the live one
 */
record LogListing(List<LogFile> rotated, Optional<LogFile> current) {

  LogListing {
    rotated = List.copyOf(rotated);
  }

  /** All files, the live one last. */
  List<LogFile> all() {
    return Stream.concat(rotated.stream(), current.stream()).toList();
  }

  /**
   * The files behind the one with the key; all if there is none. Without the empty ones behind
   * which another was written: nobody writes to those any more, or a copy is only begun.
   */
  List<LogFile> since(String key) {
    List<LogFile> all = all();
    boolean hasMovedOn = current.isPresent() && !current.get().isEmpty();
    return all.subList(1 + keys().lastIndexOf(key), all.size()).stream()
        .filter(file -> !hasMovedOn || !file.isEmpty())
        .toList();
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
    List<String> keys = new ArrayList<>();
    all().forEach(file -> keys.add(file.key()));
    return keys;
  }
}
