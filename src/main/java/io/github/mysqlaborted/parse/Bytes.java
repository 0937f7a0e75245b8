package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Searches in ranges {@code [from, to)} of byte arrays. */
final class Bytes {

  private Bytes() {}

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Decodes UTF-8; malformed input becomes U+FFFD. */
  static String decode(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    if (to - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean endsWith(byte[] bytes, int from, int to, byte[] suffix) {
    return to - from >= suffix.length && startsWith(bytes, to - suffix.length, to, suffix);
  }

  static boolean equal(byte[] bytes, int from, int to, byte[] other) {
    return to - from == other.length && startsWith(bytes, from, to, other);
  }

  /** Where {@code needle} first begins, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte[] needle) {
    byte first = needle[0];
    int last = to - needle.length;
    for (int i = from; i <= last; i++) {
      if (bytes[i] == first && startsWith(bytes, i, to, needle)) {
        return i;
      }
    }
    return -1;
  }

  /** Where {@code needle} last begins, or -1. */
  static int lastIndexOf(byte[] bytes, int from, int to, byte[] needle) {
    byte first = needle[0];
    for (int i = to - needle.length; i >= from; i--) {
      if (bytes[i] == first && startsWith(bytes, i, to, needle)) {
        return i;
      }
    }
    return -1;
  }

  static int indexOf(byte[] bytes, int from, int to, char character) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == character) {
        return i;
      }
    }
    return -1;
  }

  static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /** The end of the digits that begin at {@code from}. */
  static int digitsEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isDigit(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The decimal number in the range, or -1 when it is empty, has another character or is long. */
  static long number(byte[] bytes, int from, int to) {
    if (from >= to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(bytes[i])) {
        return -1;
      }
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }

  /** How many characters the UTF-8 text of the range has. */
  static int characters(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }
}
