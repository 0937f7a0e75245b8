package io.github.mysqlaborted.event;

/**
 * The characters that do not show as what they are: they are invisible, look like a space, steer a
 * terminal or turn the direction of writing, or nobody knows what they are.
 *
 * @see <a href="https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point">Unicode's
 *     Default_Ignorable_Code_Point</a>, which the JDK does not tell
 */
public final class HiddenCharacters {

  /** Of letters, marks and symbols, those without a glyph; first and last of each range. */
  private static final int[] WITHOUT_GLYPH = {
    0x034f, 0x034f, // combining grapheme joiner
    0x115f, 0x1160, // Hangul fillers
    0x17b4, 0x17b5, // Khmer inherent vowels
    0x180b, 0x180f, // Mongolian variation selectors
    0x2800, 0x2800, // Braille pattern blank
    0x3164, 0x3164, // Hangul filler
    0xfe00, 0xfe0f, // variation selectors
    0xffa0, 0xffa0, // halfwidth Hangul filler
    0xfff0, 0xfffc, // specials, with the object replacement character
    0x16fe4, 0x16fe4, // Khitan filler
    0x1d159, 0x1d159, // musical null notehead
    0xe0000, 0xe0fff, // tags and variation selectors
  };

  private HiddenCharacters() {}

  /** Whether it is one of them. */
  public static boolean contain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> character != ' ';
      default -> character > 0xff && isWithoutGlyph(character);
    };
  }

  private static boolean isWithoutGlyph(int character) {
    for (int i = 0; i < WITHOUT_GLYPH.length; i += 2) {
      if (WITHOUT_GLYPH[i] <= character && character <= WITHOUT_GLYPH[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
