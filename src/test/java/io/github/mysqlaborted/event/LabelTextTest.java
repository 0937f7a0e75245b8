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
