package io.github.mysqlaborted.log.tail;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files that rotation had left at the last look. Immutable. */
final class SeenFiles {

  static final SeenFiles NONE = new SeenFiles(List.of());

  private final List<LogFile> files;
  private final Set<String> fingerprints;

  SeenFiles(List<LogFile> files) {
    this.files = List.copyOf(files);
    this.fingerprints = files.stream().map(LogFile::fingerprint).collect(toUnmodifiableSet());
  }

  Stream<LogFile> empty() {
    return files.stream().filter(LogFile::isEmpty);
  }

  /** Which of the illegible files are not just what became of one that was seen, and is gone. */
  List<LogFile> withoutPacked(List<LogFile> illegible, List<LogFile> now) {
    long gone =
        files.stream()
            .filter(file -> file.packing() == Packing.NONE && !file.isEmpty())
            .filter(file -> now.stream().noneMatch(file::isSameAs))
            .count();
    return illegible.subList((int) Math.min(gone, illegible.size()), illegible.size());
  }

  /** Whether rotation left something since, or none of them is left. */
  boolean hasChanged(LogListing now, Predicate<LogFile> isOpen) {
    boolean isNoneLeft = !files.isEmpty() && now.rotated().stream().noneMatch(isOpen.or(this::has));
    return isNoneLeft
        || now.rotated().stream()
            .filter(file -> !(now.hasMovedOn() && file.isEmpty()) && !isOpen.test(file))
            .anyMatch(file -> !has(file));
  }

  private boolean has(LogFile file) {
    return fingerprints.contains(file.fingerprint());
  }
}
