package io.github.mysqlaborted.harness;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * An account for the exporter. {@code SHOW GLOBAL STATUS} and {@code SHOW GLOBAL VARIABLES} need no
 * privilege; the tables are read where a server has them.
 */
public record MonitoringAccount(String user, String password) {
  private static final List<String> MYSQL_TABLES =
      List.of("error_log", "host_cache", "events_errors_summary_global_by_error", "accounts");

  /** Creates it with a random password. */
  public static MonitoringAccount create(Server server) {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    MonitoringAccount account = new MonitoringAccount("exporter", HexFormat.of().formatHex(random));
    server.execute("CREATE USER 'exporter'@'%' IDENTIFIED BY '" + account.password() + "'");
    List<String> tables =
        switch (server.dialect()) {
          case MYSQL_5_5 -> List.of();
          case MYSQL_5_6, MARIADB -> List.of("host_cache", "accounts");
          case MYSQL_8 -> MYSQL_TABLES;
        };
    for (String table : tables) {
      server.execute("GRANT SELECT ON performance_schema." + table + " TO 'exporter'@'%'");
    }
    return account;
  }
}
