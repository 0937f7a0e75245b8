package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The first look at a log. What was rotated before is not read, unless a glob asks for it. But
 * where nothing is in the live file yet, the server may not have reopened its log, and still write
 * to the one before. What was packed before is never read. Not thread-safe.
 */
final class Beginning {

  /** So many of those before the first look are known by content, the others by their time. */
  private static final int MOST_KNOWN = 64;

  private final LogFolder folder;
  private final StartFrom startFrom;
  private final GenerationFinder finder;
  private final FinishedFiles finished;

  Beginning(
      LogFolder folder, StartFrom startFrom, GenerationFinder finder, FinishedFiles finished) {
    this.folder = folder;
    this.startFrom = startFrom;
    this.finder = finder;
    this.finished = finished;
  }

  /** Opens what is to be read; what rotation has left by now. */
  List<LogFile> look(Collection<Generation> open) throws IOException {
    LogListing listing = folder.list();
    List<LogFile> rotated = listing.rotated();
    if (startFrom == StartFrom.BEGINNING && folder.location().isGlob()) {
      finder.remember(rotated.stream().filter(file -> file.packing() != Packing.NONE).toList());
      return List.of();
    }
    List<Generation> first = new ArrayList<>();
    Optional<LogFile> current = listing.current();
    if (current.isPresent()) {
      Generation live = finder.open(current.get());
      first.add(startFrom == StartFrom.END ? live.atItsLastLine() : live);
    }
    Optional<LogFile> youngest =
        rotated.isEmpty() ? Optional.empty() : Optional.of(rotated.get(rotated.size() - 1));
    if (first.isEmpty() || !first.get(0).content().reaches(1)) {
      youngest
          .filter(file -> file.packing() == Packing.NONE)
          .flatMap(finder::openAtLastLine)
          .ifPresent(before -> first.add(0, before));
    }
    int surplus = folder.location().isGlob() ? 0 : Math.max(0, rotated.size() - MOST_KNOWN);
    finder.remember(rotated.subList(surplus, rotated.size()));
    rotated.forEach(file -> finished.passed(file.written().toInstant()));
    open.addAll(first);
    return rotated;
  }
}
