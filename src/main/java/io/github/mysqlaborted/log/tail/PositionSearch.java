package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the file in which a place in the log is, whatever its name, packed too, by its content. */
final class PositionSearch {

  private static final Logger LOG = LoggerFactory.getLogger(PositionSearch.class);

  private final LogBytes.Opener opener;

  PositionSearch(LogBytes.Opener opener) {
    this.opener = opener;
  }

  /** Opens the file in which a position is, whatever its name: the same inode, or the longest. */
  Optional<Generation> find(Position position, List<LogFile> files) {
    Optional<Generation> best = Optional.empty();
    for (LogFile file : files) {
      if (file.packing() == Packing.NONE) {
        Optional<Generation> found = openAt(position, file);
        if (best.isEmpty() || (found.isPresent() && isBetter(found.get(), best.get(), position))) {
          GenerationFinder.closeAll(best.stream().toList());
          best = found;
        } else {
          GenerationFinder.closeAll(found.stream().toList());
        }
      }
    }
    for (LogFile file : files) {
      if (best.isEmpty() && file.isPacked()) {
        best = openAt(position, file);
      }
    }
    return best;
  }

  /**
   * The latest file that is a copy of what was read up to a position, but not of its end.
   *
   * @param head how it began, at most {@link Fingerprint#MAX_HEAD} bytes
   */
  Optional<LogFile> findCut(Position position, byte[] head, List<LogFile> files) {
    Optional<LogFile> latest = Optional.empty();
    for (LogFile file : files) {
      if (file.isLegible()) {
        try (Generation candidate = open(file)) {
          if (FinishedFiles.readUpTo(candidate, position).isPresent()
              || isCutOff(candidate.content(), head)) {
            latest = Optional.of(file);
          }
        } catch (IOException e) {
          LOG.debug("cannot look into {}", file.path(), e);
        }
      }
    }
    return latest;
  }

  private static boolean isCutOff(LogBytes copy, byte[] head) throws IOException {
    byte[] all = copy.bytes(0, head.length);
    return all.length > 0
        && Arrays.equals(all, Arrays.copyOf(head, all.length))
        && !copy.reaches(head.length);
  }

  /** Opens a file if it holds what was read up to a position. */
  private Optional<Generation> openAt(Position position, LogFile file) {
    try {
      Generation candidate = open(file);
      try {
        if (position.isIn(candidate.content())) {
          return Optional.of(candidate.startingAt(position));
        }
      } catch (IOException e) {
        candidate.close();
        throw e;
      }
      candidate.close();
    } catch (IOException e) {
      LOG.debug("cannot look into {}", file.path(), e);
    }
    return Optional.empty();
  }

  private static boolean isBetter(Generation one, Generation other, Position position) {
    String key = position.file().key();
    try {
      return one.key().equals(key)
          || (!other.key().equals(key) && one.content().size() > other.content().size());
    } catch (IOException e) {
      LOG.debug("cannot compare {} with {}", one.key(), other.key(), e);
      return false;
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

  private Generation open(LogFile file) throws IOException {
    return Generation.open(file, opener);
  }
}
