package io.github.mysqlaborted.source.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far files were read that are read no more, or that are older than the first look: so that
 * they are not read again under another name, renamed, copied or restored.
 */
final class FinishedFiles {

  /** Those that are no longer there are remembered too, in case they are brought back. */
  private static final int MOST_GONE = 64;

  private final List<Position> ends = new ArrayList<>();

  void addAll(Collection<Position> more) {
    more.forEach(this::add);
  }

  /** Remembers where a file ended; one in which there was next to nothing has to be read again. */
  void add(Position end) {
    if (!end.isKnown()) {
      return;
    }
    ends.removeIf(known -> known.file().equals(end.file()));
    ends.add(end);
  }

  /**
   * How far a file was read already: to its end, where it is one of those that are remembered, or a
   * copy of it, or of its beginning.
   *
   * @return where to go on; empty if it is none of them
   */
  Optional<Position> readUpTo(Generation file) throws IOException {
    Optional<Position> furthest = Optional.empty();
    for (Position end : ends) {
      Optional<Position> here = readUpTo(file, end);
      if (here.isPresent() && (furthest.isEmpty() || isBehind(here.get(), furthest.get()))) {
        furthest = here;
      }
    }
    return furthest;
  }

  /** Forgets the oldest of those that are not there any more. */
  void forgetGone(Set<String> keysThere) {
    int surplus = ends.size() - MOST_GONE;
    for (int i = 0; i < ends.size() && surplus > 0; ) {
      if (keysThere.contains(ends.get(i).file().key())) {
        i++;
      } else {
        ends.remove(i);
        surplus--;
      }
    }
  }

  List<Position> toList() {
    return List.copyOf(ends);
  }

  private static boolean isBehind(Position one, Position other) {
    return one.offset() > other.offset();
  }

  /** How far a file was read, if what was read up to {@code end} is in it, or it in that. */
  static Optional<Position> readUpTo(Generation file, Position end) throws IOException {
    long size = file.content().size();
    if (end.isIn(file.content())) {
      return Optional.of(size > end.offset() ? file.lineStartAt(end.offset()) : end);
    }
    boolean isCutCopy =
        size < end.offset()
            && end.file().headLength() == FileIdentity.MAX_HEAD
            && end.file().isHeadOf(file.content());
    return isCutCopy
        ? Optional.of(Position.of(file.content(), file.key(), size))
        : Optional.empty();
  }
}
