package io.github.mysqlaborted.harness;

import java.util.Locale;

/** Servers that count and log aborted connections alike. */
public enum Dialect {
  /** No record for a refused database or a broken handshake; no {@code Connection_errors_*}. */
  MYSQL_5_5,
  /** As 5.5, with {@code Connection_errors_*} and a reason of its own for a write timeout. */
  MYSQL_5_6,
  /** MySQL 8.0.24 and later: records for what failed before the login, and for inactivity. */
  MYSQL_8,
  /** One record for all that ends before the login; {@code log_warnings=4} adds companions. */
  MARIADB;

  /** The dialect of a server that says {@code version} for {@code VERSION()}. */
  static Dialect of(String version) {
    if (version.toLowerCase(Locale.ROOT).contains("mariadb")) {
      return MARIADB;
    }
    if (version.startsWith("5.5.")) {
      return MYSQL_5_5;
    }
    if (version.startsWith("5.6.")) {
      return MYSQL_5_6;
    }
    if (version.startsWith("5.")) {
      throw new IllegalArgumentException("no expectations are known for MySQL " + version);
    }
    return MYSQL_8;
  }
}
