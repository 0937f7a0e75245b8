package io.github.mysqlaborted.server;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.event.LabelText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server is, in words that are fit to be shown.
 *
 * @param major first part of its number; 0 when the version has none
 * @param minor second part
 * @param patch third part
 * @param flavor who made it
 * @param version {@code @@version}, as {@code 8.0.27-18} or {@code 11.4.5-MariaDB-log}
 * @param comment {@code @@version_comment}
 */
public record ServerVersion(
    int major, int minor, int patch, Flavor flavor, String version, String comment) {
  /** The longest that is known has 90 characters. */
  private static final int LONGEST_COMMENT = 128;

  private static final Pattern NUMBER = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

  /** MariaDB's prefix for replicas of 5.5 that know no two-digit major version. */
  private static final String REPLICATION_PREFIX = "5.5.5-";

  public ServerVersion {
    requireNonNull(flavor, "flavor");
    version = LabelText.of(version);
    comment = LabelText.of(comment, LONGEST_COMMENT);
  }

  /** From {@code @@version} and {@code @@version_comment}. */
  public static ServerVersion of(String version, String comment) {
    Flavor flavor = flavor(version, comment);
    String number =
        flavor == Flavor.MARIADB && version.startsWith(REPLICATION_PREFIX)
            ? version.substring(REPLICATION_PREFIX.length())
            : version;
    Matcher parts = NUMBER.matcher(number);
    return parts.matches()
        ? new ServerVersion(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)),
            flavor,
            version,
            comment)
        : new ServerVersion(0, 0, 0, flavor, version, comment);
  }

  private static Flavor flavor(String version, String comment) {
    if (version.toLowerCase(Locale.ROOT).contains("mariadb")
        || comment.toLowerCase(Locale.ROOT).contains("mariadb")) {
      return Flavor.MARIADB;
    }
    return comment.startsWith("Percona") ? Flavor.PERCONA : Flavor.MYSQL;
  }

  public boolean isMariaDb() {
    return flavor == Flavor.MARIADB;
  }

  public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
    if (major != otherMajor) {
      return major > otherMajor;
    }
    return minor != otherMinor ? minor > otherMinor : patch >= otherPatch;
  }
}
