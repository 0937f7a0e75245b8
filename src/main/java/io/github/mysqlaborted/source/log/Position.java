package io.github.mysqlaborted.source.log;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A place in a log that is found again after a restart: which file, how far, and the bytes right
 * before. An inode is reused at once by ext4 and a head can be the same in two files, so a file is
 * the same one only if head and marker both match.
 *
 * @param file the file's identity
 * @param offset of the next byte to read, always the start of a line
 * @param marker the last bytes before {@code offset}, at most {@link #MAX_MARKER}, in hexadecimal
 */
public record Position(FileIdentity file, long offset, String marker) {

  static final int MAX_MARKER = 64;

  public Position {
    requireNonNull(file, "file");
    HexFormat.of().parseHex(marker);
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset);
    }
  }

  /** The position at {@code offset} of an open file. */
  static Position of(FileChannel channel, String key, long offset) throws IOException {
    return new Position(
        FileIdentity.of(channel, key, offset),
        offset,
        HexFormat.of().formatHex(markerBefore(channel, offset)));
  }

  /** Whether the open file holds what was read up to here. */
  boolean isIn(FileChannel channel) throws IOException {
    return channel.size() >= offset
        && file.isHeadOf(channel)
        && isMarker(channel, offset, markerBytes());
  }

  byte[] markerBytes() {
    return HexFormat.of().parseHex(marker);
  }

  static byte[] markerBefore(FileChannel channel, long offset) throws IOException {
    int length = (int) Math.min(offset, MAX_MARKER);
    return FileIdentity.read(channel, offset - length, length);
  }

  static boolean isMarker(FileChannel channel, long offset, byte[] marker) throws IOException {
    return Arrays.equals(FileIdentity.read(channel, offset - marker.length, marker.length), marker);
  }
}
