package io.github.mysqlaborted.harness;

/** How much a server writes to its error log. */
public enum Verbosity {
  /** No record of any aborted connection. */
  QUIET("1", "0", "2"),
  /** The records that tell of aborted connections. */
  FULL("2", "2", "3"),
  /** As {@link #FULL}, and what only MariaDB has: companion records, and {@code (KILLED)}. */
  COMPANIONS("2", "4", "3");

  private final String oldMysql;
  private final String mariadb;
  private final String mysql8;

  Verbosity(String oldMysql, String mariadb, String mysql8) {
    this.oldMysql = oldMysql;
    this.mariadb = mariadb;
    this.mysql8 = mysql8;
  }

  /** The server option that sets it. */
  String option(Dialect dialect) {
    return switch (dialect) {
      case MYSQL_5_5, MYSQL_5_6 -> "--log-warnings=" + oldMysql;
      case MARIADB -> "--log-warnings=" + mariadb;
      case MYSQL_8 -> "--log-error-verbosity=" + mysql8;
    };
  }
}
