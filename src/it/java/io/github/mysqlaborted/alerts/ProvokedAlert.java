package io.github.mysqlaborted.alerts;

import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A fault, and the alert that has to come of it on MySQL 8.
 *
 * @param fault what is provoked, again and again
 * @param strangers whether each has another name
 * @param before a statement that {@code root} runs first
 * @param after a statement that {@code root} runs at the end
 * @param alert the only alert that may come
 * @param cause its label
 * @param severity its label
 * @param evidence what the description, or the account after it, says
 */
record ProvokedAlert(
    Fault fault,
    boolean strangers,
    String before,
    String after,
    String alert,
    String cause,
    String severity,
    String evidence) {
  /** Between two. */
  static final Duration PAUSE = Duration.ofMillis(400);

  static ProvokedAlert of(
      Fault fault, String alert, String cause, String severity, String evidence) {
    return new ProvokedAlert(fault, false, "DO 0", "DO 0", alert, cause, severity, evidence);
  }

  /** Another name with each login, as one who guesses has them. */
  ProvokedAlert byStrangers() {
    return new ProvokedAlert(fault, true, before, after, alert, cause, severity, evidence);
  }

  /** Provokes it once. */
  void provoke(Server server) {
    if (strangers) {
      String name = "stranger" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
      Faults.loginAs(server, name.getBytes(StandardCharsets.US_ASCII));
    } else {
      Faults.provoke(server, fault);
    }
  }

  /** With the server set up otherwise for the time of it. */
  ProvokedAlert during(String set, String reset) {
    return new ProvokedAlert(fault, strangers, set, reset, alert, cause, severity, evidence);
  }

  @Override
  public String toString() {
    return alert + " of " + fault;
  }
}
