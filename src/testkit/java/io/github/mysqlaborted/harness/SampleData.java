package io.github.mysqlaborted.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The accounts and tables that each server begins with. */
public final class SampleData {
  /** A database with {@link #NUMBERS}. */
  public static final String DATABASE = "shop";

  /** A table of 200 rows with one column {@code n}. */
  public static final String NUMBERS = "shop.numbers";

  /** May do anything in {@link #DATABASE}. */
  public static final Login APP = new Login("app", "app-password");

  /** May log in, but not to {@link #DATABASE}. */
  public static final Login LIMITED = new Login("limited", "limited-password");

  /** An account that is locked. Only on servers that have {@code ACCOUNT LOCK}. */
  public static final Login LOCKED = new Login("locked", "locked-password");

  /** An account whose password has expired. Only on servers that have {@code ACCOUNT LOCK}. */
  public static final Login EXPIRED = new Login("expired", "expired-password");

  private SampleData() {}

  /** A user name and its password. */
  public record Login(String user, String password) {}

  /** The statements that make it, run once as {@code root}. */
  static List<String> statements(Dialect dialect) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE DATABASE IF NOT EXISTS " + DATABASE);
    statements.add("CREATE TABLE " + NUMBERS + " (n INT PRIMARY KEY)");
    statements.add(
        "INSERT INTO "
            + NUMBERS
            + " VALUES "
            + IntStream.range(0, 200)
                .mapToObj(n -> "(" + n + ")")
                .collect(Collectors.joining(",")));
    statements.add(createUser(APP));
    statements.add("GRANT ALL ON " + DATABASE + ".* TO 'app'@'%'");
    statements.add(createUser(LIMITED));
    switch (dialect) {
      case MYSQL_5_5, MYSQL_5_6 -> {
        // An account without a name would let anybody in who gives no password.
        statements.add("DELETE FROM mysql.user WHERE user = ''");
        statements.add("FLUSH PRIVILEGES");
      }
      case MYSQL_8, MARIADB -> {
        statements.add(createUser(LOCKED) + " ACCOUNT LOCK");
        statements.add(createUser(EXPIRED) + " PASSWORD EXPIRE");
      }
    }
    return statements;
  }

  private static String createUser(Login login) {
    return "CREATE USER '" + login.user() + "'@'%' IDENTIFIED BY '" + login.password() + "'";
  }
}
