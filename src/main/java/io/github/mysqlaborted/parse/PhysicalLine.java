package io.github.mysqlaborted.parse;

import java.time.Instant;
import java.util.Optional;

/** A line of a log as it was read, kept to be read again if it is not part of a record. */
final class PhysicalLine {

  final byte[] bytes;
  final long offset;
  final boolean truncated;

  /** The time that the journal gives it, or null. */
  final Instant given;

  /** What wrote it, as the journal tells. */
  final Optional<String> program;

  /** Whether the record that it begins may be part of the name in the record before. */
  boolean doubtful;

  PhysicalLine(
      byte[] bytes, long offset, boolean truncated, Instant given, Optional<String> program) {
    this.bytes = bytes;
    this.offset = offset;
    this.truncated = truncated;
    this.given = given;
    this.program = program;
  }
}
