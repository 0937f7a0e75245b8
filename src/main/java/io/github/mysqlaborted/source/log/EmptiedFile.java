package io.github.mysqlaborted.source.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what a file held that was emptied: in a copy, if there is one, as {@code copytruncate}
 * of logrotate leaves one; later copies are what was emptied since. A copy that ends before what
 * was read of the original has no more to give, but tells which copies are later.
 */
final class EmptiedFile {

  /**
   * What was found.
   *
   * @param unread what is still to be read, the oldest first
   * @param goesOn whether the first of it goes on with the line that was being read
   * @param times how often the file was emptied, as far as copies tell
   */
  record Copies(List<Generation> unread, boolean goesOn, int times) {
    Copies {
      unread = List.copyOf(unread);
    }
  }

  private final GenerationFinder finder;
  private final FinishedFiles finished;
  private final List<Generation> open;

  /**
   * @param open the files that are open, the emptied one first
   */
  EmptiedFile(GenerationFinder finder, FinishedFiles finished, List<Generation> open) {
    this.finder = finder;
    this.finished = finished;
    this.open = List.copyOf(open);
  }

  /**
   * @param read how far the old content was read
   * @param line where its last line starts
   * @param rotated the files that rotation left and that are not open, the oldest first
   * @param packed the same, packed
   */
  Copies look(Position read, Position line, List<LogFile> rotated, List<LogFile> packed)
      throws IOException {
    List<Generation> copies = line.isKnown() ? copies(read, line, rotated, packed) : List.of();
    if (copies.isEmpty() && line.isKnown()) {
      finished.add(read);
      List<Generation> later = laterThanCut(read, rotated);
      return new Copies(later, false, 1 + later.size());
    }
    List<Generation> all = withLater(copies, rotated, line);
    return new Copies(all, !all.isEmpty(), Math.max(1, all.size()));
  }

  private List<Generation> copies(
      Position read, Position line, List<LogFile> rotated, List<LogFile> packed)
      throws IOException {
    List<Generation> copies = new ArrayList<>(finder.find(read, rotated).stream().toList());
    if (copies.isEmpty()) {
      copies.addAll(finder.findPacked(read, packed, open));
    }
    if (!copies.isEmpty()) {
      copies.set(0, copies.get(0).startingAt(line));
    }
    return copies;
  }

  /**
   * What is new after the copy of what was read and more. Where so little was read that a copy of
   * less cannot be told, nothing is.
   */
  private List<Generation> laterThanCut(Position read, List<LogFile> rotated) throws IOException {
    Optional<LogFile> cut = finder.findCut(read, rotated);
    if (cut.isEmpty() && read.file().headLength() < FileIdentity.MAX_HEAD) {
      finder.remember(rotated);
      return List.of();
    }
    int first = cut.map(file -> 1 + rotated.indexOf(file)).orElse(0);
    List<LogFile> later = rotated.subList(first, rotated.size());
    return finder.openNew(later, open, Optional.of(read), "", GenerationQueue.MOST_OPEN);
  }

  /** Adds what came after the copies; all that is new where it cannot be told what they copy. */
  private List<Generation> withLater(List<Generation> copies, List<LogFile> rotated, Position line)
      throws IOException {
    List<String> keys = rotated.stream().map(LogFile::key).toList();
    int first = copies.isEmpty() ? 0 : 1 + keys.indexOf(copies.get(0).key());
    List<LogFile> later = rotated.subList(first, rotated.size());
    List<Generation> known = new ArrayList<>(open);
    known.addAll(copies);
    List<Generation> all = new ArrayList<>(copies);
    try {
      all.addAll(finder.openNew(later, known, Optional.of(line), "", GenerationQueue.MOST_OPEN));
    } catch (IOException e) {
      GenerationFinder.closeAll(copies);
      throw e;
    }
    return all;
  }
}
