package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.tail.GenerationFinder.Fresh;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

  private final LogFolder folder;
  private final FinishedFiles finished = new FinishedFiles();
  private final PositionSearch search;
  private final GenerationFinder finder;
  private final OtherLogs others;
  private final Beginning beginning;
  private final Gap gap = new Gap();
  private final Deque<Generation> open = new ArrayDeque<>();
  private List<String> examined = List.of();
  private SeenFiles seen = SeenFiles.NONE;
  private boolean looked;
  private Optional<LogFile> live = Optional.empty();
  private int lost;
  private int rotations;

  GenerationQueue(LogFolder folder, StartFrom startFrom, LogBytes.Opener opener) {
    this.folder = folder;
    this.search = new PositionSearch(opener);
    this.finder = new GenerationFinder(opener, finished);
    this.others = new OtherLogs(folder, finder);
    this.beginning = new Beginning(folder, startFrom, finder, finished);
  }

  Optional<Generation> head() {
    return Optional.ofNullable(open.peekFirst());
  }

  /** Whether the head is the file at the log's path, and so may be emptied. */
  boolean headIsLive() {
    return live.filter(file -> file.key().equals(open.getFirst().key())).isPresent();
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
    return line.offset() > 0 && open.stream().skip(1).limit(1).anyMatch(next -> next.isAt(line));
  }

  /**
   * Looks for files that were not there the last time.
   *
   * @param here where the reader is in the head, if it is
   * @param overslept whether the last look was long ago
   */
  void discover(Optional<Position> here, boolean overslept) throws IOException {
    if (!looked) {
      seen = new SeenFiles(beginning.look(open));
      looked = true;
    }
    Optional<LogFile> current = folder.current();
    if (others.refuse(open)) {
      current = folder.current();
    }
    live = current;
    if (current.isPresent() && isOpen(current.get()) && !dropIfPassedBy()) {
      return;
    }
    if (!makeRoom()) {
      return;
    }
    LogListing listing = folder.list();
    if (!listing.keys().equals(examined) && listing.keys().equals(folder.list().keys())) {
      add(listing, here, overslept);
    }
  }

  /**
   * Goes on after a restart: looks for the file in which {@code position} is, under whatever name,
   * packed too. If it is gone, it is lost. What came after it is for {@link #discover} to find.
   *
   * @return whether there is a file to go on with
   */
  boolean goOn(Optional<Position> position) throws IOException {
    LogListing listing = folder.list();
    Optional<Position> known = position.filter(Position::isKnown);
    if (known.isPresent()) {
      if (listing.all().isEmpty()) {
        return false;
      }
      Optional<Generation> found = search.find(known.get(), listing.all());
      if (found.isEmpty() && listing.current().isPresent()) {
        finder.open(listing.current().get()).close();
      }
      if (found.isEmpty() && !listing.hasSameNames(folder.list())) {
        return false;
      }
      found.ifPresentOrElse(open::add, () -> giveUp(known.get()));
    } else {
      gap.resumeIn(position.map(empty -> empty.file().key()));
    }
    looked = true;
    return true;
  }

  private void giveUp(Position position) {
    finished.add(position);
    gap.isCounted();
    lost++;
    rotations++;
  }

  /**
   * Makes the best of a head whose handle failed, and of others that failed.
   *
   * @param line where the reader is in the head, at the start of a line
   * @return whether the head is still the same
   */
  boolean reopen(Position line) throws IOException {
    FailedHandles.Repaired repaired =
        FailedHandles.repair(List.copyOf(open), line, search, folder.list().all());
    open.clear();
    open.addAll(repaired.sound());
    lost += repaired.lost();
    return repaired.keepsHead();
  }

  /**
   * The head is read to its end: remembers and closes it.
   *
   * @param start how it begins
   */
  void finishHead(Position end, byte[] start) throws IOException {
    Generation head = open.removeFirst();
    finished.addHead(start);
    if (head.content().isDamaged()) {
      LOG.warn(
          "a compressed file of {} is damaged; its remaining records are lost",
          folder.location().source());
      lost++;
    }
    finished.add(end);
    finished.passed(head.written());
    head.close();
    passEmpty();
  }

  /**
   * The head was emptied. What it held and what is not read yet goes before it.
   *
   * @param read how far the old content was read
   * @param line where its last line starts
   * @param head how the old content began
   * @param overslept whether the last look was long ago
   */
  CopyTruncate.Copies restartHead(Position read, Position line, byte[] head, boolean overslept)
      throws IOException {
    CopyTruncate.Found found =
        new CopyTruncate(folder, search, finder, finished, List.copyOf(open), head)
            .look(read, line);
    List<LogFile> illegible = seen.withoutPacked(found.copies().illegible(), found.seen());
    seen = new SeenFiles(found.seen());
    open.removeFirst();
    open.addFirst(found.now());
    CopyTruncate.Copies copies = found.copies();
    for (int i = copies.unread().size() - 1; i >= 0; i--) {
      open.addFirst(copies.unread().get(i).completed());
    }
    lost += illegible.size();
    finder.giveUp(illegible);
    finder.remember(copies.illegible());
    passEmpty();
    boolean isUnseen = overslept && read.isKnown() && !copies.isAny();
    lost += copies.isWhole() && !isUnseen ? 0 : 1;
    return copies;
  }

  /** Whether rotation left something since the last time that it was looked at. */
  boolean hasNewCopies() throws IOException {
    return seen.hasChanged(folder.list(), this::isOpen);
  }

  /** How many bytes are still to be read. */
  long unread(long readOffset) throws IOException {
    long unread = 0;
    boolean isHead = true;
    for (Generation generation : open) {
      long from = isHead ? readOffset : generation.start().offset();
      unread += Math.max(0, generation.content().expectedSize() - from);
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
    return live.isPresent();
  }

  /** What is not read though a glob finds it, in words. */
  Optional<String> refused() {
    return others.refused();
  }

  /** How many files were given up before their end was read, since the last call. */
  int takeLost() {
    int taken = lost + finder.takeLost() + others.takeLost();
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

  Horizon horizon(byte[] reading) {
    return finished.horizon(reading);
  }

  /** Takes up what is known of files that are done with. */
  void restoreFinished(List<Position> ends, Horizon horizon) {
    finished.addAll(ends);
    finished.restore(horizon);
  }

  @Override
  public void close() {
    GenerationFinder.closeAll(open);
    open.clear();
  }

  private void add(LogListing listing, Optional<Position> here, boolean overslept)
      throws IOException {
    others.warn(listing, open);
    Succession succession =
        Succession.of(
            listing,
            this::isOpen,
            finder::isFinished,
            file -> finder.isCopy(file, open),
            finished,
            open.isEmpty() && finished.isEmpty());
    List<LogFile> files = new ArrayList<>(succession.candidates());
    listing.current().ifPresent(files::add);
    int room = MOST_OPEN - open.size();
    String liveKey = listing.current().map(LogFile::key).orElse("");
    Fresh fresh;
    try {
      fresh = finder.openNew(files, open, here, liveKey, room);
    } catch (NoSuchFileException renamed) {
      LOG.debug("{} is being rotated just now", folder.location().source(), renamed);
      return;
    }
    if (!finder.isSettled(fresh.files(), listing, folder)) {
      GenerationFinder.closeAll(fresh.files());
      return;
    }
    Optional<Generation> last = Optional.ofNullable(open.peekLast());
    Gap.Missing missing = gap.before(listing, succession, fresh, last, overslept);
    lost += missing.count();
    finder.giveUp(missing.illegible());
    finder.remember(listing.rotated().stream().filter(file -> !file.isLegible()).toList());
    seen = new SeenFiles(listing.rotated());
    int added = fresh.files().size();
    rotations += open.isEmpty() ? Math.max(0, added - 1) : added;
    open.addAll(fresh.files());
    if (added < room) {
      examined = listing.keys();
    }
    finished.forget(listing, folder.location().isGlob());
    passEmpty();
  }

  /**
   * Where nothing but the live file is still to be read, the empty ones before it are done with.
   */
  private void passEmpty() {
    if (open.size() == 1) {
      seen.empty().filter(file -> !isOpen(file)).forEach(finished::know);
    }
  }

  /**
   * While an older file waits for the live one to have a byte, that may have been filled, copied
   * and emptied again: then it is looked for anew, together with its copies.
   */
  private boolean dropIfPassedBy() throws IOException {
    Generation last = open.getLast();
    if (open.size() < 2 || last.start().isKnown() || last.hasGrown() || !hasNewCopies()) {
      return false;
    }
    open.removeLast().close();
    rotations--;
    return true;
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
