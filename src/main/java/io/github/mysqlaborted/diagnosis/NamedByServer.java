package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What the server's own record says for certain, whatever other events show. */
final class NamedByServer implements Rules {

  /** These are certain of one event too, but many events may say more. */
  private static final Set<Cause> ELSEWHERE =
      EnumSet.of(Cause.IDLE_TIMEOUT, Cause.BAD_CONNECT_PACKET, Cause.CONNECT_TIMEOUT);

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    Map<Cause, List<Incident>> byCause = new EnumMap<>(Cause.class);
    for (Incident incident : open) {
      boolean isSaid =
          incident.verdict().certainty() == Certainty.CERTAIN
              && incident.verdict().cause().filter(ELSEWHERE::contains).isEmpty()
              && incident.reason() != Reason.ACCESS_DENIED;
      if (isSaid) {
        incident
            .verdict()
            .cause()
            .ifPresent(
                cause -> byCause.computeIfAbsent(cause, key -> new ArrayList<>()).add(incident));
      }
    }
    List<Explanation> explanations = new ArrayList<>();
    byCause.forEach((cause, incidents) -> explanations.add(explanation(cause, incidents, known)));
    return explanations;
  }

  private static Explanation explanation(Cause cause, List<Incident> incidents, Known known) {
    return new Explanation(
        rule(cause),
        cause,
        Certainty.CERTAIN,
        incidents,
        evidence(cause, incidents, known),
        against(cause),
        "");
  }

  private static String evidence(Cause cause, List<Incident> incidents, Known known) {
    if (cause != Cause.DEAD_PATH) {
      return "The server says it in its own words." + limit(cause, known);
    }
    long told = incidents.stream().filter(NamedByServer::isToldByServer).count();
    long young = incidents.size() - told;
    return (told == 0
            ? ""
            : "The server itself says of "
                + Sentences.events(told)
                + " that the connection broke before its timeout had passed.")
        + (told > 0 && young > 0 ? " " : "")
        + (young == 0
            ? ""
            : "The server names a timeout in "
                + Sentences.events(young)
                + ", but these sessions were younger than that: its words"
                + " \"because of inactivity\" are wrong.");
  }

  private static String limit(Cause cause, Known known) {
    OptionalLong packet = known.settings().maxAllowedPacket();
    return cause == Cause.PACKET_TOO_LARGE && packet.isPresent()
        ? " max_allowed_packet is " + Sentences.number(packet.getAsLong()) + " bytes."
        : "";
  }

  private static boolean isToldByServer(Incident incident) {
    return incident.reason() == Reason.IO_TIMEOUT || incident.event().timeout().isTooEarly();
  }

  private static String rule(Cause cause) {
    return switch (cause) {
      case DEAD_PATH -> "R10";
      case SERVER_RESTART -> "R25";
      case DIED_MID_TRANSFER -> "R31";
      case SLOW_CONSUMER -> "R36";
      case REPLICA_GONE -> "R37";
      case HOST_BLOCKED -> "R42";
      case AUTH_PLUGIN -> "R45";
      case KILLED -> "R56";
      case PACKET_TOO_LARGE -> "R57";
      case TOO_MANY_CONNECTIONS -> "R59";
      default -> "R1";
    };
  }

  private static String against(Cause cause) {
    return switch (cause) {
      case SLOW_CONSUMER ->
          "A dead path during a large result looks the same: then several accounts of one network"
              + " are concerned.";
      case PACKET_TOO_LARGE ->
          "If it goes on after the limit was raised, the client builds endless packets.";
      default -> "Nothing: the server says it.";
    };
  }
}
