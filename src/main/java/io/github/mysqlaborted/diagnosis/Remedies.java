package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import java.util.ArrayList;
import java.util.List;

/** What to do about a cause: the advice of the catalogue, and statements to type. */
final class Remedies {

  private Remedies() {}

  static List<String> of(Cause cause) {
    List<String> actions = new ArrayList<>();
    actions.add(cause.remedy().replace("`", ""));
    actions.addAll(statements(cause));
    return actions;
  }

  private static List<String> statements(Cause cause) {
    return switch (cause) {
      case IDLE_TIMEOUT ->
          List.of(
              "SELECT @@GLOBAL.wait_timeout, @@GLOBAL.interactive_timeout; changes nothing. Set the"
                  + " idle time of the pool below the smaller one, or leave it as it is.");
      case DEAD_PATH, MIDDLEBOX_IDLE ->
          List.of(
              "On the server: sysctl net.ipv4.tcp_keepalive_time=120. The kernel then asks idle"
                  + " clients every two minutes. Back: the value that sysctl showed before (7200"
                  + " unless it was set).");
      case PACKET_TOO_LARGE ->
          List.of(
              "SET GLOBAL max_allowed_packet = 64*1024*1024; holds for new connections and until"
                  + " the next restart. Back: the value of SELECT @@GLOBAL.max_allowed_packet"
                  + " before.");
      case HOST_BLOCKED ->
          List.of(
              "TRUNCATE TABLE performance_schema.host_cache; (MySQL 5.6 and later), or FLUSH"
                  + " HOSTS: lets the host in again; it is blocked again unless what breaks its"
                  + " handshakes is mended.");
      case SLOW_CONSUMER ->
          List.of(
              "SET SESSION net_write_timeout = 600; in the job itself, which changes nothing for"
                  + " others.");
      case ATTACK ->
          List.of(
              "SELECT user, host FROM mysql.user WHERE host = '%'; names accounts that can log in"
                  + " from anywhere.");
      case STALE_CREDENTIALS, WRONG_PASSWORD ->
          List.of(
              "SELECT user, host, password_last_changed FROM mysql.user; (MySQL 5.7 and later)"
                  + " shows whether a password was changed.");
      case TOO_MANY_CONNECTIONS ->
          List.of(
              "SELECT user, host, COUNT(*) FROM information_schema.processlist GROUP BY user, host;"
                  + " shows who holds the connections.");
      default -> List.of();
    };
  }
}
