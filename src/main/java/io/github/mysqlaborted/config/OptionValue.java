package io.github.mysqlaborted.config;

import static java.util.regex.Matcher.quoteReplacement;

import java.util.regex.Pattern;

/** Comments, quotes and escapes of an option file's line, as in {@code mysys/my_default.cc}. */
final class OptionValue {
  private static final Pattern ESCAPE = Pattern.compile("\\\\.", Pattern.DOTALL);

  private OptionValue() {}

  /** The line up to a {@code #} that stands outside of quotes. */
  static String withoutComment(String line) {
    char quote = 0;
    boolean escaped = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c == '\'' || c == '"') && !escaped) {
        if (quote == 0) {
          quote = c;
        } else if (quote == c) {
          quote = 0;
        }
      }
      if (quote == 0 && c == '#') {
        return line.substring(0, i);
      }
      escaped = quote != 0 && c == '\\' && !escaped;
    }
    return line;
  }

  /** The value without the quotes around it, its escapes replaced; an unknown escape stays. */
  static String unquote(String text) {
    String inner = text;
    if (text.length() > 1
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
        && text.charAt(0) == text.charAt(text.length() - 1)) {
      inner = text.substring(1, text.length() - 1);
    }
    return ESCAPE.matcher(inner).replaceAll(match -> quoteReplacement(unescape(match.group())));
  }

  private static String unescape(String escape) {
    char c = escape.charAt(1);
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 's' -> " ";
      case '"', '\'', '\\' -> String.valueOf(c);
      default -> escape;
    };
  }
}
