package io.github.mysqlaborted.server.connect;

import java.net.ProtocolException;

/** The payload of one packet, read from its beginning; nothing is read beyond its end. */
final class PacketView {
  private static final int NULL = 0xfb;

  /** Behind the version in a greeting: thread, seed, a zero. */
  private static final int BEFORE_CAPABILITIES = 4 + 8 + 1;

  /** Between the lower and the upper half of the capabilities: character set, status. */
  private static final int AMID_CAPABILITIES = 1 + 2;

  private final byte[] buffer;
  private final int start;
  private final int end;
  private int at;

  PacketView(byte[] buffer, int start, int length) {
    this.buffer = buffer;
    this.start = start;
    this.end = start + length;
    this.at = start;
  }

  int length() {
    return end - start;
  }

  /** The first byte. */
  int first() {
    return buffer[start] & 0xff;
  }

  /** The capabilities in a greeting; none in what is none, or says nothing of them. */
  int capabilities() {
    int version = start + 1;
    while (version < end && buffer[version] != 0) {
      version++;
    }
    int lower = version + 1 + BEFORE_CAPABILITIES;
    int upper = lower + 2 + AMID_CAPABILITIES;
    return first() == 0xff || upper + 2 > end
        ? 0
        : littleEndian(lower, 2) | littleEndian(upper, 2) << 16;
  }

  int twoBytes() throws ProtocolException {
    need(2);
    int number = littleEndian(at, 2);
    at += 2;
    return number;
  }

  /** A number whose first byte says how long it is. */
  long number() throws ProtocolException {
    need(1);
    int first = buffer[at++] & 0xff;
    int length =
        switch (first) {
          case 0xfc -> 2;
          case 0xfd -> 3;
          case 0xfe -> 8;
          case NULL, 0xff -> throw new ProtocolException("invalid length in a packet");
          default -> 0;
        };
    if (length == 0) {
      return first;
    }
    need(length);
    long number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = number << 8 | (buffer[at + i] & 0xff);
    }
    at += length;
    return number;
  }

  /** Passes over a text whose length stands before it, or NULL. */
  void passText() throws ProtocolException {
    need(1);
    if ((buffer[at] & 0xff) == NULL) {
      at++;
    } else {
      pass(number());
    }
  }

  void pass(long bytes) throws ProtocolException {
    need(bytes);
    at += (int) bytes;
  }

  void mustBeAtEnd() throws ProtocolException {
    if (at != end) {
      throw new ProtocolException("a packet has trailing bytes");
    }
  }

  private void need(long bytes) throws ProtocolException {
    if (bytes < 0 || bytes > end - at) {
      throw new ProtocolException("a packet is too short");
    }
  }

  private int littleEndian(int from, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | (buffer[from + i] & 0xff);
    }
    return number;
  }
}
