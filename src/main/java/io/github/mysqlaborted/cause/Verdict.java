package io.github.mysqlaborted.cause;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Why one connection was aborted, as far as the evidence of that connection alone says.
 *
 * @param cause empty where nothing is supported
 * @param certainty how sure that is; {@link Certainty#POSSIBLE} without a cause
 */
public record Verdict(Optional<Cause> cause, Certainty certainty) {

  /** The label of events without a cause. */
  public static final String UNEXPLAINED_KEY = "unexplained";

  static final Verdict UNEXPLAINED = new Verdict(Optional.empty(), Certainty.POSSIBLE);

  public Verdict {
    requireNonNull(cause, "cause");
    requireNonNull(certainty, "certainty");
  }

  static Verdict certain(Cause cause) {
    return of(cause, Certainty.CERTAIN);
  }

  static Verdict likely(Cause cause) {
    return of(cause, Certainty.LIKELY);
  }

  static Verdict possible(Cause cause) {
    return of(cause, Certainty.POSSIBLE);
  }

  private static Verdict of(Cause cause, Certainty certainty) {
    return new Verdict(Optional.of(cause), certainty);
  }

  /** The value of the {@code cause} label. */
  public String key() {
    return cause.map(Cause::key).orElse(UNEXPLAINED_KEY);
  }
}
