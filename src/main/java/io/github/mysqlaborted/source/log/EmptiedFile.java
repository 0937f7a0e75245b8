package io.github.mysqlaborted.source.log;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   * @param passedOver files of which it cannot be told what was read, and is taken for all
   */
  record Copies(List<Generation> unread, boolean goesOn, int times, List<LogFile> passedOver) {
    Copies {
      unread = List.copyOf(unread);
      passedOver = List.copyOf(passedOver);
    }
  }

  /**
   * The copies, and the file itself.
   *
   * @param now the file, to be read from the beginning that it had before the copies were looked
   *     for
   * @param seen the files that rotation had left by then
   */
  record Found(Copies copies, Generation now, List<LogFile> seen) {
    Found {
      seen = List.copyOf(seen);
    }
  }

  /** One look takes milliseconds, and between two a log is rarely rotated. */
  private static final int MOST_LOOKS = 10;

  private final LogLocation location;
  private final GenerationFinder finder;
  private final FinishedFiles finished;
  private final List<Generation> open;

  /**
   * @param open the files that are open, the emptied one first
   */
  EmptiedFile(
      LogLocation location,
      GenerationFinder finder,
      FinishedFiles finished,
      List<Generation> open) {
    this.location = location;
    this.finder = finder;
    this.finished = finished;
    this.open = List.copyOf(open);
  }

  /**
   * A copy is made before the file is emptied. So if the file was not emptied once more since its
   * beginning was noted, all the copies were there afterwards; else it takes another look.
   *
   * @param read how far the old content was read
   * @param line where its last line starts
   */
  Found look(Position read, Position line) throws IOException {
    for (int looks = 1; ; looks++) {
      Generation now = open.get(0).fromBeginning();
      LogListing seen = location.list();
      Copies copies = look(read, line, unopened(seen.rotated()), location.packed());
      if (looks == MOST_LOOKS || isSettled(now, seen, copies)) {
        finder.remember(copies.passedOver());
        return new Found(copies, now, seen.rotated());
      }
      GenerationFinder.closeAll(copies.unread());
    }
  }

  private boolean isSettled(Generation now, LogListing seen, Copies copies) throws IOException {
    try {
      LogListing later = location.list();
      return now.isFromTheSameBeginning()
          && seen.hasSameNames(later)
          && (now.start().isKnown() || seen.rotated().equals(later.rotated()));
    } catch (IOException e) {
      GenerationFinder.closeAll(copies.unread());
      throw e;
    }
  }

  /** Without what is open, and without a copy that is only begun. */
  private List<LogFile> unopened(List<LogFile> rotated) {
    Set<String> keys = open.stream().map(Generation::key).collect(toSet());
    return rotated.stream().filter(file -> !file.isEmpty() && !keys.contains(file.key())).toList();
  }

  private Copies look(Position read, Position line, List<LogFile> rotated, List<LogFile> packed)
      throws IOException {
    if (!line.isKnown()) {
      List<Generation> all = openNew(rotated, open, line);
      return new Copies(all, !all.isEmpty(), all.size(), List.of());
    }
    List<Generation> copies = copies(read, line, rotated, packed);
    if (copies.isEmpty()) {
      return laterThanCut(read, rotated);
    }
    List<Generation> all = withLater(copies, rotated, line);
    return new Copies(all, true, all.size(), List.of());
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
  private Copies laterThanCut(Position read, List<LogFile> rotated) throws IOException {
    finished.add(read);
    Optional<LogFile> cut = finder.findCut(read, rotated);
    if (cut.isEmpty() && read.file().headLength() < FileIdentity.MAX_HEAD) {
      return new Copies(List.of(), false, 1, rotated);
    }
    int first = cut.map(file -> 1 + rotated.indexOf(file)).orElse(0);
    List<Generation> later = openNew(rotated.subList(first, rotated.size()), open, read);
    return new Copies(later, false, 1 + later.size(), List.of());
  }

  /** Adds what came after the copies; all that is new where it cannot be told what they copy. */
  private List<Generation> withLater(List<Generation> copies, List<LogFile> rotated, Position line)
      throws IOException {
    List<String> keys = rotated.stream().map(LogFile::key).toList();
    int first = 1 + keys.indexOf(copies.get(0).key());
    List<Generation> known = new ArrayList<>(open);
    known.addAll(copies);
    List<Generation> all = new ArrayList<>(copies);
    try {
      all.addAll(openNew(rotated.subList(first, rotated.size()), known, line));
    } catch (IOException e) {
      GenerationFinder.closeAll(copies);
      throw e;
    }
    return all;
  }

  private List<Generation> openNew(List<LogFile> files, List<Generation> known, Position read)
      throws IOException {
    return finder.openNew(files, known, Optional.of(read), "", GenerationQueue.MOST_OPEN);
  }
}
