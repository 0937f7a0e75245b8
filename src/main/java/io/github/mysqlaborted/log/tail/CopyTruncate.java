package io.github.mysqlaborted.log.tail;

import static java.util.stream.Collectors.toSet;

import io.github.mysqlaborted.log.tail.GenerationFinder.Fresh;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what a file held that was emptied: in a copy, if there is one, as {@code copytruncate}
 * of logrotate leaves one; later copies are what was emptied since. A copy that ends before what
 * was read of the original has no more to give, but tells which copies are later.
 */
final class CopyTruncate {

  /**
   * What was found.
   *
   * @param unread what is still to be read, the oldest first
   * @param goesOn whether the first of it goes on with the line that was being read
   * @param times how often the file was emptied, as far as copies tell
   * @param cut a copy of a part of what was read
   * @param illegible files that cannot be read
   * @param isWhole whether nothing but these is missing, as far as files tell
   */
  record Copies(
      List<Generation> unread,
      boolean goesOn,
      int times,
      Optional<LogFile> cut,
      List<LogFile> illegible,
      boolean isWhole) {
    Copies {
      unread = List.copyOf(unread);
      illegible = List.copyOf(illegible);
    }

    /** Whether rotation left something of the file. */
    boolean isAny() {
      return !(unread.isEmpty() && cut.isEmpty() && illegible.isEmpty());
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

  private static final Logger LOG = LoggerFactory.getLogger(CopyTruncate.class);

  /** One look takes milliseconds, and between two a log is rarely rotated. */
  private static final int MOST_LOOKS = 30;

  private final LogFolder folder;
  private final PositionSearch search;
  private final GenerationFinder finder;
  private final FinishedFiles finished;
  private final List<Generation> open;
  private final byte[] head;

  /**
   * @param open the files that are open, the emptied one first
   * @param head how the emptied one began, at most {@link Fingerprint#MAX_HEAD} bytes
   */
  CopyTruncate(
      LogFolder folder,
      PositionSearch search,
      GenerationFinder finder,
      FinishedFiles finished,
      List<Generation> open,
      byte[] head) {
    this.folder = folder;
    this.search = search;
    this.finder = finder;
    this.finished = finished;
    this.open = List.copyOf(open);
    this.head = head.clone();
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
      LogListing seen = folder.list();
      try {
        Copies copies = look(read, line, seen);
        if (looks == MOST_LOOKS || isSettled(now, seen, copies)) {
          finder.remember(copies.cut().stream().toList());
          return new Found(copies, now, seen.rotated());
        }
        GenerationFinder.closeAll(copies.unread());
      } catch (NoSuchFileException renamed) {
        if (looks == MOST_LOOKS) {
          throw renamed;
        }
        LOG.debug("{} is being rotated just now", folder.location().source(), renamed);
      }
    }
  }

  private boolean isSettled(Generation now, LogListing seen, Copies copies) throws IOException {
    try {
      LogListing later = folder.list();
      return now.isFromTheSameBeginning()
          && seen.hasSameNames(later)
          && (now.start().isKnown() || seen.rotated().equals(later.rotated()));
    } catch (IOException e) {
      GenerationFinder.closeAll(copies.unread());
      throw e;
    }
  }

  private Copies look(Position read, Position line, LogListing listing) throws IOException {
    if (!line.isKnown()) {
      Succession succession = succession(listing);
      Fresh fresh = openNew(unopened(succession.candidates()), open, line);
      boolean isWhole = succession.found() == 0 || fresh.isUnbroken() || succession.isUnbroken();
      boolean goesOn = !fresh.files().isEmpty();
      return copies(fresh.files(), goesOn, 0, Optional.empty(), fresh.illegible(), isWhole);
    }
    List<LogFile> rotated = unopened(listing.rotated());
    Optional<Generation> copy = search.find(read, rotated);
    return copy.isPresent()
        ? laterThan(copy.get().startingAt(line), rotated, line)
        : laterThanCut(read, rotated, listing);
  }

  private static Copies copies(
      List<Generation> unread,
      boolean goesOn,
      int others,
      Optional<LogFile> cut,
      List<LogFile> illegible,
      boolean isWhole) {
    return new Copies(unread, goesOn, others + unread.size(), cut, illegible, isWhole);
  }

  /** Without what is open, and without a copy that is only begun. */
  private List<LogFile> unopened(List<LogFile> rotated) {
    Set<String> keys = open.stream().map(Generation::key).collect(toSet());
    return rotated.stream().filter(file -> !file.isEmpty() && !keys.contains(file.key())).toList();
  }

  private Succession succession(LogListing listing) {
    Set<String> keys = open.stream().map(Generation::key).collect(toSet());
    return Succession.of(
        listing,
        file -> keys.contains(file.key()),
        finder::isFinished,
        file -> finder.isCopy(file, open),
        finished,
        open.size() == 1 && finished.isEmpty());
  }

  /** Adds what came after the copy. */
  private Copies laterThan(Generation copy, List<LogFile> rotated, Position line)
      throws IOException {
    List<Generation> all = new ArrayList<>(List.of(copy));
    try {
      int first = 1 + rotated.stream().map(LogFile::key).toList().indexOf(copy.key());
      List<Generation> known = new ArrayList<>(open);
      known.add(copy);
      Fresh later = openNew(rotated.subList(first, rotated.size()), known, line);
      all.addAll(later.files());
      return copies(all, true, 0, Optional.empty(), later.illegible(), true);
    } catch (IOException e) {
      GenerationFinder.closeAll(all);
      throw e;
    }
  }

  /** What is new, where there is no copy of all that was read: after one of a part, if it is. */
  private Copies laterThanCut(Position read, List<LogFile> rotated, LogListing listing)
      throws IOException {
    Succession succession = succession(listing);
    List<LogFile> candidates = unopened(succession.candidates());
    finished.add(read);
    finished.addHead(head);
    Optional<LogFile> cut = search.findCut(read, head, rotated);
    if (cut.isPresent()) {
      int first = 1 + rotated.indexOf(cut.get());
      Fresh later = openNew(rotated.subList(first, rotated.size()), open, read);
      return copies(later.files(), false, 1, cut, later.illegible(), true);
    }
    Fresh later = openNew(candidates, open, read);
    boolean isWhole = succession.found() == later.known();
    return copies(later.files(), false, 1, cut, later.illegible(), isWhole);
  }

  private Fresh openNew(List<LogFile> files, List<Generation> known, Position read)
      throws IOException {
    return finder.openNew(files, known, Optional.of(read), "", GenerationQueue.MOST_OPEN);
  }
}
