package io.github.mysqlaborted.event;

/**
 * Whether an aborted connection had logged in. The server keeps a counter for each and never counts
 * one connection in both, so the two are never added up.
 */
public enum Phase {
  /** The session had logged in; the server counts it in {@code Aborted_clients}. */
  CLIENT("client"),
  /** The session had not logged in; the server counts it in {@code Aborted_connects}. */
  CONNECT("connect");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** The value of the {@code phase} label. */
  public String label() {
    return label;
  }
}
