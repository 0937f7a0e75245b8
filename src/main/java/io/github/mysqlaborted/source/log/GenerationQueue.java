package io.github.mysqlaborted.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log that are still to be read, the oldest first: at its head the one that is
 * being read, at its end the live one. Usually they are the same.
 */
final class GenerationQueue implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationQueue.class);

  /** How many files are held open at most; the others wait where they are. */
  static final int MOST_OPEN = 16;

  private final LogLocation location;
  private final StartFrom startFrom;
  private final FinishedFiles finished = new FinishedFiles();
  private final GenerationFinder finder;
  private final Deque<Generation> open = new ArrayDeque<>();
  private List<String> examined = List.of();
  private List<LogFile> seen = List.of();
  private boolean looked;
  private boolean livePresent;
  private int lost;
  private int rotations;

  GenerationQueue(LogLocation location, StartFrom startFrom, Content.Opener opener) {
    this.location = location;
    this.startFrom = startFrom;
    this.finder = new GenerationFinder(opener, finished);
  }

  Optional<Generation> head() {
    return Optional.ofNullable(open.peekFirst());
  }

  /** Whether the writer has moved on from the head: it will not grow any more. */
  boolean headIsSuperseded() throws IOException {
    if (open.getFirst().complete()) {
      return true;
    }
    for (Generation generation : List.copyOf(open).subList(1, open.size())) {
      if (generation.hasGrown()) {
        return true;
      }
    }
    return false;
  }

  /** Whether what follows the head holds all that is before {@code line}, and goes on there. */
  boolean headIsContinuedAt(Position line) {
    return line.offset() > 0
        && open.stream()
            .skip(1)
            .limit(1)
            .anyMatch(
                next ->
                    next.start().offset() == line.offset()
                        && next.start().marker().equals(line.marker()));
  }

  /**
   * Looks for files that were not there the last time.
   *
   * @param here where the reader is in the head, if it is
   */
  void discover(Optional<Position> here) throws IOException {
    if (!looked) {
      lookForTheFirstTime();
    }
    Optional<LogFile> current = location.current();
    livePresent = current.isPresent();
    if ((current.isPresent() && isOpen(current.get())) || !makeRoom()) {
      return;
    }
    LogListing listing = location.list();
    if (!listing.keys().equals(examined) && listing.keys().equals(location.list().keys())) {
      add(listing, here);
    }
  }

  /**
   * Goes on after a restart: looks for the file in which {@code position} is, under whatever name,
   * packed too. If it is gone, it is lost. What came after it is for {@link #discover} to find.
   *
   * @return whether there is a file to go on with
   */
  boolean resume(Optional<Position> position) throws IOException {
    LogListing listing = location.list();
    Optional<Position> known = position.filter(Position::isKnown);
    if (known.isPresent()) {
      List<LogFile> packed = location.packed();
      if (listing.all().isEmpty() && packed.isEmpty()) {
        return false;
      }
      find(known.get(), listing, packed);
      if (open.isEmpty() && !listing.hasSameNames(location.list())) {
        return false;
      }
      giveUpIfNotFound(known.get());
    }
    looked = true;
    return true;
  }

  private void find(Position position, LogListing listing, List<LogFile> packed)
      throws IOException {
    Optional<Generation> found = finder.find(position, listing.all());
    if (found.isPresent()) {
      open.add(found.get());
      return;
    }
    if (listing.current().isPresent()) {
      finder.open(listing.current().get()).close();
    }
    open.addAll(finder.findPacked(position, packed, List.of()));
    rotations += Math.max(0, open.size() - 1);
  }

  private void giveUpIfNotFound(Position position) {
    if (open.isEmpty()) {
      finished.add(position);
      lost++;
      rotations++;
    }
  }

  /**
   * Makes the best of a head whose handle failed: opens it, and others that failed, anew, wherever
   * they are. What is nowhere to be found, and superseded, is given up as lost.
   *
   * @param line where the reader is in the head, at the start of a line
   * @return whether the head is still the same
   */
  boolean reopen(Position line) throws IOException {
    List<LogFile> files = location.list().all();
    Generation head = open.getFirst();
    boolean kept = true;
    List<Generation> sound = new ArrayList<>();
    for (Generation generation : open) {
      boolean isHead = generation.equals(head);
      if (!isHead && generation.isSound()) {
        sound.add(generation);
        continue;
      }
      Position start = isHead ? line : generation.start();
      Optional<Generation> found =
          finder.find(start, files).or(() -> finder.open(generation.key(), start, files));
      if (found.isEmpty() && generation.equals(open.getLast())) {
        sound.add(generation);
        continue;
      }
      generation.close();
      found.ifPresentOrElse(sound::add, () -> lost++);
      kept &= !isHead || found.isPresent();
    }
    open.clear();
    open.addAll(sound);
    return kept;
  }

  /** The head is read to its end: remembers and closes it. */
  void finishHead(Position end) throws IOException {
    finished.add(end);
    open.removeFirst().close();
  }

  /**
   * The head was emptied. What it held and what is not read yet goes before it.
   *
   * @param read how far the old content was read
   * @param line where its last line starts
   */
  EmptiedFile.Copies restartHead(Position read, Position line) throws IOException {
    EmptiedFile.Found found =
        new EmptiedFile(location, finder, finished, List.copyOf(open)).look(read, line);
    seen = found.seen();
    open.removeFirst();
    open.addFirst(found.now());
    List<Generation> unread = found.copies().unread();
    for (int i = unread.size() - 1; i >= 0; i--) {
      open.addFirst(unread.get(i).completed());
    }
    return found.copies();
  }

  /** Whether rotation left something since the last time that it was looked at. */
  boolean hasNewCopies() throws IOException {
    return location.list().rotated().stream()
        .filter(file -> !file.isEmpty() && !isOpen(file))
        .anyMatch(file -> seen.stream().noneMatch(file::isUnchangedSince));
  }

  /** How many bytes are still to be read. */
  long unread(long readOffset) throws IOException {
    long unread = 0;
    boolean isHead = true;
    for (Generation generation : open) {
      long from = isHead ? readOffset : generation.start().offset();
      unread += Math.max(0, generation.content().size() - from);
      isHead = false;
    }
    return unread;
  }

  /** Whether no other file is still to be read. */
  boolean isOnly(String key) {
    return open.size() == 1 && open.getFirst().key().equals(key);
  }

  /** Whether the place of the log was ever looked at with success. */
  boolean isStarted() {
    return looked;
  }

  /** Whether the last look found a file at the log's path. */
  boolean isLivePresent() {
    return livePresent;
  }

  /** How many files were given up before their end was read, since the last call. */
  int takeLost() {
    int taken = lost + finder.takeLost();
    lost = 0;
    return taken;
  }

  /** How many files came after one that was known, since the last call. */
  int takeRotations() {
    int taken = rotations;
    rotations = 0;
    return taken;
  }

  List<Position> finished() {
    return finished.toList();
  }

  void restoreFinished(List<Position> ends) {
    finished.addAll(ends);
  }

  @Override
  public void close() {
    GenerationFinder.closeAll(open);
    open.clear();
  }

  /**
   * What was rotated before is not read, unless a glob asks for it. But where nothing is in the
   * live file yet, the server may not have reopened its log, and still write to the one before.
   */
  private void lookForTheFirstTime() throws IOException {
    LogListing listing = location.list();
    List<LogFile> rotated = listing.rotated();
    Optional<LogFile> current = listing.current();
    if (startFrom == StartFrom.END || !location.isGlob()) {
      List<Generation> first = new ArrayList<>();
      if (current.isPresent()) {
        Generation live = finder.open(current.get());
        first.add(startFrom == StartFrom.END ? live.atItsLastLine() : live);
      }
      if (!rotated.isEmpty() && (first.isEmpty() || first.get(0).content().size() == 0)) {
        finder
            .openAtLastLine(rotated.get(rotated.size() - 1))
            .ifPresent(before -> first.add(0, before));
      }
      finder.remember(rotated);
      seen = rotated;
      open.addAll(first);
    }
    looked = true;
  }

  private void add(LogListing listing, Optional<Position> here) throws IOException {
    List<LogFile> files = listing.since(open.isEmpty() ? "" : open.getLast().key());
    int room = MOST_OPEN - open.size();
    String live = listing.current().map(LogFile::key).orElse("");
    List<Generation> fresh;
    try {
      fresh = finder.openNew(files, open, here, live, room);
    } catch (NoSuchFileException renamed) {
      LOG.debug("{} is being rotated just now", location.source(), renamed);
      return;
    }
    if (!isSettled(fresh, listing)) {
      GenerationFinder.closeAll(fresh);
      return;
    }
    seen = listing.rotated();
    rotations += open.isEmpty() ? Math.max(0, fresh.size() - 1) : fresh.size();
    open.addAll(fresh);
    if (fresh.size() < room) {
      examined = listing.keys();
    }
    finished.forgetGone(Set.copyOf(listing.keys()));
  }

  /** Whether none was emptied, and hence no copy missed, while they were looked for. */
  private boolean isSettled(List<Generation> fresh, LogListing before) {
    try {
      for (Generation generation : fresh) {
        if (generation.start().offset() == 0 && !generation.isFromTheSameBeginning()) {
          return false;
        }
      }
      LogListing after = location.list();
      return before.keys().equals(after.keys())
          && before.since("").size() == after.since("").size();
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at once more", location.source(), e);
      return false;
    }
  }

  /** Where too many files are open, one that nobody ever wrote to goes. */
  private boolean makeRoom() throws IOException {
    for (Generation generation : List.copyOf(open)) {
      if (open.size() < MOST_OPEN) {
        break;
      }
      if (!generation.equals(open.getFirst()) && !generation.hasGrown()) {
        open.remove(generation);
        generation.close();
      }
    }
    return open.size() < MOST_OPEN;
  }

  private boolean isOpen(LogFile file) {
    return open.stream().anyMatch(generation -> generation.key().equals(file.key()));
  }
}
