package io.github.mysqlaborted.log.tail;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.log.TailStatistics;
import java.util.List;
import java.util.Optional;

/**
 * What a tailer needs to go on after a restart as if there had been none.
 *
 * @param started whether the log's place was looked at with success; if not, there is nothing to go
 *     on from
 * @param position where to go on; empty if no file was there yet
 * @param finished how far files were read that are read no more, or are not to be read, under
 *     whatever name they stand now
 * @param horizon what else is done with
 * @param statistics the counters, which go on where they stood
 */
public record TailCheckpoint(
    boolean started,
    Optional<Position> position,
    List<Position> finished,
    Horizon horizon,
    TailStatistics statistics) {

  public TailCheckpoint {
    requireNonNull(position, "position");
    requireNonNull(horizon, "horizon");
    requireNonNull(statistics, "statistics");
    finished = List.copyOf(finished);
  }
}
