package io.github.mysqlaborted.source.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;

/**
 * Up to where a log is done with, as far as it can be told without a look into a file.
 *
 * @param written files written earlier are older than what was read last, and are not read
 * @param known the {@link LogFile#fingerprint} of packed files that are done with
 */
public record Horizon(Instant written, Set<String> known) {

  /** Of a log of which no file was ever done with. */
  static final Horizon NONE = new Horizon(Instant.EPOCH, Set.of());

  public Horizon {
    requireNonNull(written, "written");
    known = Set.copyOf(known);
  }
}
