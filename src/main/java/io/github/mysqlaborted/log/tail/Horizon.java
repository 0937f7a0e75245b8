package io.github.mysqlaborted.log.tail;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Up to where a log is done with, as far as it can be told without a look into a file.
 *
 * @param written files written earlier are older than what was read last, and are not read
 * @param known the {@link LogFile#fingerprint} of packed files that are done with
 * @param heads how short files began that were read, in hexadecimal: so that a copy is known that
 *     ends before what was read
 */
public record Horizon(Instant written, Set<String> known, List<String> heads) {

  /** Of a log of which no file was ever done with. */
  public static final Horizon NONE = new Horizon(Instant.EPOCH, Set.of(), List.of());

  public Horizon {
    requireNonNull(written, "written");
    known = Set.copyOf(known);
    heads = List.copyOf(heads);
    heads.forEach(HexFormat.of()::parseHex);
  }
}
