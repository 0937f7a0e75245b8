package io.github.mysqlaborted.server.table;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code SHOW GLOBAL STATUS} says of the ring behind {@code performance_schema.error_log}. It
 * tells whether there is anything new without a look at the table. Needs no privilege.
 *
 * @param readAt when it was read, by the clock of this machine
 * @param uptime {@code Uptime}
 * @param expired {@code Error_log_expired_events}: rows that made way for later ones since the
 *     start or {@code FLUSH STATUS}
 * @param buffered {@code Error_log_buffered_events}: rows that are there
 * @param bytes {@code Error_log_buffered_bytes}
 * @param latest {@code Error_log_latest_write}: {@code LOGGED} of the latest row; the epoch if
 *     there was none
 */
public record ErrorLogStatus(
    Instant readAt, Duration uptime, long expired, long buffered, long bytes, Instant latest) {

  static final List<String> NAMES =
      List.of(
          "Error_log_buffered_bytes",
          "Error_log_buffered_events",
          "Error_log_expired_events",
          "Error_log_latest_write");

  public ErrorLogStatus {
    requireNonNull(readAt, "readAt");
    requireNonNull(uptime, "uptime");
    requireNonNull(latest, "latest");
  }

  /**
   * From the server's status; empty if it says nothing of such a ring.
   *
   * @param now when it was read
   */
  public static Optional<ErrorLogStatus> of(GlobalStatus status, Instant now) {
    OptionalLong latest = status.value("Error_log_latest_write");
    return latest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ErrorLogStatus(
                now,
                Duration.ofSeconds(status.value("Uptime").orElse(0)),
                status.value("Error_log_expired_events").orElse(0),
                status.value("Error_log_buffered_events").orElse(0),
                status.value("Error_log_buffered_bytes").orElse(0),
                Instant.EPOCH.plus(latest.getAsLong(), ChronoUnit.MICROS)));
  }

  /** How many rows there ever were, as far as the server still counts them. */
  public long total() {
    return expired + buffered;
  }

  /** When the server started, to some seconds: both clocks may be set in the meantime. */
  public Instant started() {
    return readAt.minus(uptime);
  }

  /** How long so many rows are, if they are like the others. */
  public long bytesOf(long rows) {
    return buffered == 0 ? 0 : Math.max(0, rows) * bytes / buffered;
  }
}
