package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;

/**
 * One file that is or was at the log's path, held open, so that it is read to its end wherever it
 * is renamed to, and though it is deleted.
 *
 * @param key device and inode
 * @param content its bytes
 * @param start where to start reading
 * @param complete whether nobody writes to it any more: where it ends now, it ends
 * @param written when it was written last before it was opened
 */
record Generation(String key, LogBytes content, Position start, boolean complete, Instant written)
    implements Closeable {

  /**
   * Opens a file, to be read from its beginning. Java cannot ask an open file for its key, so the
   * path is asked again afterwards.
   *
   * @throws NoSuchFileException if there is none, or another than was seen
   */
  static Generation open(LogFile file, LogBytes.Opener opener) throws IOException {
    LogBytes content = file.isPacked() ? GzipFile.ofFile(file.path()) : opener.open(file.path());
    try {
      if (!file.key().equals(LogFile.at(file.path()).key())) {
        throw new NoSuchFileException(file.path().toString(), null, "replaced meanwhile");
      }
      return new Generation(
          file.key(),
          content,
          Position.beginningOf(file.key()),
          file.isPacked(),
          file.written().toInstant());
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  /** The same open file, to be read from {@code position} on. */
  Generation startingAt(Position position) {
    Fingerprint known = position.file();
    Fingerprint file = new Fingerprint(key, known.headLength(), known.headChecksum());
    Position own = new Position(file, position.offset(), position.marker());
    return new Generation(key, content, own, complete, written);
  }

  /** The same open file, to be read from the start of its last line if that is unfinished. */
  Generation atItsLastLine() throws IOException {
    return startingAt(lineStartAt(content.size()));
  }

  /** Whether it is to be read from there, after the same text. */
  boolean isAt(Position place) {
    return start.offset() == place.offset() && start.marker().equals(place.marker());
  }

  /** Where the line starts in which {@code offset} is. */
  Position lineStartAt(long offset) throws IOException {
    long line = offset;
    int feed = -1;
    while (line > 0 && feed < 0) {
      int length = (int) Math.min(line, LineReader.MAX_LINE);
      byte[] before = content.bytes(line - length, length);
      feed = before.length - 1;
      while (feed >= 0 && before[feed] != '\n') {
        feed--;
      }
      line += feed + 1 - length;
    }
    return Position.of(content, key, line);
  }

  /**
   * The same open file, to be read from the beginning that it has now: should it be emptied before
   * it is its turn, that shows.
   */
  Generation fromBeginning() throws IOException {
    return startingAt(Position.of(Fingerprint.of(content, key), 0, new byte[0]));
  }

  /** Whether it was not emptied since its beginning was noted. */
  boolean isFromTheSameBeginning() throws IOException {
    Fingerprint noted = start.file();
    return noted.isHeadOf(content) && (start.isKnown() || content.size() == noted.headLength());
  }

  /** The same open file, to which nobody writes any more. */
  Generation completed() {
    return new Generation(key, content, start, true, written);
  }

  /** Whether its handle is still good for anything. */
  boolean isSound() {
    try {
      return content.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its writer has written to it since it appeared. */
  boolean hasGrown() throws IOException {
    return content.reaches(start.offset() + 1);
  }

  /** Whether the whole of it is how the other file begins. */
  boolean isPrefixOf(LogBytes other) throws IOException {
    byte[] head = content.bytes(0, Fingerprint.MAX_HEAD);
    if (head.length == 0 || !Arrays.equals(head, other.bytes(0, head.length))) {
      return false;
    }
    long size = content.size();
    return other.reaches(size)
        && Position.isMarker(other, size, Position.markerBefore(content, size));
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
