package io.github.mysqlaborted.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {

  @Test
  void leavesPlainTextAsItIs() {
    assertThat(LabelText.of("shop_db-1 \\ \"quoted\" 'x' <b>"))
        .isEqualTo("shop_db-1 \\ \"quoted\" 'x' <b>");
    assertThat(LabelText.of("Müller 日本語 \uD83D\uDE00")).isEqualTo("Müller 日本語 \uD83D\uDE00");
    assertThat(LabelText.of("")).isEmpty();
  }

  @Test
  void showsControlCharacters() {
    assertThat(LabelText.of("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
    assertThat(LabelText.of("\u001b[31mred\u0000\u007f\u0085"))
        .isEqualTo("\\x1b[31mred\\x00\\x7f\\x85");
  }

  @Test
  void showsWhatHasNoWidthOrTurnsTheDirection() {
    assertThat(LabelText.of("a\u202Eb\u200Bc\u2028d")).isEqualTo("a\\u202eb\\u200bc\\u2028d");
  }

  /** The ranges of Default_Ignorable_Code_Point in Unicode 16's DerivedCoreProperties.txt. */
  @ParameterizedTest
  @CsvSource({
    "00AD,00AD", "034F,034F", "061C,061C", "115F,1160", "17B4,17B5", "180B,180F", "200B,200F",
    "202A,202E", "2060,206F", "3164,3164", "FE00,FE0F", "FEFF,FEFF", "FFA0,FFA0", "FFF0,FFF8",
    "1BCA0,1BCA3", "1D173,1D17A", "E0000,E0FFF"
  })
  void showsAllThatUnicodeSaysToIgnore(String first, String last) {
    showsAsEscape(first, last);
  }

  /** Spaces of all kinds, blanks that are symbols, characters of nobody. */
  @ParameterizedTest
  @CsvSource({
    "0000,001F", "007F,00A0", "1680,1680", "2000,200A", "2028,2029", "202F,202F", "205F,205F",
    "2800,2800", "3000,3000", "E000,F8FF", "FDD0,FDEF", "FFF9,FFFC", "FFFE,FFFF", "16FE4,16FE4",
    "1D159,1D159", "1FFFE,1FFFF", "F0000,F00FF", "10FFFE,10FFFF"
  })
  void showsAllElseThatIsNotSeen(String first, String last) {
    showsAsEscape(first, last);
  }

  private static void showsAsEscape(String first, String last) {
    for (int i = Integer.parseInt(first, 16); i <= Integer.parseInt(last, 16); i++) {
      String shown = LabelText.of("a" + Character.toString(i) + "b");
      assertThat(shown).as("U+%04X", i).matches("a\\\\([nrt]|x..|u....|U.{8})b");
    }
  }

  @Test
  void tellsEachCharacterFromAnother() {
    assertThat(LabelText.of("a\u034Fb\u3164c\u00A0d")).isEqualTo("a\\u034fb\\u3164c\\u00a0d");
    assertThat(LabelText.of(Character.toString(0xE0041))).isEqualTo("\\U000e0041");
    assertThat(LabelText.of("e\u0301 \u0E33 \uAC00 \u3131"))
        .isEqualTo("e\u0301 \u0E33 \uAC00 \u3131");
  }

  @Test
  void cutsWhereItIsToldTo() {
    assertThat(LabelText.of("x".repeat(100_000), 200)).isEqualTo("x".repeat(199) + "…");
    assertThat(LabelText.of("x".repeat(200), 200)).isEqualTo("x".repeat(200));
  }

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(LabelText.of("a\uD83Db")).isEqualTo("a\uFFFDb");
    assertThat(LabelText.of("\uDE00")).isEqualTo("\uFFFD");
  }

  @ParameterizedTest
  @CsvSource({"63,63", "64,64", "65,64", "128,64"})
  void cutsAtSixtyFourCharacters(int length, int shown) {
    String text = LabelText.of("x".repeat(length));

    assertThat(text).hasSize(shown);
    assertThat(text.endsWith("…")).isEqualTo(length > 64);
  }

  @Test
  void cutsBetweenCharactersAndBetweenEscapes() {
    String emoji = "\uD83D\uDE00";
    assertThat(LabelText.of(emoji.repeat(65))).isEqualTo(emoji.repeat(63) + "…");
    assertThat(LabelText.of("x".repeat(61) + "\u0001\u0001")).isEqualTo("x".repeat(61) + "…");
    assertThat(LabelText.of("x".repeat(60) + "\u0001")).isEqualTo("x".repeat(60) + "\\x01");
  }
}
