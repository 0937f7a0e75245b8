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

  /** The files behind the one with the key; all if there is none. */
  List<LogFile> since(String key) {
    List<LogFile> all = all();
    return all.subList(1 + keys().lastIndexOf(key), all.size());
  }

  /** What two looks have to agree in for nothing to have been renamed between them. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    all().forEach(file -> keys.add(file.key()));
    return keys;
  }
}
