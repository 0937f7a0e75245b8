package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.LineReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads one file after the other into lines, and tells when one is no longer what was read of it.
 * Not thread-safe.
 */
final class GenerationReader {

  private final LineReader lines;

  /** Of the file that is being read, by what was read of it. */
  private final GrowingFingerprint identity = new GrowingFingerprint();

  /** The file that is being read, once it was begun with. */
  private Optional<Generation> file = Optional.empty();

  GenerationReader(LineConsumer consumer) {
    lines = new LineReader(consumer);
  }

  /** Whether it reads that file. */
  boolean isReading(Optional<Generation> other) {
    return file.isPresent() && file.equals(other);
  }

  void start(Generation other) throws IOException {
    identity.startAt(other.content(), other.start().file());
    lines.startAt(other.start().offset(), other.start().markerBytes());
    file = Optional.of(other);
  }

  /**
   * Reads to the end of the file or of the budget; bytes of a file emptied meanwhile are dropped.
   *
   * @return how many bytes it read
   */
  long read(long budget) throws IOException {
    Generation from = file.orElseThrow();
    long total = 0;
    while (total < budget && (from.complete() || hasBegun())) {
      ByteBuffer room = lines.room();
      long offset = lines.readOffset();
      int count = from.content().read(room, offset);
      if (count <= 0 || isTruncated() || (offset == 0 && isAnother())) {
        break;
      }
      identity.add(room, count, offset);
      lines.accept(count);
      total += count;
    }
    return total;
  }

  /** Whether it is known how it begins, so that it shows if it is emptied before it is read. */
  private boolean hasBegun() {
    return lines.readOffset() > 0 || identity.get().headLength() > 0;
  }

  /** Whether the file no longer holds what was read of it. */
  boolean isReplaced() throws IOException {
    return isTruncated() || isAnother();
  }

  /** Whether the file no longer holds what was read last. */
  boolean isTruncated() throws IOException {
    Generation from = file.orElseThrow();
    return !from.complete()
        && (from.content().size() < lines.readOffset()
            || !Position.isMarker(from.content(), lines.readOffset(), lines.marker()));
  }

  /** Lines often end alike, and a file can have grown again to the same length: not so its head. */
  private boolean isAnother() throws IOException {
    Generation from = file.orElseThrow();
    return !from.complete() && !identity.get().isHeadOf(from.content());
  }

  /** Whether it reads a file of which nothing is known yet, and that may be emptied. */
  boolean isAtUnknown() {
    return !here().isKnown() && !file.orElseThrow().complete();
  }

  /** How the file begins, of which nothing is known yet. */
  Fingerprint beginning() throws IOException {
    Generation from = file.orElseThrow();
    return Fingerprint.of(from.content(), from.key());
  }

  /** From now on the file is the one that begins so. */
  void expect(Fingerprint beginning) throws IOException {
    identity.startAt(file.orElseThrow().content(), beginning);
  }

  /** What was read first of the file, at most {@link Fingerprint#MAX_HEAD} bytes. */
  byte[] head() {
    return identity.head();
  }

  /** The next byte to read. */
  Position here() {
    return Position.of(identity.get(), lines.readOffset(), lines.marker());
  }

  /** The start of the last line. */
  Position line() {
    return Position.of(identity.get(), lines.lineOffset(), lines.lineMarker());
  }

  /** The position at an offset before which the file has the marker. */
  Position at(long offset, byte[] marker) {
    return Position.of(identity.get(), offset, marker);
  }

  long offset() {
    return lines.readOffset();
  }

  /** How many bytes there are of the last line, which is not complete. */
  long unfinished() {
    return lines.readOffset() - lines.lineOffset();
  }

  /** The last line is complete. */
  void finishLine() {
    lines.finish();
  }

  /** Another file comes next. */
  void leave() {
    file = Optional.empty();
  }
}
