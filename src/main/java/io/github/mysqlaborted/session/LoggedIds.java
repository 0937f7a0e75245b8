package io.github.mysqlaborted.session;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ages of sessions by the log alone, where no server can be asked. Connection ids are given out
 * in order, so a session is older than every record of a later id, and younger than the record of
 * an earlier connection that was refused at once.
 *
 * <p>Events have to come in the order of the log. Bounded; not thread-safe.
 */
public final class LoggedIds {

  /** A connection that was refused may have got its id so long before the record. */
  private static final Duration LOGIN = Duration.ofSeconds(10);

  /** How far ids of connections may go back, before it must be that the server started anew. */
  private static final long OUT_OF_ORDER = 1_000;

  private static final int MOST = 4_096;

  /** When each of these ids was refused, which was soon after it had been given out. */
  private final NavigableMap<Long, Instant> refused = new TreeMap<>();

  /** Ids that were each the highest so far, and when they were first seen. */
  private final NavigableMap<Long, Instant> reached = new TreeMap<>();

  private Optional<Instant> started = Optional.empty();

  /** The server starts: ids begin anew. */
  public void serverStarted(Instant time) {
    forget();
    started = Optional.of(time);
  }

  private void forget() {
    started = Optional.empty();
    refused.clear();
    reached.clear();
  }

  /** Takes an event, and tells the age of its session; unknown for one that had not logged in. */
  public Age take(AbortedConnection event) {
    if (event.connectionId().isEmpty()) {
      return Age.UNKNOWN;
    }
    long id = event.connectionId().getAsLong();
    if (event.phase() == Phase.CONNECT) {
      if (!refused.isEmpty() && id < refused.lastKey() - OUT_OF_ORDER) {
        forget();
      }
      refused.putIfAbsent(id, event.time());
      thin(refused);
    }
    Age age = event.phase() == Phase.CLIENT ? age(id, event.time()) : Age.UNKNOWN;
    if (reached.isEmpty() || id > reached.lastKey()) {
      reached.put(id, event.time());
      thin(reached);
    }
    return age;
  }

  private Age age(long id, Instant time) {
    boolean isWhole = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    Instant end = isWhole ? time.plusSeconds(1) : time;
    Optional<Instant> earliest = started;
    Map.Entry<Long, Instant> before = refused.lowerEntry(id);
    if (before != null) {
      earliest = Optional.of(before.getValue().minus(LOGIN));
    }
    Map.Entry<Long, Instant> after = reached.higherEntry(id);
    Duration least =
        after == null ? Duration.ZERO : Duration.between(after.getValue().plusSeconds(1), time);
    Optional<Duration> most = earliest.map(first -> Duration.between(first, end));
    if (most.filter(Duration::isNegative).isPresent()) {
      return Age.UNKNOWN;
    }
    Duration atLeast = least.isNegative() ? Duration.ZERO : least;
    return most.filter(known -> known.compareTo(atLeast) < 0).isPresent()
        ? Age.UNKNOWN
        : new Age(atLeast, most);
  }

  /** Drops every other entry when there are too many; the newest stays. */
  private static void thin(NavigableMap<Long, Instant> ids) {
    if (ids.size() <= MOST) {
      return;
    }
    List<Long> all = new ArrayList<>(ids.keySet());
    for (int i = all.size() - 2; i >= 0; i -= 2) {
      ids.remove(all.get(i));
    }
  }
}
