package io.github.mysqlaborted.parse.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.message.MessageTemplate.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The message texts of servers in all their languages, from {@code server-messages.tsv}: up to 5.7
 * and in MariaDB the whole record is in the language of {@code lc_messages}, from 8.0 on only the
 * reason in it.
 */
final class ServerMessages {

  /** What the resource says. */
  static final ServerMessages ALL = load();

  /** English texts of reasons, the frequent ones first. */
  static final Map<String, Reason> ENGLISH_REASONS = englishReasons();

  private static final String RESOURCE = "server-messages.tsv";

  private final List<MessageTemplate> templates = new ArrayList<>();
  private final Map<String, Reason> reasons = new LinkedHashMap<>();

  private ServerMessages() {}

  private static ServerMessages load() {
    ServerMessages messages = new ServerMessages();
    try (InputStream stream = ServerMessages.class.getResourceAsStream(RESOURCE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", -1);
        if (fields.length == 3) {
          messages.add(fields[0], fields[1], fields[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  private void add(String symbol, String language, String text) {
    switch (symbol) {
      case "ER_NEW_ABORTING_CONNECTION" -> addTemplate(Kind.ABORTED, language, text);
      case "ER_ACCESS_DENIED_ERROR", "ER_ACCESS_DENIED_NO_PASSWORD_ERROR" ->
          addTemplate(Kind.DENIED, language, text);
      case "ER_DBACCESS_DENIED_ERROR" -> addTemplate(Kind.DENIED_DB, language, text);
      case "ER_ACCOUNT_HAS_BEEN_LOCKED" -> addTemplate(Kind.LOCKED, language, text);
      case "ER_NET_READ_ERROR" -> reasons.put(text, Reason.READ_ERROR);
      case "ER_NET_READ_INTERRUPTED" -> reasons.put(text, Reason.READ_TIMEOUT);
      case "ER_NET_ERROR_ON_WRITE" -> reasons.put(text, Reason.WRITE_ERROR);
      case "ER_NET_WRITE_INTERRUPTED" -> reasons.put(text, Reason.WRITE_TIMEOUT);
      case "ER_NET_PACKET_TOO_LARGE" -> reasons.put(text, Reason.PACKET_TOO_LARGE);
      case "ER_NET_PACKETS_OUT_OF_ORDER" -> reasons.put(text, Reason.PACKETS_OUT_OF_ORDER);
      case "ER_NET_UNCOMPRESS_ERROR" -> reasons.put(text, Reason.UNCOMPRESS_ERROR);
      case "ER_HANDSHAKE_ERROR" -> reasons.put(text, Reason.BAD_HANDSHAKE);
      case "ER_CON_COUNT_ERROR" -> reasons.put(text, Reason.TOO_MANY_CONNECTIONS);
      case "ER_SERVER_SHUTDOWN" -> reasons.put(text, Reason.SERVER_SHUTDOWN);
      case "ER_CONNECTION_KILLED" -> reasons.put(text, Reason.KILLED);
      case "ER_MUST_CHANGE_PASSWORD_LOGIN" -> reasons.put(text, Reason.PASSWORD_EXPIRED);
      default -> throw new IllegalStateException("unknown symbol " + symbol + " in " + RESOURCE);
    }
  }

  private void addTemplate(Kind kind, String language, String text) {
    if (!language.equals("eng")) {
      templates.add(MessageTemplate.of(kind, text));
    }
  }

  private static Map<String, Reason> englishReasons() {
    Map<String, Reason> texts = new LinkedHashMap<>();
    texts.put("Got an error reading communication packets", Reason.READ_ERROR);
    texts.put("Got timeout reading communication packets", Reason.READ_TIMEOUT);
    texts.put("This connection closed normally without authentication", Reason.UNAUTHENTICATED);
    texts.put(
        "The client was disconnected by the server because of inactivity. See wait_timeout and"
            + " interactive_timeout for configuring this behavior.",
        Reason.INACTIVITY);
    texts.put("Got an error writing communication packets", Reason.WRITE_ERROR);
    texts.put("Got timeout writing communication packets", Reason.WRITE_TIMEOUT);
    texts.put("Got a packet bigger than 'max_allowed_packet' bytes", Reason.PACKET_TOO_LARGE);
    texts.put("Got packets out of order", Reason.PACKETS_OUT_OF_ORDER);
    texts.put("Too many connections", Reason.TOO_MANY_CONNECTIONS);
    return texts;
  }

  /** The templates that are not English. */
  List<MessageTemplate> templates() {
    return templates;
  }

  /** Messages of errors, without values, to the reasons that they are. */
  Map<String, Reason> reasons() {
    return reasons;
  }
}
