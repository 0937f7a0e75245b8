package io.github.mysqlaborted.alerts;

import io.github.mysqlaborted.harness.Fault;
import java.time.Duration;

/**
 * A fault, and the alert that has to come of it on MySQL 8.
 *
 * @param fault what is provoked, again and again
 * @param pause between two; short ones look like an attack
 * @param before a statement that {@code root} runs first
 * @param after a statement that {@code root} runs at the end
 * @param alert the only alert that may come
 * @param cause its label
 * @param severity its label
 * @param evidence what the description says
 */
record ProvokedAlert(
    Fault fault,
    Duration pause,
    String before,
    String after,
    String alert,
    String cause,
    String severity,
    String evidence) {
  private static final Duration STEADY = Duration.ofMillis(400);

  static ProvokedAlert of(
      Fault fault, String alert, String cause, String severity, String evidence) {
    return new ProvokedAlert(fault, STEADY, "DO 0", "DO 0", alert, cause, severity, evidence);
  }

  /** Provoked as fast as it goes. */
  ProvokedAlert burst() {
    return new ProvokedAlert(fault, Duration.ZERO, before, after, alert, cause, severity, evidence);
  }

  /** With the server set up otherwise for the time of it. */
  ProvokedAlert during(String set, String reset) {
    return new ProvokedAlert(fault, pause, set, reset, alert, cause, severity, evidence);
  }

  @Override
  public String toString() {
    return alert + " of " + fault;
  }
}
