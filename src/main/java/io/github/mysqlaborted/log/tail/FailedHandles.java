package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens files anew whose handles failed, as those of a network's file system do. */
final class FailedHandles {

  /**
   * What became of the open files.
   *
   * @param keepsHead whether the first is still the same
   * @param lost how many were given up
   */
  record Repaired(List<Generation> sound, boolean keepsHead, int lost) {}

  private FailedHandles() {}

  /**
   * Opens the first, and others that failed, wherever they are now. What is nowhere to be found,
   * and superseded, is given up as lost.
   *
   * @param open the oldest first
   * @param line where the reader is in the first, at the start of a line
   * @param files of the log as they are now
   */
  static Repaired repair(
      List<Generation> open, Position line, PositionSearch search, List<LogFile> files)
      throws IOException {
    boolean keepsHead = true;
    int lost = 0;
    List<Generation> sound = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      Generation generation = open.get(i);
      boolean isHead = i == 0;
      if (!isHead && generation.isSound()) {
        sound.add(generation);
        continue;
      }
      Position start = isHead ? line : generation.start();
      Optional<Generation> found =
          search.find(start, files).or(() -> search.open(generation.key(), start, files));
      if (found.isEmpty() && i == open.size() - 1) {
        sound.add(generation);
        continue;
      }
      generation.close();
      found.ifPresent(sound::add);
      lost += found.isPresent() ? 0 : 1;
      keepsHead &= !isHead || found.isPresent();
    }
    return new Repaired(sound, keepsHead, lost);
  }
}
