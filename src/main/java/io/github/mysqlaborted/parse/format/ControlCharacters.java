package io.github.mysqlaborted.parse.format;

/** Tells text from what is none. */
public final class ControlCharacters {

  private ControlCharacters() {}

  /** Whether the range has control characters, but for tab, escape and a last carriage return. */
  public static boolean areIn(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte value = bytes[i];
      boolean control = (value >= 0 && value < ' ') || value == 0x7F;
      if (control && value != '\t' && value != 0x1B && (value != '\r' || i != to - 1)) {
        return true;
      }
    }
    return false;
  }
}
