package io.github.mysqlaborted.cause;

/** How sure a cause is. */
public enum Certainty {
  /** The server says it and no age contradicts it, or two independent pieces of evidence agree. */
  CERTAIN("certain"),
  /** One strong piece of evidence. */
  LIKELY("likely"),
  /** A pattern only; other causes look the same. */
  POSSIBLE("possible");

  private final String label;

  Certainty(String label) {
    this.label = label;
  }

  /** The value of the {@code certainty} label. */
  public String label() {
    return label;
  }
}
