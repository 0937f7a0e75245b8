package io.github.mysqlaborted.cli;

import java.util.logging.LogManager;

/**
 * Keeps the handlers while the JVM shuts down. The JDK's own takes them away as soon as the
 * shutdown begins, with what is said after that.
 */
public final class LastingLogManager extends LogManager {

  /** Called by the JDK alone. */
  @Override
  public void reset() {
    // The handlers stay.
  }
}
