package io.github.mysqlaborted.dashboards;

import static io.github.mysqlaborted.dashboards.Json.object;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How each reason is named and coloured, the same on every panel. */
final class ReasonStyle {
  /** The legend of aborts that the server counted and the log does not name. */
  static final String NOT_LOGGED = "not in the log";

  private ReasonStyle() {}

  static String title(Reason reason) {
    return switch (reason) {
      case READ_ERROR -> "Read error (client gone)";
      case READ_TIMEOUT -> "Read timeout (idle or stalled)";
      case INACTIVITY -> "Inactivity (idle too long)";
      case IO_TIMEOUT -> "Network timeout (path dead)";
      case WRITE_ERROR -> "Write error (client gone)";
      case WRITE_TIMEOUT -> "Write timeout (client too slow)";
      case PACKET_TOO_LARGE -> "Packet too large";
      case PACKETS_OUT_OF_ORDER -> "Packets out of order";
      case UNCOMPRESS_ERROR -> "Bad compressed packet";
      case KILLED -> "Killed";
      case INIT_CONNECT_FAILED -> "init_connect failed";
      case SERVER_SHUTDOWN -> "Server shutdown";
      case ACCESS_DENIED -> "Access denied (wrong password)";
      case ACCESS_DENIED_DB -> "No privilege for the database";
      case ACCOUNT_LOCKED -> "Account locked";
      case PASSWORD_EXPIRED -> "Password expired";
      case BAD_HANDSHAKE -> "Bad handshake";
      case CONNECT_TIMEOUT -> "Connect timeout";
      case UNAUTHENTICATED -> "Closed before login (MariaDB)";
      case TOO_MANY_CONNECTIONS -> "Too many connections";
      case HOST_BLOCKED -> "Host blocked";
      case PROXY_HEADER -> "Bad PROXY header";
      case OTHER -> "Other";
    };
  }

  /** Mid tones, to be told apart on a dark and on a light page. */
  static String color(Reason reason) {
    return switch (reason) {
      case READ_ERROR -> "#ff9830";
      case READ_TIMEOUT -> "#1f60c4";
      case INACTIVITY -> "#5794f2";
      case IO_TIMEOUT -> "#00838f";
      case WRITE_ERROR -> "#e02f44";
      case WRITE_TIMEOUT -> "#b877d9";
      case PACKET_TOO_LARGE -> "#e0b400";
      case PACKETS_OUT_OF_ORDER -> "#96603d";
      case UNCOMPRESS_ERROR -> "#806eb7";
      case KILLED -> "#d683ce";
      case INIT_CONNECT_FAILED -> "#629e51";
      case SERVER_SHUTDOWN -> "#7a8795";
      case ACCESS_DENIED -> "#c4162a";
      case ACCESS_DENIED_DB -> "#fa6400";
      case ACCOUNT_LOCKED -> "#8f3bb8";
      case PASSWORD_EXPIRED -> "#ca95e5";
      case BAD_HANDSHAKE -> "#37872d";
      case CONNECT_TIMEOUT -> "#447ebc";
      case UNAUTHENTICATED -> "#56a64b";
      case TOO_MANY_CONNECTIONS -> "#e5ac0e";
      case HOST_BLOCKED -> "#ad0317";
      case PROXY_HEADER -> "#0a9ba8";
      case OTHER -> "#a0a0a0";
    };
  }

  /** Overrides that name and colour the series whose legend is a reason of {@code phase}. */
  static List<Map<String, Object>> overrides(Phase phase) {
    List<Map<String, Object>> overrides = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      if (reason.occursIn(phase)) {
        overrides.add(
            override(reason.label(), Field.name(title(reason)), Field.color(color(reason))));
      }
    }
    overrides.add(override(NOT_LOGGED, Field.name("Not in the log"), Field.color(Field.GREY)));
    return overrides;
  }

  /** Names and colours a table's column of reasons. */
  static Field mappings() {
    return Field.mappings(
        Arrays.stream(Reason.values())
            .map(reason -> new Field.Mapping(reason.label(), title(reason), color(reason)))
            .toArray(Field.Mapping[]::new));
  }

  private static Map<String, Object> override(String series, Field... fields) {
    return object(
        "matcher",
        object("id", "byName", "options", series),
        "properties",
        Arrays.stream(fields).map(Field::toJson).toList());
  }
}
