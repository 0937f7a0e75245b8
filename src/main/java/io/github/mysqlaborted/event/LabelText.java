package io.github.mysqlaborted.event;

/**
 * Text of strangers made fit to be a label value, and with that for terminals, pages and
 * notifications: printable, valid Unicode, short.
 *
 * <p>What {@link HiddenCharacters} names is shown as {@code \n}, {@code \t}, {@code \r}, {@code
 * \xNN}, {@code \}{@code uNNNN} or {@code \UNNNNNNNN}; half a surrogate pair becomes U+FFFD. What
 * is too long ends in an ellipsis.
 */
public final class LabelText {

  /** The longest name in Unicode characters, the ellipsis included. */
  public static final int MAX_LENGTH = 64;

  private static final String ELLIPSIS = "\u2026";

  private LabelText() {}

  /** A name as it may be shown. */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /**
   * The text as it may be shown.
   *
   * @param maxLength in Unicode characters, the ellipsis included
   */
  public static String of(String text, int maxLength) {
    return isPlain(text, maxLength) ? text : escape(text, maxLength);
  }

  private static boolean isPlain(String text, int maxLength) {
    if (text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static String escape(String text, int maxLength) {
    StringBuilder shown = new StringBuilder();
    int length = 0;
    int cut = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      String unit = shown(character);
      length += unit.codePointCount(0, unit.length());
      if (length > maxLength) {
        return shown.substring(0, cut) + ELLIPSIS;
      }
      shown.append(unit);
      if (length < maxLength) {
        cut = shown.length();
      }
      i += Character.charCount(character);
    }
    return shown.toString();
  }

  private static String shown(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> shownByType(character);
    };
  }

  private static String shownByType(int character) {
    if (Character.getType(character) == Character.SURROGATE) {
      return "\ufffd";
    }
    if (!HiddenCharacters.contain(character)) {
      return Character.toString(character);
    }
    if (character > 0xffff) {
      return String.format("\\U%08x", character);
    }
    return String.format(character < 0xa0 ? "\\x%02x" : "\\u%04x", character);
  }
}
