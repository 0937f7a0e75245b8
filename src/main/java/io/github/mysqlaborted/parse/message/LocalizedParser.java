package io.github.mysqlaborted.parse.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import io.github.mysqlaborted.parse.message.Message.Abort;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/** Records in other languages than English, and the first look that is the same for all. */
public final class LocalizedParser {

  /** How many bytes the first look compares. */
  private static final int LOOK = 4;

  /** The shortest beginning of a message in another language that is no everyday word. */
  private static final int SHORTEST_WORDS = 12;

  private static final int HASH_BITS = 14;
  private static final int HASHES = 1 << HASH_BITS;

  private static final String[] ENGLISH = {
    "Aborted",
    "Access",
    "Authentication plugin",
    "Bad handshake",
    "Client",
    "Could",
    "Got ",
    "Host name '",
    "IP address '",
    "Malformed",
    "Out of ",
    "Plugin",
    "Start binlog_dump",
    "Starting",
    "Stop asynchronous",
    "The server is",
    "Too many",
    "Unable to load",
    "Unknown ",
    "User '",
    "Your",
    "mariadbd",
    "mysqld"
  };

  /** What no other message of a server says, in English; other languages have theirs. */
  private static final List<String> WORDS =
      List.of(
          "Aborted connection ",
          "Access denied for user ",
          "Got an error reading communication packets",
          "Got timeout reading communication packets",
          "Got an error writing communication packets",
          "Got timeout writing communication packets");

  public static final LocalizedParser ALL = new LocalizedParser(ServerMessages.ALL);

  private final Map<String, List<MessageTemplate>> byHead = new HashMap<>();
  private final boolean[] firstBytes = new boolean[256];
  private final boolean[] looks = new boolean[HASHES];

  /** Beginnings of messages that tell of an abort or of a failed login, by {@link #look}. */
  private final Map<Integer, List<byte[]>> words = new HashMap<>();

  private LocalizedParser(ServerMessages messages) {
    List<byte[]> beginnings = new ArrayList<>();
    for (String text : ENGLISH) {
      beginnings.add(Bytes.utf8(text));
    }
    messages.reasons().keySet().forEach(text -> beginnings.add(Bytes.utf8(text)));
    for (MessageTemplate template : messages.templates()) {
      byte[] head = template.head();
      if (head.length >= LOOK) {
        beginnings.add(head);
        if (head.length >= SHORTEST_WORDS) {
          addWords(head);
        }
      }
      byHead.computeIfAbsent(key(head, 0, head.length), k -> new ArrayList<>()).add(template);
    }
    WORDS.forEach(text -> addWords(Bytes.utf8(text)));
    for (byte[] beginning : beginnings) {
      firstBytes[beginning[0] & 0xFF] = true;
      looks[hash(look(beginning, 0))] = true;
    }
  }

  private void addWords(byte[] text) {
    words.computeIfAbsent(look(text, 0), k -> new ArrayList<>()).add(text);
    firstBytes[text[0] & 0xFF] = true;
    looks[hash(look(text, 0))] = true;
  }

  /** Whether the words of an abort or of a failed login stand anywhere in the range. */
  boolean bearsWords(byte[] line, int from, int to) {
    for (int at = from; at + LOOK <= to; at++) {
      if (firstBytes[line[at] & 0xFF] && looks[hash(look(line, at))] && isWord(line, at, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWord(byte[] line, int at, int to) {
    for (byte[] text : words.getOrDefault(look(line, at), List.of())) {
      if (Bytes.startsWith(line, at, to, text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a message whose first bytes stand at {@code from} can be one that counts. */
  boolean mayMatter(byte[] line, int from) {
    byte first = line[from];
    if (first == '/' || first == '\'') {
      return true;
    }
    return firstBytes[first & 0xFF] && looks[hash(look(line, from))];
  }

  boolean opensName(byte[] line, int from, int to) {
    return opens(line, from, to, template -> true);
  }

  boolean opensFailedLogin(byte[] line, int from, int to) {
    return opens(line, from, to, template -> template.kind() != MessageTemplate.Kind.ABORTED);
  }

  private boolean opens(byte[] line, int from, int to, Predicate<MessageTemplate> wanted) {
    return candidates(line, from, to).stream()
        .anyMatch(
            template -> wanted.test(template) && Bytes.startsWith(line, from, to, template.head()));
  }

  /** Parses a message that is not English; irrelevant unless it begins as one that counts. */
  public Message parse(byte[] line, int from, int to) {
    Message result = Message.IRRELEVANT;
    for (MessageTemplate template : candidates(line, from, to)) {
      if (Bytes.startsWith(line, from, to, template.head())) {
        Message parsed = parse(template, line, from, to);
        if (parsed != Message.UNRECOGNIZED) {
          return parsed;
        }
        result = template.head().length > LOOK ? parsed : result;
      }
    }
    return result;
  }

  private Message parse(MessageTemplate template, byte[] line, int from, int to) {
    // As ISO 8859-1, so that positions in the text are those of the bytes.
    String message = new String(line, from, to - from, ISO_8859_1);
    Matcher values = template.match(message).orElse(null);
    if (values == null) {
      return Message.UNRECOGNIZED;
    }
    return switch (template.kind()) {
      case ABORTED -> {
        Account account =
            new Account(
                group(values, "user", line, from),
                group(values, "host", line, from),
                group(values, "db", line, from));
        yield ErrorLogParser.abort(
            Long.parseLong(values.group("id")),
            account,
            !account.user().equals("unauthenticated"),
            line,
            from + values.start("reason"),
            from + values.end("reason"));
      }
      case DENIED -> refused(Reason.ACCESS_DENIED, values, "", line, from);
      case LOCKED -> refused(Reason.ACCOUNT_LOCKED, values, "", line, from);
      case DENIED_DB ->
          refused(Reason.ACCESS_DENIED_DB, values, group(values, "db", line, from), line, from);
    };
  }

  private static Abort refused(Reason reason, Matcher values, String db, byte[] line, int from) {
    Account account =
        new Account(group(values, "user", line, from), group(values, "host", line, from), db);
    return new Abort(-1, Phase.CONNECT, reason, account, Text.DENIED);
  }

  private static String group(Matcher values, String name, byte[] line, int from) {
    return Bytes.decode(line, from + values.start(name), from + values.end(name));
  }

  private List<MessageTemplate> candidates(byte[] line, int from, int to) {
    return to - from < LOOK
        ? List.of()
        : byHead.getOrDefault(key(line, from, to), byHead.getOrDefault("'", List.of()));
  }

  private static String key(byte[] bytes, int from, int to) {
    return to - from < LOOK
        ? new String(bytes, from, to - from, ISO_8859_1)
        : new String(bytes, from, LOOK, ISO_8859_1);
  }

  private static int hash(int look) {
    return (look * 0x9E3779B1) >>> (Integer.SIZE - HASH_BITS);
  }

  private static int look(byte[] bytes, int from) {
    return (bytes[from] << 24)
        | ((bytes[from + 1] & 0xFF) << 16)
        | ((bytes[from + 2] & 0xFF) << 8)
        | (bytes[from + 3] & 0xFF);
  }
}
