package io.github.mysqlaborted.server;

/** Who made a server. */
public enum Flavor {
  MYSQL("mysql"),
  MARIADB("mariadb"),
  PERCONA("percona");

  private final String label;

  Flavor(String label) {
    this.label = label;
  }

  /** The value of the {@code flavor} label. */
  public String label() {
    return label;
  }
}
