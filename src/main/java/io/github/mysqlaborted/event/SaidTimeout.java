package io.github.mysqlaborted.event;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * The seconds that MySQL gives when it closes a connection because nothing came from it. They are
 * the server's words: MySQL before 8.4.2 names the timeout that was set, whether or not it has
 * passed.
 *
 * @param limitSeconds the timeout that was in force for the session (MY-013730, MY-015123)
 * @param idleSeconds how long ago its last command started (MY-015123)
 */
public record SaidTimeout(OptionalLong limitSeconds, OptionalLong idleSeconds) {

  /** The server gave none. */
  public static final SaidTimeout NONE =
      new SaidTimeout(OptionalLong.empty(), OptionalLong.empty());

  public SaidTimeout {
    requireNonNull(limitSeconds, "limitSeconds");
    requireNonNull(idleSeconds, "idleSeconds");
  }

  /** Whether the server says that it waited for less than the timeout that it names. */
  public boolean isTooEarly() {
    return limitSeconds.isPresent()
        && idleSeconds.isPresent()
        && idleSeconds.getAsLong() < limitSeconds.getAsLong() - 1;
  }
}
