package io.github.mysqlaborted.follow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each log last had a new record, as seen by how many were read. Not thread-safe. */
final class RecordTimes {

  private record Seen(long records, Optional<Instant> time) {}

  private final InstantSource clock;
  private Map<String, Seen> seen = new HashMap<>();

  RecordTimes(InstantSource clock) {
    this.clock = clock;
  }

  /** The counts are now others, for another reason than that records were read. */
  void forget() {
    seen.clear();
  }

  /** The logs as they are now, each with when its newest record was read. */
  List<LogView.Source> of(List<LogView.Source> logs) {
    Map<String, Seen> now = new HashMap<>();
    for (LogView.Source log : logs) {
      Seen before = seen.getOrDefault(log.name(), new Seen(log.records(), Optional.empty()));
      now.put(
          log.name(),
          log.records() == before.records()
              ? before
              : new Seen(log.records(), Optional.of(clock.instant())));
    }
    seen = now;
    return logs.stream().map(log -> log.withLastRecord(now.get(log.name()).time())).toList();
  }
}
