package io.github.mysqlaborted.harness;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The servers that can be had, in the order of how soon they are there. */
public enum ServerKind {
  /** MariaDB 11.4.5 from Maven Central, 142 MB; needs nothing that Debian lacks. */
  MARIADB_11_4,
  /** MySQL 8.0.33 from Maven Central, 528 MB; needs libaio and libnuma. */
  MYSQL_8_0,
  /** MySQL 5.6.14 from Maven Central, 310 MB; needs libaio. */
  MYSQL_5_6,
  /** MySQL 5.5.34 from Maven Central, 192 MB; needs libaio. */
  MYSQL_5_5,
  /** Debian's {@code mariadb-server-core}; 10.11 on Debian 12. */
  MARIADB_10_11,
  /** {@code -Dmysql.image}, by default {@code mysql:8.4}, where a container engine answers. */
  CONTAINER;

  private static final List<ServerKind> LOCAL =
      List.of(MARIADB_11_4, MYSQL_8_0, MYSQL_5_6, MYSQL_5_5, MARIADB_10_11);

  /** Those that run as a process of this machine, whether or not this machine can. */
  public static List<ServerKind> local() {
    return LOCAL;
  }

  /** Those that run as a process of this machine, and can here. */
  public static List<ServerKind> localHere() {
    return LOCAL.stream().filter(kind -> kind.unavailableBecause().isEmpty()).toList();
  }

  /** Those that can run here at all. */
  public static List<ServerKind> allHere() {
    return Arrays.stream(values()).filter(kind -> kind.unavailableBecause().isEmpty()).toList();
  }

  /** Why this machine cannot run it, whatever is downloaded; empty where it can. */
  public Optional<String> unavailableBecause() {
    return switch (this) {
      case CONTAINER -> ContainerServer.unavailableBecause();
      case MARIADB_10_11 -> DebianPackages.unavailableBecause();
      case MARIADB_11_4, MYSQL_8_0, MYSQL_5_6, MYSQL_5_5 ->
          MavenDistribution.of(this).isPresent()
              ? Optional.empty()
              : Optional.of("there is no " + this + " for " + Platform.here());
    };
  }
}
