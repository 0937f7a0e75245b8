package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens those files of a log that hold what was not read yet. What was read is known by content, so
 * a copy, a link, a restored, a packed or an edited file is not taken for a new one.
 */
final class GenerationFinder {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationFinder.class);

  /**
   * What is new.
   *
   * @param files the oldest first
   * @param isUnbroken whether the first of them follows a file that is known by its content
   * @param known how many are known by their content
   * @param illegible files that may hold something new, and cannot be read
   */
  record Fresh(List<Generation> files, boolean isUnbroken, int known, List<LogFile> illegible) {}

  private final LogBytes.Opener opener;
  private final FinishedFiles finished;
  private final Set<String> unreadable = new HashSet<>();
  private int lost;

  GenerationFinder(LogBytes.Opener opener, FinishedFiles finished) {
    this.opener = opener;
    this.finished = finished;
  }

  Generation open(LogFile file) throws IOException {
    return Generation.open(file, opener);
  }

  /** Opens a file from whose last line on something may still come. */
  Optional<Generation> openAtLastLine(LogFile file) {
    try {
      return Optional.of(open(file).atItsLastLine());
    } catch (IOException e) {
      LOG.debug("cannot look into {}", file.path(), e);
      return Optional.empty();
    }
  }

  /** Remembers files, as they are now, as read to their end. */
  void remember(List<LogFile> files) {
    for (LogFile file : files) {
      if (file.packing() != Packing.NONE || file.isEmpty()) {
        finished.know(file);
        continue;
      }
      try (Generation old = open(file)) {
        finished.add(Position.of(old.content(), old.key(), old.content().size()));
      } catch (IOException e) {
        LOG.debug("cannot look into {}", file.path(), e);
      }
    }
  }

  /** Says of files that they are lost, since they are packed in a form that is not read here. */
  void giveUp(List<LogFile> illegible) {
    for (LogFile file : illegible) {
      LOG.warn(
          "cannot decompress {}, so its unread records are lost: configure logrotate"
              + " to use gzip or delaycompress",
          file.path());
      finished.know(file);
    }
  }

  /** Whether it is the very file that was read to its end, or known from the first look. */
  boolean isFinished(LogFile file) {
    if (finished.isKnown(file)) {
      return true;
    }
    Optional<Position> end = finished.endOf(file.key());
    boolean isPlain = file.packing() == Packing.NONE;
    if (end.isEmpty() || !file.isLegible() || (isPlain && file.size() < end.get().offset())) {
      return false;
    }
    try (Generation same = open(file)) {
      boolean isIt = end.get().isIn(same.content());
      if (isIt && !isPlain) {
        finished.know(file);
      }
      return isIt;
    } catch (IOException e) {
      LOG.debug("cannot look into {}", file.path(), e);
      return false;
    }
  }

  /**
   * Whether a file holds only what was read, or is packed from what is read now. One that is not
   * packed may be a copy that is being made of the live file, after others.
   */
  boolean isCopy(LogFile file, Collection<Generation> open) {
    if (!file.isLegible() || file.isEmpty()) {
      return false;
    }
    try (Generation copy = open(file)) {
      Optional<Position> read = finished.readUpTo(copy);
      return (file.isPacked() && isCopy(copy, open))
          || (read.isPresent() && !copy.content().reaches(read.get().offset() + 1));
    } catch (IOException e) {
      LOG.debug("cannot look into {}", file.path(), e);
      return false;
    }
  }

  /** Whether a file that was read to its end is written all the same. */
  boolean isGrown(LogFile file) {
    return file.packing() == Packing.NONE
        && finished.endOf(file.key()).filter(end -> file.size() > end.offset()).isPresent()
        && isFinished(file);
  }

  /**
   * Opens what is new among files.
   *
   * @param files the oldest first
   * @param known what is open already
   * @param here how far the oldest of them was read: what was, may be in copies only by now
   * @param live the key of the file that is wanted though nothing is new in it yet
   * @param most how many to open at most
   * @throws IOException if the live file cannot be opened, or one was renamed since it was seen
   */
  Fresh openNew(
      List<LogFile> files,
      Collection<Generation> known,
      Optional<Position> here,
      String live,
      int most)
      throws IOException {
    List<Generation> fresh = new ArrayList<>();
    List<LogFile> illegible = new ArrayList<>();
    boolean isUnbroken = false;
    int repeated = 0;
    try {
      for (LogFile file : files) {
        boolean isLive = file.key().equals(live);
        if (fresh.size() >= most
            || finished.isKnown(file)
            || known.stream().anyMatch(open -> open.key().equals(file.key()))) {
          continue;
        }
        if (!file.isLegible()) {
          illegible.add(file);
          continue;
        }
        Optional<Generation> generation = openUnlessUnreadable(file, isLive);
        if (generation.isPresent()) {
          boolean holdsSome = generation.get().content().expectedSize() > 0;
          Optional<Generation> kept = keepIfNew(generation.get(), file, known, here, isLive);
          if (holdsSome && kept.isEmpty()) {
            repeated++;
            isUnbroken |= fresh.isEmpty() && illegible.isEmpty();
          }
          kept.ifPresent(fresh::add);
        }
      }
      dropCopies(fresh, live);
    } catch (IOException e) {
      closeAll(fresh);
      throw e;
    }
    return new Fresh(fresh, isUnbroken, repeated, illegible);
  }

  /** How many files were given up because they could not be read, since the last call. */
  int takeLost() {
    int taken = lost;
    lost = 0;
    return taken;
  }

  /** Whether none was emptied, and hence no copy missed, while they were looked for. */
  boolean isSettled(List<Generation> fresh, LogListing before, LogFolder folder) {
    try {
      for (Generation generation : fresh) {
        if (generation.start().offset() == 0
            && !generation.complete()
            && !generation.isFromTheSameBeginning()) {
          return false;
        }
      }
      LogListing after = folder.list();
      return before.keys().equals(after.keys()) && before.filled() == after.filled();
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at once more", folder.location().source(), e);
      return false;
    }
  }

  private Optional<Generation> openUnlessUnreadable(LogFile file, boolean isLive)
      throws IOException {
    try {
      return Optional.of(open(file));
    } catch (NoSuchFileException renamed) {
      throw renamed;
    } catch (IOException e) {
      if (isLive) {
        throw e;
      }
      if (unreadable.add(file.key())) {
        LOG.warn("cannot read the rotated file {}; skipping it", file.path(), e);
        lost++;
      }
      return Optional.empty();
    }
  }

  private Optional<Generation> keepIfNew(
      Generation generation,
      LogFile file,
      Collection<Generation> known,
      Optional<Position> here,
      boolean isLive)
      throws IOException {
    try {
      boolean isCopy = !isLive && (isCopy(generation, known) || isCopy(generation, here));
      Optional<Position> read = isCopy ? Optional.empty() : upTo(generation, known, isLive);
      long done = read.map(Position::offset).orElse(file.isPacked() ? 0L : -1L);
      if (isLive || (!isCopy && generation.content().reaches(done + 1))) {
        return Optional.of(
            read.isPresent() && read.get().offset() > 0
                ? generation.startingAt(read.get())
                : generation.fromBeginning());
      }
      if (!isCopy && file.isPacked()) {
        finished.know(file);
      }
    } catch (IOException e) {
      generation.close();
      throw e;
    }
    generation.close();
    return Optional.empty();
  }

  /** Whether it is a copy of what was read, which the reader will look for when it misses it. */
  private static boolean isCopy(Generation generation, Optional<Position> here) throws IOException {
    return here.isPresent()
        && here.get().isKnown()
        && FinishedFiles.readUpTo(generation, here.get()).isPresent();
  }

  /** Whether it is a copy, perhaps one that is still being made, of one that is open. */
  private static boolean isCopy(Generation generation, Collection<Generation> known) {
    return known.stream().anyMatch(open -> isPrefix(generation, open));
  }

  /** How far it is read already, in one of the finished files or in one that is open. */
  private Optional<Position> upTo(
      Generation generation, Collection<Generation> known, boolean isLive) throws IOException {
    for (Generation open : known) {
      if (isLive && isPrefix(generation, open)) {
        return Optional.of(generation.atItsLastLine().start());
      }
      if (isPrefix(open, generation)) {
        return Optional.of(generation.lineStartAt(open.content().size()));
      }
    }
    return finished.readUpTo(generation);
  }

  private static boolean isPrefix(Generation one, Generation other) {
    try {
      return one.isPrefixOf(other.content());
    } catch (IOException e) {
      LOG.debug("cannot compare {} with {}", one.key(), other.key(), e);
      return false;
    }
  }

  /**
   * A copy that was made while its original was written goes: the original has it all. Of two that
   * are the same, the younger is the copy, and the other may grow yet.
   */
  private void dropCopies(List<Generation> fresh, String live) throws IOException {
    for (int i = fresh.size() - 1; i >= 0; i--) {
      Generation generation = fresh.get(i);
      boolean isCopy = false;
      for (Generation other : fresh) {
        isCopy |= !other.equals(generation) && generation.isPrefixOf(other.content());
      }
      if (isCopy && !generation.key().equals(live)) {
        fresh.remove(i);
        generation.close();
      }
    }
  }

  static void closeAll(Collection<Generation> generations) {
    for (Generation generation : generations) {
      try {
        generation.close();
      } catch (IOException e) {
        LOG.debug("cannot close {}", generation.key(), e);
      }
    }
  }
}
