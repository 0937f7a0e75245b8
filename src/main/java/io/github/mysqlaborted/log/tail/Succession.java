package io.github.mysqlaborted.log.tail;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which files of a log come after those that are known, by their order; what is in them is not
 * looked at. Rotation deletes the oldest first: where one that is known is still there, so is all
 * that came after it.
 *
 * @param candidates what may be new, the oldest first, without the live file
 * @param isUnbroken whether nothing can be missing before the first of the candidates. Where there
 *     is but one, and there was none before, it may well be the first that ever was; where there
 *     are more, rotation may have deleted some
 * @param found how many come after it, empty ones too
 */
record Succession(List<LogFile> candidates, boolean isUnbroken, int found) {

  Succession {
    candidates = List.copyOf(candidates);
  }

  /**
   * Finds what comes after the youngest known file. What stands before it by name is older; where
   * names tell no order, what was written before the last that was read.
   *
   * @param isOpen whether a file is being read
   * @param isFinished whether a file was read, or is older than the first look
   * @param isCopy whether a file holds what was read and no more; asked only where no file is known
   * @param isFirst whether nothing was ever read
   */
  static Succession of(
      LogListing listing,
      Predicate<LogFile> isOpen,
      Predicate<LogFile> isFinished,
      Predicate<LogFile> isCopy,
      FinishedFiles finished,
      boolean isFirst) {
    List<LogFile> rotated = listing.rotated();
    Predicate<LogFile> isKnown = isOpen.or(isFinished);
    int known = last(rotated, rotated.size(), isKnown);
    if (known < 0 && listing.orderedByName()) {
      known = last(rotated, rotated.size(), isCopy);
      isKnown = isKnown.or(isCopy);
    }
    Optional<RotatedName> youngest =
        known < 0 ? Optional.empty() : Optional.of(rotated.get(known).name());
    int cut = listing.orderedByName() ? known : last(rotated, rotated.size(), isOpen);
    boolean byName = listing.orderedByName() && known >= 0;
    List<LogFile> later =
        rotated.subList(cut + 1, rotated.size()).stream()
            .filter(file -> byName || !(finished.isOlder(file) || isFinished.test(file)))
            .filter(file -> youngest.isEmpty() || file.name().mayFollow(youngest.get()))
            .toList();
    List<LogFile> candidates =
        later.stream().filter(file -> !listing.hasMovedOn() || !file.isEmpty()).toList();
    int before = later.isEmpty() ? known : last(rotated, rotated.indexOf(later.get(0)), isKnown);
    boolean isUnbroken =
        before < 0
            ? isFirst && later.size() == 1
            : later.isEmpty() || later.get(0).name().isNextAfter(rotated.get(before).name());
    return new Succession(
        candidates, isUnbroken, known < 0 ? unfinished(rotated, isFinished) : later.size());
  }

  private static int unfinished(List<LogFile> files, Predicate<LogFile> isFinished) {
    return (int) files.stream().filter(isFinished.negate()).count();
  }

  private static int last(List<LogFile> files, int end, Predicate<LogFile> wanted) {
    int index = end - 1;
    while (index >= 0 && !wanted.test(files.get(index))) {
      index--;
    }
    return index;
  }
}
