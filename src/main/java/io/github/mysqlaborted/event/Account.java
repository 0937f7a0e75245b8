package io.github.mysqlaborted.event;

import static java.util.Objects.requireNonNull;

/**
 * User, host and default database as the server named them in a record.
 *
 * <p>All three are text that a stranger may have chosen before any login; nothing here is escaped.
 * What a record does not name is the empty string; {@code unconnected} and {@code unauthenticated}
 * are the server's own words for no database and no user.
 */
public record Account(String user, String host, String db) {

  /** The account of a record that names none, as MySQL's records of a failed handshake. */
  public static final Account UNKNOWN = new Account("", "", "");

  public Account {
    requireNonNull(user, "user");
    requireNonNull(host, "host");
    requireNonNull(db, "db");
  }

  // Written out: a long log has millions of accounts a second looked up, and the methods that a
  // record is given, which are put together when they are first called, are slow for too long.

  @Override
  public boolean equals(Object other) {
    return other instanceof Account account
        && user.equals(account.user)
        && host.equals(account.host)
        && db.equals(account.db);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * user.hashCode() + host.hashCode()) + db.hashCode();
  }
}
