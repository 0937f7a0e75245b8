package io.github.mysqlaborted.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log that are still to be read, the oldest first: at its head the one that is
 * being read, at its end the live one. Usually they are the same.
 */
final class GenerationQueue implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationQueue.class);

  /** How many files are held open at most; what appears beyond is given up as lost. */
  private static final int MOST_OPEN = 16;

  private final LogLocation location;
  private final StartFrom startFrom;
  private final FinishedFiles finished = new FinishedFiles();
  private final Deque<Generation> open = new ArrayDeque<>();
  private boolean looked;
  private boolean livePresent;
  private int lost;

  GenerationQueue(LogLocation location, StartFrom startFrom) {
    this.location = location;
    this.startFrom = startFrom;
  }

  Optional<Generation> head() {
    return Optional.ofNullable(open.peekFirst());
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Whether the writer has moved on from the head: it will not grow any more. */
  boolean headIsSuperseded() throws IOException {
    if (open.getFirst().isComplete()) {
      return true;
    }
    for (Generation generation : open) {
      if (generation != open.getFirst() && generation.hasGrown()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks for files that were not there the last time.
   *
   * @param here where the reader is in the head, if there is one
   * @return how many files came after one that was known
   */
  int discover(Optional<Position> here) throws IOException {
    if (!looked) {
      lookForTheFirstTime();
      looked = true;
      return 0;
    }
    Optional<Path> current = location.current();
    livePresent = current.isPresent();
    if (current.isEmpty() || isOpen(Generation.keyOf(current.get()))) {
      return 0;
    }
    int before = open.size();
    for (Path path : rotatedSince(Optional.ofNullable(open.peekLast()))) {
      offerRotated(path);
    }
    offerCurrent(current.get(), open.size() == 1 ? here : Optional.empty());
    dropSurplus();
    return before == 0 ? 0 : open.size() - before;
  }

  /**
   * Goes on after a restart: looks for the file in which {@code position} is, under whatever name,
   * and queues it and what came after it. If it is gone, all that is not known is queued.
   *
   * @return how many files came after that of the position; empty if there is no file at all yet
   */
  OptionalInt resume(Optional<Position> position) throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      return OptionalInt.empty();
    }
    looked = true;
    int found = position.isPresent() ? indexOf(position.get(), files) : -1;
    if (found >= 0) {
      open.add(Generation.open(files.get(found)).startingAt(position.get()));
    } else if (position.isPresent() && position.get().offset() > 0) {
      lost++;
    }
    for (Path path : files.subList(found + 1, files.size())) {
      offerRotated(path);
    }
    return OptionalInt.of(found >= 0 ? open.size() - 1 : open.size());
  }

  /**
   * Opens the head anew after its handle failed; if it is nowhere to be found and the writer has
   * moved on, it is given up as lost.
   *
   * @return whether there is another head than before, to be read from its own start
   */
  boolean reopenHead(Position position) throws IOException {
    List<Path> files = files();
    int found = indexOf(position, files);
    if (found >= 0) {
      Generation reopened = Generation.open(files.get(found)).startingAt(position);
      open.removeFirst().close();
      open.addFirst(reopened);
      return false;
    }
    if (open.size() > 1 && headIsSuperseded()) {
      lost++;
      open.removeFirst().close();
      return true;
    }
    return false;
  }

  /** Whether the last look found a file at the log's path. */
  boolean isLivePresent() {
    return livePresent;
  }

  /** How many files were given up unread since the last call. */
  int takeLost() {
    int taken = lost;
    lost = 0;
    return taken;
  }

  /** The head is read to its end: remembers and closes it. */
  void finishHead(FileIdentity identity) throws IOException {
    finished.add(identity);
    open.removeFirst().close();
  }

  /** The head was emptied: its old content goes on in {@code copy}, if there is one. */
  void restartHead(FileIdentity oldContent, Optional<Generation> copy) {
    finished.add(oldContent);
    open.addFirst(open.removeFirst().asTruncated());
    copy.ifPresent(open::addFirst);
  }

  /** A copy of the head's old content, as {@code copytruncate} of logrotate leaves one. */
  Optional<Generation> copyOf(Position position) throws IOException {
    List<Path> rotated = location.rotated();
    for (int i = rotated.size() - 1; i >= 0; i--) {
      Generation candidate = Generation.open(rotated.get(i));
      if (!isOpen(candidate.key()) && position.isIn(candidate.channel())) {
        return Optional.of(candidate.startingAt(position).asComplete());
      }
      candidate.close();
    }
    return Optional.empty();
  }

  /** How many bytes are still to be read. */
  long unread(long readOffset) throws IOException {
    long unread = 0;
    for (Generation generation : open) {
      long from = generation == open.peekFirst() ? readOffset : generation.start();
      unread += Math.max(0, generation.channel().size() - from);
    }
    return unread;
  }

  List<FileIdentity> finished() {
    return finished.toList();
  }

  void restoreFinished(List<FileIdentity> identities) {
    finished.addAll(identities);
  }

  @Override
  public void close() throws IOException {
    for (Generation generation : open) {
      generation.close();
    }
    open.clear();
  }

  /** All files of the log, the live one last. */
  private List<Path> files() throws IOException {
    Optional<Path> current = location.current();
    livePresent = current.isPresent();
    List<Path> files = new ArrayList<>(location.rotated());
    current.ifPresent(files::add);
    return files;
  }

  private void lookForTheFirstTime() throws IOException {
    boolean all = startFrom == StartFrom.BEGINNING && location.isGlob();
    for (Path path : location.rotated()) {
      if (all) {
        offerRotated(path);
      } else {
        rememberAsOld(path);
      }
    }
    Optional<Path> current = location.current();
    livePresent = current.isPresent();
    if (current.isPresent()) {
      Generation generation = Generation.open(current.get());
      open.add(startFrom == StartFrom.END ? atLastLine(generation) : generation);
    }
  }

  private void rememberAsOld(Path path) {
    try (Generation old = Generation.open(path)) {
      finished.add(FileIdentity.of(old.channel(), old.key(), Long.MAX_VALUE));
    } catch (IOException unreadable) {
      LOG.debug("cannot look into {}", path, unreadable);
    }
  }

  /** The files that rotation made since {@code last} was the live one. */
  private List<Path> rotatedSince(Optional<Generation> last) throws IOException {
    List<Path> rotated = location.rotated();
    if (last.isPresent()) {
      for (int i = rotated.size() - 1; i >= 0; i--) {
        if (Generation.keyOf(rotated.get(i)).equals(last.get().key())) {
          return rotated.subList(i + 1, rotated.size());
        }
      }
    }
    return rotated;
  }

  private void offerRotated(Path path) throws IOException {
    Generation generation;
    try {
      generation = Generation.open(path);
    } catch (NoSuchFileException renamed) {
      return;
    } catch (IOException e) {
      LOG.warn("cannot read {}, which rotation left, and go on without it", path, e);
      lost++;
      return;
    }
    boolean isNew =
        !isOpen(generation.key())
            && generation.channel().size() > 0
            && !finished.contain(generation.channel())
            && !isCopyOfOpen(generation.channel());
    if (isNew) {
      open.add(generation);
    } else {
      generation.close();
    }
  }

  private void dropSurplus() throws IOException {
    while (open.size() > MOST_OPEN) {
      open.removeLast().close();
      lost++;
    }
  }

  /** A file with the content that was read so far, as an editor saves one, is read on. */
  private void offerCurrent(Path path, Optional<Position> here) throws IOException {
    Generation generation = Generation.open(path);
    if (here.isPresent() && here.get().offset() > 0 && here.get().isIn(generation.channel())) {
      open.add(generation.startingAt(here.get()));
    } else if (finished.contain(generation.channel())) {
      generation.close();
    } else {
      open.add(generation);
    }
  }

  private boolean isOpen(String key) {
    return open.stream().anyMatch(generation -> generation.key().equals(key));
  }

  private boolean isCopyOfOpen(FileChannel channel) throws IOException {
    for (Generation generation : open) {
      FileIdentity identity =
          FileIdentity.of(generation.channel(), generation.key(), channel.size());
      if (identity.headLength() > 0 && identity.isHeadOf(channel)) {
        return true;
      }
    }
    return false;
  }

  /** The same inode is preferred to a copy. */
  private static int indexOf(Position position, List<Path> files) {
    int copy = -1;
    for (int i = files.size() - 1; i >= 0; i--) {
      try (Generation generation = Generation.open(files.get(i))) {
        if (position.isIn(generation.channel())) {
          if (generation.key().equals(position.file().key())) {
            return i;
          }
          copy = copy < 0 && position.offset() > 0 ? i : copy;
        }
      } catch (IOException unreadable) {
        LOG.debug("cannot look into {}", files.get(i), unreadable);
      }
    }
    return copy;
  }

  private static Generation atLastLine(Generation generation) throws IOException {
    FileChannel channel = generation.channel();
    long size = channel.size();
    int length = (int) Math.min(size, LineReader.MAX_LINE);
    byte[] tail = FileIdentity.read(channel, size - length, length);
    int feed = tail.length - 1;
    while (feed >= 0 && tail[feed] != '\n') {
      feed--;
    }
    long offset = feed < 0 ? size : size - length + feed + 1;
    return generation.startingAt(Position.of(channel, generation.key(), offset));
  }
}
