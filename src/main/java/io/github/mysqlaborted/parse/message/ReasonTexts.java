package io.github.mysqlaborted.parse.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts inside the parentheses of an abort record to reasons.
 *
 * <p>The text is the message of the session's last error, in the session's language, cut to 64
 * bytes, also in the middle of a character ({@code %-.64s} of {@code ER_NEW_ABORTING_CONNECTION}).
 * So the set is open: what is not known here is {@link Reason#OTHER}.
 */
public final class ReasonTexts {

  /** Of all servers and languages. */
  static final ReasonTexts ALL;

  private static final int CUT = 64;
  private static final int LONGEST_CHARACTER = 4;

  /** So much of a text tells it from all others. */
  private static final int SHORTEST_CUT = 40;

  /** The texts that are no error's message, and those of which only the beginning is fixed. */
  private static final Map<String, Reason> BEGINNINGS =
      Map.of(
          "init_connect command failed", Reason.INIT_CONNECT_FAILED,
          "This connection closed normally without authentication", Reason.UNAUTHENTICATED,
          "Failed to parse proxy header", Reason.PROXY_HEADER,
          "Proxy header is not accepted from ", Reason.PROXY_HEADER,
          "KILLED", Reason.KILLED);

  /** sql/sql_repl.cc and sql/rpl_binlog_sender.cc: a replica was gone while its binlog was sent. */
  private static final Map<String, Reason> REPLICATION =
      Map.of(
          "failed on my_net_write()", Reason.WRITE_ERROR,
          "Failed on my_net_write()", Reason.WRITE_ERROR,
          "failed on net_flush()", Reason.WRITE_ERROR,
          "failed on flush_net()", Reason.WRITE_ERROR,
          "Found net error", Reason.WRITE_ERROR);

  static {
    ALL = new ReasonTexts(ServerMessages.ALL);
  }

  /** A text that most records have, as it stands there. */
  static final class Frequent {

    private final byte[] text;
    private final Reason reason;

    private Frequent(byte[] text, Reason reason) {
      this.text = text;
      this.reason = reason;
    }

    int length() {
      return text.length;
    }

    Reason reason() {
      return reason;
    }
  }

  private final Frequent[] frequent;
  private final Map<String, Reason> byBytes = new HashMap<>();

  private ReasonTexts(ServerMessages messages) {
    messages.reasons().forEach((text, reason) -> add(text, reason));
    ServerMessages.ENGLISH_REASONS.forEach(this::add);
    REPLICATION.forEach(this::add);
    BEGINNINGS.forEach(this::add);
    frequent =
        ServerMessages.ENGLISH_REASONS.entrySet().stream()
            .map(entry -> new Frequent(cut(entry.getKey()), entry.getValue()))
            .toArray(Frequent[]::new);
  }

  private void add(String text, Reason reason) {
    byte[] bytes = cut(text);
    byBytes.putIfAbsent(new String(bytes, ISO_8859_1), reason);
    if (bytes.length == CUT) {
      for (int shorter = CUT - 1; shorter > CUT - LONGEST_CHARACTER; shorter--) {
        byBytes.putIfAbsent(new String(bytes, 0, shorter, ISO_8859_1), reason);
      }
    }
    byBytes.putIfAbsent(new String(Bytes.utf8(text.strip()), ISO_8859_1), reason);
  }

  private static byte[] cut(String text) {
    byte[] bytes = Bytes.utf8(text);
    return bytes.length <= CUT ? bytes : Arrays.copyOf(bytes, CUT);
  }

  /** Whether the text is one that only the sending of a binary log has. */
  static boolean isOfReplication(byte[] bytes, int from, int to) {
    return REPLICATION.containsKey(new String(bytes, from, to - from, ISO_8859_1));
  }

  /** A frequent text with which the range ends, or null. */
  Frequent endOf(byte[] bytes, int from, int to) {
    for (Frequent candidate : frequent) {
      if (Bytes.endsWith(bytes, from, to, candidate.text)) {
        return candidate;
      }
    }
    return null;
  }

  /** The reason that the text stands for, whole or cut; empty when it is none that is known. */
  Optional<Reason> find(byte[] bytes, int from, int to) {
    for (Frequent candidate : frequent) {
      if (Bytes.equal(bytes, from, to, candidate.text)) {
        return Optional.of(candidate.reason);
      }
    }
    String text = new String(bytes, from, to - from, ISO_8859_1);
    Reason exact = byBytes.get(text);
    if (exact != null) {
      return Optional.of(exact);
    }
    for (Map.Entry<String, Reason> beginning : BEGINNINGS.entrySet()) {
      if (beginning.getValue() != Reason.KILLED && text.startsWith(beginning.getKey())) {
        return Optional.of(beginning.getValue());
      }
    }
    if (text.startsWith("Host '") && text.contains("' is blocked")) {
      return Optional.of(Reason.HOST_BLOCKED);
    }
    return text.endsWith(".")
        ? Optional.ofNullable(byBytes.get(text.substring(0, text.length() - 1)))
        : beginningOf(text);
  }

  /** The reason whose text was cut shorter than servers cut it, or lost its full stop. */
  private Optional<Reason> beginningOf(String text) {
    return text.length() < SHORTEST_CUT
        ? Optional.empty()
        : byBytes.entrySet().stream()
            .filter(known -> known.getKey().startsWith(text))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  /** The phase that a reason belongs to, whatever the record says of a user. */
  static Phase phase(Reason reason, boolean loggedIn) {
    return loggedIn && reason.occursIn(Phase.CLIENT) ? Phase.CLIENT : Phase.CONNECT;
  }

  /** The reason as it is called in {@code phase}. */
  public static Reason in(Phase phase, Reason reason) {
    if (phase == Phase.CONNECT && reason == Reason.READ_TIMEOUT) {
      return Reason.CONNECT_TIMEOUT;
    }
    return reason.occursIn(phase) ? reason : Reason.OTHER;
  }
}
