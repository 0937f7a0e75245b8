package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

/** A password. It never shows itself: not in a log, an error message, a record's text or a page. */
public final class Secret {
  public static final Secret EMPTY = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The password itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "<none>" : "<hidden>";
  }
}
