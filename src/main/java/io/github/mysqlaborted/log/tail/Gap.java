package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.tail.GenerationFinder.Fresh;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether files may be missing between what was read and what is found: then something is
 * lost. It cannot be known how much, nor always whether; it is said rather once too often than
 * passed over in silence. Not thread-safe.
 */
final class Gap {

  /**
   * What is missing.
   *
   * @param files how many files, at least, that are not there
   * @param illegible files that are there and cannot be read; not the one that was read before it
   *     was packed, or is counted already
   */
  record Missing(int files, List<LogFile> illegible) {
    Missing {
      illegible = List.copyOf(illegible);
    }

    int count() {
      return files + illegible.size();
    }
  }

  /** The empty file with which a restart went on, while it is not known what became of it. */
  private Optional<String> resumed = Optional.empty();

  /** A gap before what is found next is counted already. */
  private boolean counted;

  /** A restart goes on in a file of which only the key is known, as nothing was in it. */
  void resumeIn(Optional<String> key) {
    resumed = key;
  }

  /** That the file is gone which was being read before the restart. */
  void isCounted() {
    counted = true;
  }

  /**
   * What is known to be missing, or may be, before what was found.
   *
   * @param last the last that is open
   * @param overslept whether the last look was long ago
   */
  Missing before(
      LogListing listing,
      Succession succession,
      Fresh fresh,
      Optional<Generation> last,
      boolean overslept) {
    boolean isUnbroken = succession.isUnbroken() || fresh.isUnbroken();
    boolean isThere = last.isPresent() && listing.find(last.get().key()).isPresent();
    boolean mayBePacked = counted || (last.isPresent() && !isThere);
    List<LogFile> illegible = fresh.illegible();
    boolean isBroken = false;
    if (last.isPresent()) {
      boolean isSome = succession.found() > illegible.size();
      isBroken = !isThere && !isUnbroken && (isSome || overslept);
    } else if (!counted) {
      isBroken = isBrokenByRestart(listing, succession.found(), isUnbroken);
    }
    if (succession.found() > 0 || listing.current().isPresent()) {
      resumed = Optional.empty();
      counted = false;
    }
    int accounted = mayBePacked ? Math.min(1, illegible.size()) : 0;
    return new Missing(isBroken ? 1 : 0, illegible.subList(accounted, illegible.size()));
  }

  private boolean isBrokenByRestart(LogListing listing, int found, boolean isUnbroken) {
    if (resumed.isEmpty()) {
      return false;
    }
    boolean isGone = listing.current().isPresent() && listing.find(resumed.get()).isEmpty();
    return !isUnbroken && (found > 0 || isGone);
  }
}
