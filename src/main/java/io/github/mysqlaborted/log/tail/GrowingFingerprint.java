package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The identity of the file that is being read, by the very bytes that were read of it, so that a
 * file that is emptied meanwhile cannot mix its new content in. Not thread-safe.
 */
final class GrowingFingerprint {

  private final CRC32C checksum = new CRC32C();
  private Fingerprint identity = new Fingerprint("", 0, 0);

  /** What the checksum is of, as long as it is not of all that it can be of. */
  private byte[] head = {};

  /** Goes on from {@code start}; a head that is already complete is not read again. */
  void startAt(LogBytes content, Fingerprint start) throws IOException {
    checksum.reset();
    head = new byte[0];
    if (start.headLength() < Fingerprint.MAX_HEAD) {
      head = content.bytes(0, start.headLength());
      checksum.update(head);
    }
    identity = start;
  }

  /**
   * Takes what was read from {@code offset} of the file.
   *
   * @param read stands behind the {@code count} bytes
   */
  void add(ByteBuffer read, int count, long offset) {
    int known = identity.headLength();
    int fresh = (int) Math.min(offset + count, Fingerprint.MAX_HEAD) - known;
    if (fresh > 0 && offset <= known) {
      int from = read.position() - count + (int) (known - offset);
      checksum.update(read.duplicate().position(from).limit(from + fresh));
      head = Arrays.copyOf(head, known + fresh);
      read.duplicate().position(from).get(head, known, fresh);
      identity = new Fingerprint(identity.key(), known + fresh, checksum.getValue());
    }
  }

  /** How the file begins; fewer bytes than were read of it, where these are many. */
  byte[] head() {
    return head.clone();
  }

  Fingerprint get() {
    return identity;
  }
}
