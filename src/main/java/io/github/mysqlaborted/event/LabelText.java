package io.github.mysqlaborted.event;

/**
 * Text of strangers made fit to be a label value, and with that for terminals, pages and
 * notifications: printable, valid Unicode, short.
 *
 * <p>Control characters, characters without a width and those that turn the direction of writing
 * are shown as {@code \n}, {@code \t}, {@code \r}, {@code \xNN} or {@code \}{@code uNNNN}; half a
 * surrogate pair becomes U+FFFD. What is longer than {@value #MAX_LENGTH} characters ends in an
 * ellipsis.
 */
public final class LabelText {

  /** The longest text in Unicode characters, the ellipsis included. */
  public static final int MAX_LENGTH = 64;

  private static final String ELLIPSIS = "\u2026";

  private LabelText() {}

  /** The text as it may be shown. */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** The text as it may be shown, with no more than {@code most} characters. */
  public static String of(String text, int most) {
    return isPlain(text, most) ? text : escape(text, most);
  }

  private static boolean isPlain(String text, int most) {
    if (text.length() > most) {
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

  private static String escape(String text, int most) {
    StringBuilder shown = new StringBuilder();
    int length = 0;
    int cut = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      String unit = shown(character);
      length += unit.codePointCount(0, unit.length());
      if (length > most) {
        return shown.substring(0, cut) + ELLIPSIS;
      }
      shown.append(unit);
      if (length < most) {
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
    return switch (Character.getType(character)) {
      case Character.CONTROL -> String.format("\\x%02x", character);
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          String.format("\\u%04x", character);
      case Character.SURROGATE -> "\ufffd";
      default -> Character.toString(character);
    };
  }
}
