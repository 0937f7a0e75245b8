package io.github.mysqlaborted.web;

/** How many connections a network holds. Guarded by the {@link Connections} it belongs to. */
final class Share {

  private int unproven;
  private int all;

  void opened() {
    unproven++;
    all++;
  }

  void proven() {
    unproven--;
  }

  void closed(boolean proven) {
    unproven -= proven ? 0 : 1;
    all--;
  }

  boolean isEmpty() {
    return all == 0;
  }

  /**
   * Above 0 if this network holds more than the other: first of connections that never had an
   * answer, and of two with equally many, of connections.
   */
  int compareGreed(Share other) {
    int byUnproven = Integer.compare(unproven, other.unproven);
    return byUnproven != 0 ? byUnproven : Integer.compare(all, other.all);
  }
}
