package io.github.mysqlaborted.parse.format;

/**
 * A form of eight bytes, compared at once: lines of a log are told apart by it, and there are
 * millions of them a second.
 *
 * @param mask the bits that are compared
 * @param bits what they have to be
 */
record BytePattern(long mask, long bits) {

  /**
   * The form of a text of eight characters. In it {@code 0} is any digit, or one of {@code :;<=>?},
   * which have the same upper half, and {@code _} a digit or a space.
   */
  static BytePattern like(String text) {
    long mask = 0;
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      char character = text.charAt(i);
      int compared =
          switch (character) {
            case '0' -> 0xF0;
            case '_' -> 0xE0;
            default -> 0xFF;
          };
      int value = character == '_' ? ' ' : character;
      mask = (mask << 8) | compared;
      bits = (bits << 8) | (value & compared);
    }
    return new BytePattern(mask, bits);
  }

  boolean matches(byte[] bytes, int at) {
    return (Bytes.word(bytes, at) & mask) == bits;
  }
}
