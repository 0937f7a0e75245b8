package io.github.mysqlaborted.parse;

/** Tells text in UTF-8 from anything else. */
final class Utf8 {

  private Utf8() {}

  /**
   * Whether the range has control characters, but for tab, escape and a last CR, or is no UTF-8.
   */
  static boolean isUnprintable(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      if (value < ' ') {
        if (value < 0) {
          int length = sequence(bytes, i, to);
          if (length == 0) {
            return true;
          }
          i += length - 1;
        } else if (value != '\t' && value != 0x1B && (value != '\r' || i != to - 1)) {
          return true;
        }
      } else if (value == 0x7F) {
        return true;
      }
    }
    return false;
  }

  /** The length of the well-formed sequence at {@code at}, or 0. */
  private static int sequence(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    int length = first >= 0xF5 || first < 0xC2 ? 0 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (length == 0 || at + length > to) {
      return 0;
    }
    for (int i = at + 1; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    boolean surrogate = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return overlong || surrogate ? 0 : length;
  }
}
