package io.github.mysqlaborted.server;

/**
 * Which call uses a session now, so that what is done to a call that takes too long is never done
 * to the one that follows it. Thread-safe.
 */
final class CallInProgress {

  /** Stands for one call; equal to itself only. */
  static final class Ticket {}

  private static final Ticket NONE = new Ticket();

  private Ticket current = NONE;

  Ticket ticket() {
    return new Ticket();
  }

  synchronized void begin(Ticket call) {
    current = call;
  }

  synchronized void end() {
    current = NONE;
  }

  /** Does it if that call is in progress, which does not end meanwhile. */
  synchronized void during(Ticket call, Runnable action) {
    if (current.equals(call)) {
      action.run();
    }
  }
}
