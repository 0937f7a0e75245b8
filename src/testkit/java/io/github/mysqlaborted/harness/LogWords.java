package io.github.mysqlaborted.harness;

import static io.github.mysqlaborted.event.Phase.CLIENT;
import static io.github.mysqlaborted.event.Phase.CONNECT;

import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.Expected.Logged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the lines of an error log tell of, by the words in them: enough for lines that no stranger
 * has a hand in, and independent of the parser that is tested elsewhere.
 */
final class LogWords {
  private static final Map<String, Reason> SESSION = new LinkedHashMap<>();
  private static final Map<String, Reason> LOGIN = new LinkedHashMap<>();

  static {
    SESSION.put("(Got an error reading communication packets)", Reason.READ_ERROR);
    SESSION.put("(Got timeout reading communication packets)", Reason.READ_TIMEOUT);
    SESSION.put("(The client was disconnected by the server because", Reason.INACTIVITY);
    SESSION.put("(Got an error writing communication packets)", Reason.WRITE_ERROR);
    SESSION.put("(Got timeout writing communication packets)", Reason.WRITE_TIMEOUT);
    SESSION.put("(Got a packet bigger than", Reason.PACKET_TOO_LARGE);
    SESSION.put("(Couldn't uncompress", Reason.UNCOMPRESS_ERROR);
    SESSION.put("(KILLED)", Reason.KILLED);
    SESSION.put("(init_connect command failed", Reason.INIT_CONNECT_FAILED);
    LOGIN.put("(This connection closed normally without authentication)", Reason.UNAUTHENTICATED);
    LOGIN.put("(Too many connections)", Reason.TOO_MANY_CONNECTIONS);
    LOGIN.put(" to database '", Reason.ACCESS_DENIED_DB);
    LOGIN.put("(using password: ", Reason.ACCESS_DENIED);
    LOGIN.put(". Account is locked", Reason.ACCOUNT_LOCKED);
    LOGIN.put("] Password for the account ", Reason.PASSWORD_EXPIRED);
    LOGIN.put("[MY-010914] [Server] Got packets out of order", Reason.PACKETS_OUT_OF_ORDER);
    LOGIN.put("[MY-010914] [Server] Bad handshake", Reason.BAD_HANDSHAKE);
    LOGIN.put("[MY-010914] [Server] Got an error reading", Reason.READ_ERROR);
    LOGIN.put("[MY-010914] [Server] Got timeout reading", Reason.CONNECT_TIMEOUT);
  }

  private LogWords() {}

  /** What was logged behind {@code mark}, in order. */
  static List<Logged> events(LogMark mark) {
    return mark.lines().stream().flatMap(line -> event(line).stream()).toList();
  }

  private static Optional<Logged> event(String line) {
    for (Map.Entry<String, Reason> words : LOGIN.entrySet()) {
      if (line.contains(words.getKey())) {
        return Optional.of(new Logged(CONNECT, words.getValue()));
      }
    }
    for (Map.Entry<String, Reason> words : SESSION.entrySet()) {
      if (line.contains("Aborted connection") && line.contains(words.getKey())) {
        return Optional.of(new Logged(CLIENT, words.getValue()));
      }
    }
    return line.contains("Aborted connection")
        ? Optional.of(new Logged(CLIENT, Reason.OTHER))
        : Optional.empty();
  }
}
