package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far files were read that are read no more, or that are older than the first look: so that
 * they are not read again under another name, renamed, copied, packed or restored. Not thread-safe.
 */
final class FinishedFiles {

  /** Of how many the end is known, and those that are no longer there are remembered. */
  private static final int MOST = 64;

  /** Copies are of the last few. */
  private static final int MOST_HEADS = 8;

  /** By identity, the one that was finished last at the end. */
  private final Map<Fingerprint, Position> ends = new LinkedHashMap<>();

  /** Of a file, by its key, the last end that is known. */
  private final Map<String, Position> byKey = new LinkedHashMap<>();

  private final Set<String> known = new HashSet<>();

  /** How the last short ones began. */
  private final Deque<byte[]> heads = new ArrayDeque<>();

  private Instant written = Instant.EPOCH;

  void addAll(Collection<Position> more) {
    more.forEach(this::add);
  }

  /** Remembers where a file ended; one in which there was next to nothing has to be read again. */
  void add(Position end) {
    if (!end.isKnown()) {
      return;
    }
    ends.remove(end.file());
    ends.put(end.file(), end);
    byKey.put(end.file().key(), end);
  }

  /** Remembers how a file began, of which not more than that was read. */
  void addHead(byte[] head) {
    if (head.length == 0 || head.length >= Fingerprint.MAX_HEAD) {
      return;
    }
    heads.removeIf(known -> startsWith(head, known) || startsWith(known, head));
    heads.add(head);
    if (heads.size() > MOST_HEADS) {
      heads.remove();
    }
  }

  private static boolean startsWith(byte[] whole, byte[] part) {
    return part.length <= whole.length && Arrays.equals(part, Arrays.copyOf(whole, part.length));
  }

  /** A packed file, an empty one, or one that cannot be read, is done with as it is. */
  void know(LogFile file) {
    known.add(file.fingerprint());
  }

  /** Whatever was written before is older than what is read. */
  void passed(Instant time) {
    written = time.isAfter(written) ? time : written;
  }

  /** Whether nothing was ever done with. */
  boolean isEmpty() {
    return ends.isEmpty() && known.isEmpty() && written.equals(Instant.EPOCH);
  }

  boolean isKnown(LogFile file) {
    return known.contains(file.fingerprint());
  }

  boolean isOlder(LogFile file) {
    return file.written().toInstant().isBefore(written);
  }

  /** Where the very file ended, under whatever name, when it was done with. */
  Optional<Position> endOf(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /**
   * How far a file was read already: to its end, where it is one of those that are remembered, or a
   * copy of it, or of its beginning.
   *
   * @return where to go on; empty if it is none of them
   */
  Optional<Position> readUpTo(Generation file) throws IOException {
    Optional<Position> furthest = Optional.empty();
    Head head = new Head(file.content());
    for (Position end : ends.values()) {
      if (head.is(end.file())) {
        Optional<Position> here = readUpTo(file, end);
        if (here.isPresent() && (furthest.isEmpty() || isBehind(here.get(), furthest.get()))) {
          furthest = here;
        }
      }
    }
    return furthest.isPresent() ? furthest : readUpToItsEnd(file, head.bytes);
  }

  private Optional<Position> readUpToItsEnd(Generation file, byte[] bytes) throws IOException {
    boolean isPart =
        bytes.length > 0
            && bytes.length < Fingerprint.MAX_HEAD
            && heads.stream().anyMatch(head -> startsWith(head, bytes));
    return isPart
        ? Optional.of(Position.of(file.content(), file.key(), bytes.length))
        : Optional.empty();
  }

  /**
   * Forgets the oldest of those that are not there any more. Of a path, not even all that are there
   * have to be remembered: their time tells that they are old.
   */
  void forget(LogListing there, boolean all) {
    List<LogFile> files = there.all();
    Set<String> keys = new HashSet<>();
    Set<String> fingerprints = new HashSet<>();
    for (int i = 0; i < files.size(); i++) {
      LogFile file = files.get(i);
      keys.add(file.key());
      if (all || i >= files.size() - MOST || !isOlder(file)) {
        fingerprints.add(file.fingerprint());
      }
    }
    known.retainAll(fingerprints);
    int surplus = ends.size() - MOST;
    for (Position end : List.copyOf(ends.values())) {
      if (surplus-- <= 0) {
        break;
      }
      boolean stays = all && keys.contains(end.file().key());
      if (stays) {
        ends.put(end.file(), end.withoutMarker());
        byKey.put(end.file().key(), end.withoutMarker());
      } else {
        ends.remove(end.file());
        byKey.remove(end.file().key(), end);
      }
    }
  }

  List<Position> toList() {
    return List.copyOf(ends.values());
  }

  /**
   * What else is known.
   *
   * @param reading how the file begins that is being read
   */
  Horizon horizon(byte[] reading) {
    FinishedFiles all = new FinishedFiles();
    heads.forEach(all::addHead);
    all.addHead(reading);
    return new Horizon(written, known, all.heads.stream().map(HexFormat.of()::formatHex).toList());
  }

  void restore(Horizon horizon) {
    passed(horizon.written());
    known.addAll(horizon.known());
    horizon.heads().forEach(head -> addHead(HexFormat.of().parseHex(head)));
  }

  private static boolean isBehind(Position one, Position other) {
    return one.offset() > other.offset();
  }

  /** How far a file was read, if what was read up to {@code end} is in it, or it in that. */
  static Optional<Position> readUpTo(Generation file, Position end) throws IOException {
    if (!end.file().isHeadOf(file.content())) {
      return Optional.empty();
    }
    if (end.isIn(file.content())) {
      return Optional.of(
          file.content().reaches(end.offset() + 1) ? file.lineStartAt(end.offset()) : end);
    }
    boolean isCutCopy =
        end.file().headLength() == Fingerprint.MAX_HEAD && !file.content().reaches(end.offset());
    return isCutCopy
        ? Optional.of(Position.of(file.content(), file.key(), file.content().size()))
        : Optional.empty();
  }

  /** How a file begins, read once however many it is compared with. */
  private static final class Head {

    private final byte[] bytes;

    Head(LogBytes content) throws IOException {
      bytes = content.bytes(0, Fingerprint.MAX_HEAD);
    }

    boolean is(Fingerprint other) {
      return other.isHeadOf(bytes);
    }
  }
}
