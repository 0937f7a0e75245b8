package io.github.mysqlaborted.parse.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Searches in ranges {@code [from, to)} of byte arrays. */
public final class Bytes {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** Eight bytes, the first one the most significant. */
  public static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  public static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Decodes UTF-8; malformed input becomes U+FFFD. */
  public static String decode(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  /** Compares eight bytes at a time; the last eight may overlap those before. */
  public static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    int length = prefix.length;
    if (to - from < length) {
      return false;
    }
    if (length < Long.BYTES) {
      return Arrays.equals(bytes, from, from + length, prefix, 0, length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (word(bytes, from + i) != word(prefix, i)) {
        return false;
      }
    }
    return word(bytes, from + last) == word(prefix, last);
  }

  public static boolean endsWith(byte[] bytes, int from, int to, byte[] suffix) {
    return to - from >= suffix.length && startsWith(bytes, to - suffix.length, to, suffix);
  }

  public static boolean equal(byte[] bytes, int from, int to, byte[] other) {
    return to - from == other.length && startsWith(bytes, from, to, other);
  }

  /** Where {@code needle} first begins, or -1. */
  public static int indexOf(byte[] bytes, int from, int to, byte[] needle) {
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
  public static int lastIndexOf(byte[] bytes, int from, int to, byte[] needle) {
    byte first = needle[0];
    for (int i = to - needle.length; i >= from; i--) {
      if (bytes[i] == first && startsWith(bytes, i, to, needle)) {
        return i;
      }
    }
    return -1;
  }

  public static int indexOf(byte[] bytes, int from, int to, char character) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == character) {
        return i;
      }
    }
    return -1;
  }

  /** The first position from {@code from} on that is not {@code character}. */
  public static int skip(byte[] bytes, int from, int to, char character) {
    int i = from;
    while (i < to && bytes[i] == character) {
      i++;
    }
    return i;
  }

  public static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /** The end of the digits that begin at {@code from}. */
  public static int digitsEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isDigit(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The decimal number in the range, or -1 when it is empty, has another character or is long. */
  public static long number(byte[] bytes, int from, int to) {
    if (from >= to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The number of six digits, of which two more bytes stand before, or -1. */
  static int sixDigits(byte[] bytes, int at) {
    long word = word(bytes, at - 2);
    // What comes behind 9 in ASCII is in the next sixteen when 6 is added to it.
    if ((word & 0x0000F0F0F0F0F0F0L) != 0x0000303030303030L
        || ((word + 0x0000060606060606L) & 0x0000F0F0F0F0F0F0L) != 0x0000303030303030L) {
      return -1;
    }
    // Pairs of digits, then pairs of pairs: the value of each in the byte of its last.
    long digits = word & 0x00000F0F0F0F0F0FL;
    long pairs = digits + (digits >>> 8) * 10;
    return (int)
        ((pairs & 0xFF) + ((pairs >>> 16) & 0xFF) * 100 + ((pairs >>> 32) & 0xFF) * 10_000);
  }

  /** How many characters the UTF-8 text of the range has. */
  public static int characters(byte[] bytes, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }
}
