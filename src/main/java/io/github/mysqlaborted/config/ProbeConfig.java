package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

/**
 * What {@code /probe} may do.
 *
 * @param allow which servers may be asked
 * @param logins where user, password and TLS come from
 * @param maxTargets how many servers are kept in mind; one that was not asked for long makes way
 */
public record ProbeConfig(ProbeAllow allow, MysqldConfig logins, int maxTargets) {

  /** How many targets are kept unless more are asked for. */
  public static final int DEFAULT_TARGETS = 1000;

  /** A target keeps one connection open between its scrapes. */
  public static final int MOST_TARGETS = 100_000;

  public ProbeConfig {
    requireNonNull(allow, "allow");
    requireNonNull(logins, "logins");
  }
}
