package io.github.mysqlaborted.source.log;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What tells one file from another: device and inode, and a checksum of its first bytes. The key
 * alone is never trusted, since inodes are reused; the head alone is not either, since a copy has
 * the same.
 *
 * @param key device and inode, as the platform prints them
 * @param headLength how many bytes the checksum covers, at most {@link #MAX_HEAD}
 * @param headChecksum CRC-32C of them
 */
public record FileIdentity(String key, int headLength, long headChecksum) {

  static final int MAX_HEAD = 1024;

  public FileIdentity {
    requireNonNull(key, "key");
    if (headLength < 0 || headLength > MAX_HEAD) {
      throw new IllegalArgumentException("head length " + headLength);
    }
  }

  /** The identity of an open file by at most its first {@code length} bytes. */
  static FileIdentity of(FileChannel channel, String key, long length) throws IOException {
    byte[] head = read(channel, 0, (int) Math.min(length, MAX_HEAD));
    return new FileIdentity(key, head.length, checksum(head));
  }

  /** Whether the open file begins with the same bytes. */
  boolean isHeadOf(FileChannel channel) throws IOException {
    byte[] head = read(channel, 0, headLength);
    return head.length == headLength && checksum(head) == headChecksum;
  }

  /** Up to {@code length} bytes from {@code offset}; fewer where the file ends. */
  static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        break;
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static long checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
