package io.github.mysqlaborted.web;

import static java.util.Comparator.comparingLong;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections, and which of them has to go. Thread-safe.
 *
 * <p>No address has a fixed limit: one that did would either shut out whoever shares a translating
 * gateway with a greedy client, or let a few greedy clients take all. A new connection is always
 * taken. If there are too many, the one goes that costs its owner least: of the network with most
 * connections that never had an answer, the one that has waited longest. So whoever sends a request
 * at once gets an answer, however many connections others hold, and a connection that was answered
 * before is closed only when there is nothing else to close.
 */
final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final WebLimits limits;
  private final Ticker ticker;
  private final Set<Connection> open = new HashSet<>();
  private final Pause betweenWarnings;
  private final Map<ClientNetwork, Share> shares = new HashMap<>();
  private long heads;
  private long unsent;
  private long displaced;

  Connections(WebLimits limits, Ticker ticker) {
    this.limits = limits;
    this.ticker = ticker;
    this.betweenWarnings = new Pause(ticker);
  }

  /**
   * Takes a new connection.
   *
   * @param close ends it, whatever it is doing; may be called from any thread
   */
  Connection opened(ClientNetwork network, Runnable close) {
    Connection connection;
    Optional<Connection> goes = Optional.empty();
    synchronized (this) {
      Share share = shares.computeIfAbsent(network, unknown -> new Share());
      share.opened();
      connection = new Connection(network, share, close, ticker.now());
      if (open.size() >= limits.connections()) {
        goes = Optional.of(mostDispensable().orElse(connection));
        displaced++;
      }
      open.add(connection);
      goes.ifPresent(this::remove);
    }
    goes.ifPresent(Connection::close);
    return connection;
  }

  /** It is closed, for whatever reason. */
  synchronized void closed(Connection connection) {
    remove(connection);
  }

  /**
   * Bytes have come. If too many of unfinished heads are kept then, the longest are cut off.
   *
   * @param allBytes all that came since the connection was opened
   */
  void received(Connection connection, long allBytes) {
    List<Connection> longest;
    synchronized (this) {
      if (!open.contains(connection)) {
        return;
      }
      heads -= connection.headBytes();
      connection.received(allBytes, ticker.now());
      heads += connection.headBytes();
      longest = longestHeads(heads - limits.headBytes());
      longest.forEach(this::remove);
    }
    longest.forEach(Connection::close);
  }

  /**
   * The head of a request has come.
   *
   * @param allBytes all that came since the connection was opened
   */
  synchronized void asked(Connection connection, long allBytes) {
    if (open.contains(connection)) {
      heads -= connection.headBytes();
      connection.asked(allBytes, ticker.now());
    }
  }

  /** A page begins to make an answer; {@link #made} follows, whatever comes of it. */
  synchronized void making(Connection connection) {
    connection.making(ticker.now());
  }

  /** The page has done its part. */
  synchronized void made(Connection connection) {
    connection.made(ticker.now());
  }

  /**
   * An answer is there. If too much waits for slow readers then, those who have had most time are
   * cut off, but nobody whose answer is so short that all connections may wait for one like it.
   */
  void answering(Connection connection, long bytes) {
    List<Connection> slowest;
    synchronized (this) {
      if (!open.contains(connection)) {
        return;
      }
      connection.answering(bytes, ticker.now());
      unsent += bytes;
      slowest = slowestBut(connection, unsent - limits.unsentBytes());
      slowest.forEach(this::remove);
    }
    slowest.forEach(Connection::close);
  }

  /** That much of an answer waits no longer. */
  synchronized void released(Connection connection, long bytes) {
    if (open.contains(connection)) {
      connection.released(bytes);
      unsent -= bytes;
    }
  }

  /** An answer was sent whole. */
  synchronized void answered(Connection connection, boolean kept) {
    if (open.contains(connection)) {
      connection.answered(kept, ticker.now());
    }
  }

  /** Closes what has waited too long, and says at most once a minute that there were too many. */
  void sweep() {
    Moment now = ticker.now();
    long gone;
    List<Connection> late;
    synchronized (this) {
      late = open.stream().filter(connection -> isLate(connection, now)).toList();
      late.forEach(this::remove);
      gone = displaced;
      if (gone > 0 && !betweenWarnings.isOn()) {
        displaced = 0;
        betweenWarnings.begin(BETWEEN_WARNINGS);
      } else {
        gone = 0;
      }
    }
    late.forEach(Connection::close);
    if (gone > 0) {
      LOG.warn(
          "more than {} concurrent HTTP connections: closed {} of them",
          limits.connections(),
          gone);
    }
  }

  synchronized int size() {
    return open.size();
  }

  private boolean isLate(Connection connection, Moment now) {
    Duration waited = now.since(connection.since());
    return switch (connection.state()) {
      case HEAD -> waited.compareTo(limits.head()) > 0;
      case PAGE -> false; // the page sees to it that it answers in time
      case READER -> waited.compareTo(limits.answer()) > 0;
      case IDLE -> waited.compareTo(limits.idle()) > 0;
      case GOODBYE -> waited.compareTo(limits.goodbye()) > 0;
    };
  }

  private Optional<Connection> mostDispensable() {
    Connection found = null;
    for (Connection one : open) {
      boolean mayGo = one.state() != Connection.State.PAGE;
      if (mayGo && (found == null || one.goesBefore(found))) {
        found = one;
      }
    }
    return Optional.ofNullable(found);
  }

  private void remove(Connection connection) {
    if (open.remove(connection)) {
      unsent -= connection.unsent();
      heads -= connection.headBytes();
      connection.share().closed(connection.isProven());
      if (connection.share().isEmpty()) {
        shares.remove(connection.network());
      }
    }
  }

  private List<Connection> longestHeads(long tooMany) {
    return enough(tooMany, Connection::headBytes, comparingLong(Connection::headBytes).reversed());
  }

  private List<Connection> slowestBut(Connection latest, long tooMany) {
    long fair = limits.unsentBytes() / limits.connections();
    return enough(
        tooMany,
        one -> one == latest || one.unsent() <= fair ? 0 : one.unsent(),
        Connections::byAge);
  }

  private static int byAge(Connection one, Connection other) {
    return one.since().since(other.since()).compareTo(Duration.ZERO);
  }

  /** The first of them in that order, until they have {@code tooMany} bytes together. */
  private List<Connection> enough(
      long tooMany, ToLongFunction<Connection> bytes, Comparator<Connection> order) {
    List<Connection> first = new ArrayList<>();
    if (tooMany <= 0) {
      return first;
    }
    long left = tooMany;
    for (Connection one : open.stream().sorted(order).toList()) {
      if (left > 0 && bytes.applyAsLong(one) > 0) {
        first.add(one);
        left -= bytes.applyAsLong(one);
      }
    }
    return first;
  }
}
