package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.parse.Parsed.Abort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link EventJoiner} has to remember of earlier records, by connection id; bounded. */
final class JoinerMemory {

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

  private static final int MOST = 256;

  private final Map<Long, Companion> companions = bounded();
  private final Map<Long, Kill> kills = bounded();
  private final Map<Long, Abort> failedLogins = bounded();

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
    kills.remove(id);
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

  Abort takeFailedLogin(long id) {
    return failedLogins.remove(id);
  }

  void rememberFailedLogin(long id, Abort abort) {
    failedLogins.put(id, abort);
  }

  void clear() {
    companions.clear();
    kills.clear();
    failedLogins.clear();
  }
}
