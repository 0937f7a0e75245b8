package io.github.mysqlaborted.log.tail;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.log.LineReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A place in a log that is found again after a restart: which file, how far, and the bytes right
 * before. An inode is reused at once by ext4 and a head can be the same in two files, so a file is
 * the same one only if head and marker both match.
 *
 * @param file the file's identity
 * @param offset of the next byte to read
 * @param marker the last bytes before {@code offset}, at most {@link LineReader#MAX_MARKER}, in
 *     hexadecimal
 */
public record Position(Fingerprint file, long offset, String marker) {

  public Position {
    requireNonNull(file, "file");
    int before = HexFormat.of().parseHex(marker).length;
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset);
    }
    if (before > LineReader.MAX_MARKER || before > offset) {
      throw new IllegalArgumentException("marker of " + before + " at offset " + offset);
    }
  }

  /** The beginning of a file of which nothing is known yet. */
  static Position beginningOf(String key) {
    return new Position(new Fingerprint(key, 0, 0), 0, "");
  }

  /** The position at {@code offset} of an open file. */
  static Position of(LogBytes content, String key, long offset) throws IOException {
    return of(Fingerprint.of(content, key, offset), offset, markerBefore(content, offset));
  }

  static Position of(Fingerprint file, long offset, byte[] marker) {
    return new Position(file, offset, HexFormat.of().formatHex(marker));
  }

  /** Whether the file can be told from others: by a whole line, or more than a time of day. */
  boolean isKnown() {
    return offset > 0 || file.headLength() >= LineReader.MAX_MARKER;
  }

  /** Whether the open file holds what was read up to here. */
  boolean isIn(LogBytes content) throws IOException {
    return file.isHeadOf(content)
        && content.reaches(offset)
        && isMarker(content, offset, markerBytes());
  }

  /** The same in less room. */
  Position withoutMarker() {
    return new Position(file, offset, "");
  }

  byte[] markerBytes() {
    return HexFormat.of().parseHex(marker);
  }

  static byte[] markerBefore(LogBytes content, long offset) throws IOException {
    int length = (int) Math.min(offset, LineReader.MAX_MARKER);
    return content.bytes(offset - length, length);
  }

  static boolean isMarker(LogBytes content, long offset, byte[] marker) throws IOException {
    return Arrays.equals(content.bytes(offset - marker.length, marker.length), marker);
  }
}
