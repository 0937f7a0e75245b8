package io.github.mysqlaborted.log.tail;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
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
public record Fingerprint(String key, int headLength, long headChecksum) {

  static final int MAX_HEAD = 1024;

  public Fingerprint {
    requireNonNull(key, "key");
    if (headLength < 0 || headLength > MAX_HEAD) {
      throw new IllegalArgumentException("head length " + headLength);
    }
    if (headChecksum < 0 || headChecksum > 0xffff_ffffL) {
      throw new IllegalArgumentException("head checksum " + headChecksum);
    }
  }

  /** The identity of an open file by at most its first {@code length} bytes. */
  static Fingerprint of(LogBytes content, String key, long length) throws IOException {
    byte[] head = content.bytes(0, (int) Math.min(length, MAX_HEAD));
    return new Fingerprint(key, head.length, checksum(head, head.length));
  }

  /** The identity of an open file by all that its head has now. */
  static Fingerprint of(LogBytes content, String key) throws IOException {
    return of(content, key, MAX_HEAD);
  }

  /** Whether the open file begins with the same bytes. */
  boolean isHeadOf(LogBytes content) throws IOException {
    return isHeadOf(content.bytes(0, headLength));
  }

  /** Whether a file begins so of which these are the first bytes. */
  boolean isHeadOf(byte[] first) {
    return first.length >= headLength && checksum(first, headLength) == headChecksum;
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }
}
