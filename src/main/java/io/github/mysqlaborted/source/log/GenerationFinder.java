package io.github.mysqlaborted.source.log;

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
 * a copy, a link, a restored or an edited file is not taken for a new one.
 */
final class GenerationFinder {

  private static final Logger LOG = LoggerFactory.getLogger(GenerationFinder.class);

  private final Content.Opener opener;
  private final FinishedFiles finished;
  private final Set<String> unreadable = new HashSet<>();
  private int lost;

  GenerationFinder(Content.Opener opener, FinishedFiles finished) {
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

  /** Opens the file with the key, though it need not hold what was read. */
  Optional<Generation> open(String key, Position start, List<LogFile> files) {
    for (LogFile file : files) {
      if (file.key().equals(key)) {
        try {
          return Optional.of(open(file).startingAt(start));
        } catch (IOException e) {
          LOG.debug("cannot open {} anew", file.path(), e);
        }
      }
    }
    return Optional.empty();
  }

  /** Remembers files, as they are now, as read to their end. */
  void remember(List<LogFile> files) {
    for (LogFile file : files) {
      try (Generation old = open(file)) {
        remember(old);
      } catch (IOException e) {
        LOG.debug("cannot look into {}", file.path(), e);
      }
    }
  }

  /** Opens the file in which a position is, whatever its name: the same inode, or the longest. */
  Optional<Generation> find(Position position, List<LogFile> files) {
    Optional<Generation> best = Optional.empty();
    for (LogFile file : files) {
      try {
        Optional<Generation> found = openAt(position, file, opener);
        if (found.isPresent() && (best.isEmpty() || isBetter(found.get(), best.get(), position))) {
          closeAll(best.stream().toList());
          best = found;
        } else {
          closeAll(found.stream().toList());
        }
      } catch (IOException e) {
        LOG.debug("cannot look into {}", file.path(), e);
      }
    }
    return best;
  }

  /** The latest file that is a copy of what was read up to a position, but not of its end. */
  Optional<LogFile> findCut(Position position, List<LogFile> files) {
    Optional<LogFile> latest = Optional.empty();
    for (LogFile file : files) {
      try (Generation candidate = open(file)) {
        if (FinishedFiles.readUpTo(candidate, position).isPresent()) {
          latest = Optional.of(file);
        }
      } catch (IOException e) {
        LOG.debug("cannot look into {}", file.path(), e);
      }
    }
    return latest;
  }

  /** Opens a file if it holds what was read up to a position. */
  private static Optional<Generation> openAt(Position position, LogFile file, Content.Opener opener)
      throws IOException {
    Generation candidate = Generation.open(file, opener);
    try {
      if (position.isIn(candidate.content())) {
        return Optional.of(candidate.startingAt(position));
      }
    } catch (IOException e) {
      candidate.close();
      throw e;
    }
    candidate.close();
    return Optional.empty();
  }

  private static boolean isBetter(Generation one, Generation other, Position position)
      throws IOException {
    String key = position.file().key();
    return one.key().equals(key)
        || (!other.key().equals(key) && one.content().size() > other.content().size());
  }

  private static boolean isRead(Generation generation, Optional<Position> read) throws IOException {
    return read.isPresent() && generation.content().size() <= read.get().offset();
  }

  /** Opens the packed file in which a position is, and what is new in those packed after it. */
  List<Generation> findPacked(
      Position position, List<LogFile> packed, Collection<Generation> known) {
    List<Generation> found = new ArrayList<>();
    for (LogFile file : packed) {
      try {
        if (found.isEmpty()) {
          openAt(position, file, PackedContent::ofFile).ifPresent(found::add);
        } else {
          Generation later = Generation.open(file, PackedContent::ofFile);
          keepIfNew(later, known, Optional.empty(), false).ifPresent(found::add);
        }
      } catch (IOException e) {
        LOG.warn("cannot unpack {}, and go on without it", file.path(), e);
      }
    }
    return found.stream().map(Generation::completed).toList();
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
  List<Generation> openNew(
      List<LogFile> files,
      Collection<Generation> known,
      Optional<Position> here,
      String live,
      int most)
      throws IOException {
    List<Generation> fresh = new ArrayList<>();
    try {
      for (LogFile file : files) {
        boolean isLive = file.key().equals(live);
        if (fresh.size() < most
            && known.stream().noneMatch(open -> open.key().equals(file.key()))) {
          Optional<Generation> generation = openUnlessUnreadable(file, isLive);
          if (generation.isPresent()) {
            keepIfNew(generation.get(), known, here, isLive).ifPresent(fresh::add);
          }
        }
      }
      dropCopies(fresh, live);
    } catch (IOException e) {
      closeAll(fresh);
      throw e;
    }
    return fresh;
  }

  /** How many files were given up because they could not be read, since the last call. */
  int takeLost() {
    int taken = lost;
    lost = 0;
    return taken;
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
        LOG.warn("cannot read {}, which rotation left, and go on without it", file.path(), e);
        lost++;
      }
      return Optional.empty();
    }
  }

  private Optional<Generation> keepIfNew(
      Generation generation, Collection<Generation> known, Optional<Position> here, boolean isLive)
      throws IOException {
    try {
      boolean isCopy = !isLive && (isCopy(generation, known) || isCopy(generation, here));
      Optional<Position> read = isCopy ? Optional.empty() : upTo(generation, known, isLive);
      if (isLive || (!isCopy && !isRead(generation, read))) {
        return Optional.of(
            read.isPresent() && read.get().offset() > 0
                ? generation.startingAt(read.get())
                : generation.fromBeginning());
      }
      if (!isCopy) {
        remember(generation);
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

  private void remember(Generation generation) throws IOException {
    finished.add(endOf(generation));
  }

  private static Position endOf(Generation generation) throws IOException {
    return Position.of(generation.content(), generation.key(), generation.content().size());
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
