package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The server of the demo: the one asked for, else MySQL where it runs, else MariaDB. */
final class DemoServer {
  private DemoServer() {}

  static Server start(Optional<ServerKind> wanted, Screen screen) {
    if (wanted.isPresent()) {
      return Server.start(wanted.get());
    }
    Optional<String> unavailable = ServerKind.MYSQL_8_0.unavailableBecause();
    if (unavailable.isPresent()) {
      screen.say("MariaDB instead of MySQL: " + unavailable.get());
      return Server.start(ServerKind.MARIADB_11_4);
    }
    try {
      return Server.start(ServerKind.MYSQL_8_0);
    } catch (UncheckedIOException e) {
      screen.say("MariaDB instead of MySQL: " + e.getMessage());
      return Server.start(ServerKind.MARIADB_11_4);
    }
  }
}
