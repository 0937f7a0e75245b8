package io.github.mysqlaborted.session;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that were open lately, by connection id: whose program it was, and since when it was
 * idle. Sessions that have ended are remembered for a minute, until the log tells of their end. Ids
 * are those of one life of the server. Thread-safe.
 */
public final class OpenSessions {

  /** So many are remembered, and no more: names are texts of strangers. */
  private static final int MOST = 20_000;

  private static final int LONGEST_NAME = 128;

  private static final Duration KEPT = Duration.ofMinutes(1);

  /** A record is written a moment before or after a sample is taken. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /**
   * A session, as a sample showed it.
   *
   * @param idleSince empty while it was not waiting for its client
   */
  public record Sample(long id, Optional<Instant> idleSince) {}

  /**
   * What is known of a session.
   *
   * @param program {@code program_name} of its connection attributes, else the connector's name and
   *     version; empty if it sent none
   * @param idle for how long it had been idle when it was aborted; empty if it was not, or that is
   *     not known
   */
  public record Known(String program, Optional<Duration> idle) {}

  private static final class Entry {
    private final Instant first;
    private String program = "";
    private Instant last;
    private Optional<Instant> idleSince = Optional.empty();

    Entry(Instant first) {
      this.first = first;
      this.last = first;
    }
  }

  private final Map<Long, Entry> entries = new HashMap<>();

  /** Takes what a sample showed. */
  public synchronized void sampled(Iterable<Sample> samples, Instant at) {
    for (Sample sample : samples) {
      Entry entry = entries.get(sample.id());
      if (entry == null && entries.size() < MOST) {
        entry = new Entry(at);
        entries.put(sample.id(), entry);
      }
      if (entry != null) {
        entry.last = at;
        entry.idleSince = sample.idleSince();
      }
    }
    // In both directions: the clock may be set back.
    entries.values().removeIf(entry -> Duration.between(entry.last, at).abs().compareTo(KEPT) > 0);
  }

  /** Takes the attributes of a connection that is open. */
  public synchronized void attributes(long id, Map<String, String> attributes) {
    Entry entry = entries.get(id);
    if (entry != null) {
      String name = attributes.getOrDefault("program_name", "");
      String connector =
          (attributes.getOrDefault("_client_name", "")
                  + " "
                  + attributes.getOrDefault("_client_version", ""))
              .strip();
      String program = name.isBlank() ? connector : name;
      entry.program = program.substring(0, Math.min(program.length(), LONGEST_NAME));
    }
  }

  /** Forgets all: another life of the server may have begun. */
  public synchronized void clear() {
    entries.clear();
  }

  /** What is known of the session that was aborted. */
  public synchronized Optional<Known> of(AbortedConnection event) {
    if (event.phase() != Phase.CLIENT || event.connectionId().isEmpty()) {
      return Optional.empty();
    }
    Entry entry = entries.get(event.connectionId().getAsLong());
    if (entry == null
        || event.time().plus(SLACK).isBefore(entry.first)
        || event.time().isAfter(entry.last.plus(KEPT))) {
      return Optional.empty();
    }
    return Optional.of(
        new Known(
            entry.program,
            entry
                .idleSince
                .map(since -> Duration.between(since, event.time()))
                .map(idle -> idle.isNegative() ? Duration.ZERO : idle)));
  }
}
