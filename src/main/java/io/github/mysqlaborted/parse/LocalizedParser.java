package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.Message.Abort;
import io.github.mysqlaborted.parse.Message.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Records in other languages than English, and the first look that is the same for all. */
final class LocalizedParser {

  /** How many bytes the first look compares. */
  private static final int LOOK = 4;

  private static final int HASH_BITS = 14;
  private static final int HASHES = 1 << HASH_BITS;

  private static final String[] ENGLISH = {
    "Aborted",
    "Access",
    "Bad handshake",
    "Client",
    "Could",
    "Got ",
    "Plugin",
    "Starting",
    "Too many",
    "Your",
    "mariadbd",
    "mysqld"
  };

  static final LocalizedParser ALL = new LocalizedParser(ServerMessages.ALL);

  private final Map<String, List<MessageTemplate>> byHead = new HashMap<>();
  private final boolean[] firstBytes = new boolean[256];
  private final boolean[] looks = new boolean[HASHES];

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
      }
      byHead.computeIfAbsent(key(head, 0, head.length), k -> new ArrayList<>()).add(template);
    }
    for (byte[] beginning : beginnings) {
      firstBytes[beginning[0] & 0xFF] = true;
      looks[hash(look(beginning, 0))] = true;
    }
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
    for (MessageTemplate template : candidates(line, from, to)) {
      if (Bytes.startsWith(line, from, to, template.head())) {
        return true;
      }
    }
    return false;
  }

  /** Parses a message that is not English; irrelevant unless it begins as one that counts. */
  Message parse(byte[] line, int from, int to) {
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
