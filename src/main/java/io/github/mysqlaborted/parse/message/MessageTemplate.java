package io.github.mysqlaborted.parse.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlaborted.parse.format.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the server's message texts, in one language, with {@code %d} and {@code %s} where its
 * values stand. For all but English, which {@link ErrorLogParser} takes apart faster.
 */
final class MessageTemplate {

  /** What the values of a template are, in their order. */
  enum Kind {
    /** Connection id, db, user, host, reason. */
    ABORTED,
    /** User, host and, where the text has it, the word for whether a password was used. */
    DENIED,
    /** User, host, db. */
    DENIED_DB,
    /** User and host of an account that is locked. */
    LOCKED;

    /** One for each value. */
    private List<String> patterns() {
      return switch (this) {
        case ABORTED -> List.of("(?<id>\\d{1,18})", "(?<db>.*?)", USER, HOST, "(?<reason>.*)");
        case DENIED -> List.of(USER, HOST, WORD);
        case DENIED_DB -> List.of(USER, HOST, "(?<db>.*)");
        case LOCKED -> List.of(USER, HOST);
      };
    }
  }

  private static final String USER = "(?<user>.*)";
  private static final String HOST = "(?<host>[^'\n]*)";
  private static final String WORD = "[^)\n]{0,24}";
  private static final String REAL_ADDRESS = "(?: real ip: '[^'\n]*')?";

  private final Kind kind;
  private final byte[] head;
  private final Pattern pattern;

  private MessageTemplate(Kind kind, byte[] head, Pattern pattern) {
    this.kind = kind;
    this.head = head;
    this.pattern = pattern;
  }

  static MessageTemplate of(Kind kind, String message) {
    byte[] bytes = Bytes.utf8(message);
    String text = new String(bytes, ISO_8859_1);
    StringBuilder regex = new StringBuilder();
    int value = 0;
    int from = 0;
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
      literal(regex, text.substring(from, at), kind, value);
      regex.append(kind.patterns().get(value++));
      from = at + 2;
    }
    literal(regex, text.substring(from), kind, value);
    if (kind == Kind.ABORTED) {
      regex.append("\\.?");
    }
    byte[] head = Arrays.copyOf(bytes, text.indexOf('%'));
    return new MessageTemplate(kind, head, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  /** MariaDB may name the peer behind a proxy between host and reason (MDEV-33506). */
  private static void literal(StringBuilder regex, String text, Kind kind, int value) {
    if (kind == Kind.ABORTED && value == 4 && text.startsWith("'")) {
      regex.append('\'').append(REAL_ADDRESS).append(Pattern.quote(text.substring(1)));
    } else if (!text.isEmpty()) {
      regex.append(Pattern.quote(text));
    }
  }

  Kind kind() {
    return kind;
  }

  /** The text before the first value. */
  byte[] head() {
    return head;
  }

  /**
   * The values of a message that fits, as groups {@code id}, {@code db}, {@code user}, ...
   *
   * @param message the message's bytes seen as ISO 8859-1, so that positions in it are theirs
   */
  Optional<Matcher> match(String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }
}
