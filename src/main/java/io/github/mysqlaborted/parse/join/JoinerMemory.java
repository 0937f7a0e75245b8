package io.github.mysqlaborted.parse.join;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.message.Message.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link EventJoiner} has to remember of earlier records, by connection id; bounded. */
public final class JoinerMemory {

  /**
   * A kill that was asked for.
   *
   * @param event the event, if the session ends by it
   * @param evidence when the session had an error of its connection, or null
   */
  record Kill(AbortedConnection event, long count, Instant evidence) {
    Kill withEvidence(Instant time) {
      return new Kill(event, count, time);
    }
  }

  /** How a login that came to nothing was put. */
  record FailedLogin(Text text, Reason reason) {}

  /**
   * All that is remembered, by connection id, the oldest first.
   *
   * @param kills kills that were asked for
   * @param failedLogins how logins that came to nothing were put
   * @param replicas the sessions that are sent the binary log
   */
  public record State(
      Map<Long, Companion> companions,
      Map<Long, Kill> kills,
      Map<Long, FailedLogin> failedLogins,
      Set<Long> replicas) {
    public State {
      companions = Collections.unmodifiableMap(new LinkedHashMap<>(companions));
      kills = Collections.unmodifiableMap(new LinkedHashMap<>(kills));
      failedLogins = Collections.unmodifiableMap(new LinkedHashMap<>(failedLogins));
      replicas = Collections.unmodifiableSet(new LinkedHashSet<>(replicas));
    }
  }

  private static final int MOST = 256;

  private final Map<Long, Companion> companions = bounded();
  private final Map<Long, Kill> kills = bounded();
  private final Map<Long, FailedLogin> failedLogins = bounded();
  private final Map<Long, Boolean> replicas = bounded();

  /** Ids grow, so most are above it and need not be looked for. */
  private long highestFailedLogin;

  private static <V> Map<Long, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return size() > MOST;
      }
    };
  }

  Companion companion(long id) {
    return companions.getOrDefault(id, Companion.NONE);
  }

  Companion takeCompanion(long id) {
    if (companions.isEmpty()) {
      return Companion.NONE;
    }
    Companion companion = companions.remove(id);
    return companion == null ? Companion.NONE : companion;
  }

  void remember(long id, Companion companion) {
    companions.remove(id);
    companions.put(id, companion);
  }

  boolean hasKills() {
    return !kills.isEmpty();
  }

  Kill kill(long id) {
    return kills.get(id);
  }

  void remember(long id, Kill kill) {
    kills.put(id, kill);
  }

  void forgetKill(long id) {
    if (!kills.isEmpty()) {
      kills.remove(id);
    }
  }

  List<Kill> takeKillsWithEvidenceBefore(Instant time) {
    List<Kill> taken = new ArrayList<>();
    for (Iterator<Kill> all = kills.values().iterator(); all.hasNext(); ) {
      Kill kill = all.next();
      if (kill.evidence() != null && kill.evidence().isBefore(time)) {
        taken.add(kill);
        all.remove();
      }
    }
    return taken;
  }

  FailedLogin takeFailedLogin(long id) {
    return id > highestFailedLogin ? null : failedLogins.remove(id);
  }

  void remember(long id, FailedLogin login) {
    highestFailedLogin = Math.max(highestFailedLogin, id);
    failedLogins.put(id, login);
  }

  /** The session is sent the binary log from now on. */
  void rememberReplica(long id) {
    replicas.put(id, true);
  }

  boolean takeReplica(long id) {
    return !replicas.isEmpty() && replicas.remove(id) != null;
  }

  void clear() {
    companions.clear();
    kills.clear();
    failedLogins.clear();
    replicas.clear();
    highestFailedLogin = 0;
  }

  /** All of it. */
  public State state() {
    return new State(companions, kills, failedLogins, replicas.keySet());
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(State state) {
    clear();
    companions.putAll(state.companions());
    kills.putAll(state.kills());
    state.failedLogins().forEach(this::remember);
    state.replicas().forEach(this::rememberReplica);
  }
}
