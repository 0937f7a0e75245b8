package io.github.mysqlaborted.web;

import io.github.mysqlaborted.time.Moment;

/**
 * An open connection: whose it is and what it waits for. Guarded by the {@link Connections} it
 * belongs to.
 */
final class Connection {

  /** What it waits for. */
  enum State {
    /** The head of a request, or its body. */
    HEAD,
    /** A page, which has to make its answer. */
    PAGE,
    /** The client, which has to read the answer. */
    READER,
    /** The next request. */
    IDLE,
    /** Its end: the client was refused and has been told so. */
    GOODBYE
  }

  private final ClientNetwork network;
  private final Share share;
  private final Runnable close;
  private State state = State.HEAD;
  private Moment since;
  private boolean proven;
  private int requests;
  private int making;
  private long received;
  private long headsEnd;
  private long unsent;

  /**
   * @param share what its network holds, and this one with it
   * @param close ends it, whatever it is doing; called once, from any thread
   * @param now by the ticker of {@link Connections}
   */
  Connection(ClientNetwork network, Share share, Runnable close, Moment now) {
    this.network = network;
    this.share = share;
    this.close = close;
    this.since = now;
  }

  ClientNetwork network() {
    return network;
  }

  Share share() {
    return share;
  }

  void close() {
    close.run();
  }

  /**
   * Whether it is rather this one that goes: of the greedier network, of less value to its owner,
   * or waiting for longer.
   */
  boolean goesBefore(Connection other) {
    int greed = share.compareGreed(other.share);
    if (greed != 0) {
      return greed > 0;
    }
    int more = value() - other.value();
    return more != 0 ? more < 0 : since.isBefore(other.since);
  }

  /** What its owner loses with it. */
  private int value() {
    return switch (state) {
      case GOODBYE -> 0;
      case HEAD -> proven ? 2 : 1;
      case IDLE -> 3;
      case READER -> 4;
      case PAGE -> 5;
    };
  }

  State state() {
    return state;
  }

  Moment since() {
    return since;
  }

  /** Whether it has had an answer: whoever has sent a whole request is more than a squatter. */
  boolean isProven() {
    return proven;
  }

  /** How many of its requests have no answer yet. */
  int requests() {
    return requests;
  }

  /** How many bytes have come of a head that has no end yet. */
  long headBytes() {
    return received - headsEnd;
  }

  /** How many bytes of answers wait for the client. */
  long unsent() {
    return unsent;
  }

  /**
   * @param allBytes all that came since the connection was opened
   */
  void received(long allBytes, Moment now) {
    received = allBytes;
    if (state == State.IDLE) {
      wait(State.HEAD, now);
    }
  }

  /**
   * @param allBytes all that came since the connection was opened
   */
  void asked(long allBytes, Moment now) {
    received = allBytes;
    headsEnd = allBytes;
    requests++;
    if (state == State.IDLE) {
      wait(State.HEAD, now);
    }
  }

  void making(Moment now) {
    making++;
    wait(State.PAGE, now);
  }

  void made(Moment now) {
    making--;
    if (making == 0 && state == State.PAGE) {
      wait(State.READER, now);
    }
  }

  void answering(long bytes, Moment now) {
    unsent += bytes;
    if (state == State.HEAD || state == State.IDLE) {
      wait(State.READER, now);
    }
  }

  void released(long bytes) {
    unsent -= bytes;
  }

  void answered(boolean kept, Moment now) {
    requests = Math.max(0, requests - 1);
    if (!proven) {
      proven = true;
      share.proven();
    }
    if (!kept) {
      wait(State.GOODBYE, now);
    } else if (requests == 0) {
      wait(State.IDLE, now);
    } else {
      wait(making > 0 ? State.PAGE : State.READER, now);
    }
  }

  private void wait(State next, Moment now) {
    state = next;
    since = now;
  }
}
