package io.github.mysqlaborted.log.tail;

import java.util.Optional;

/**
 * Tells by its attributes alone that nothing happens to a file. Whoever empties a file and fills it
 * to the same size leaves another time of writing, unless it is done within one tick of the file
 * system's clock: so a file is still only after some looks. Not thread-safe.
 */
final class StillFile {

  static final int LOOKS = LogFolder.LOOKS;

  private Optional<LogFile> last = Optional.empty();
  private int looks;

  /** Takes how the file is now; whether it has been so for some time. */
  boolean isStill(Optional<LogFile> now) {
    looks = now.equals(last) ? Math.min(looks + 1, LOOKS) : 0;
    last = now;
    return now.isPresent() && looks == LOOKS;
  }
}
