package io.github.mysqlaborted.diagnosis;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.cause.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known besides the logs.
 *
 * @param waitTimeout {@code wait_timeout} and {@code interactive_timeout} of the server
 * @param netWriteTimeout {@code net_write_timeout}
 * @param maxAllowedPacket {@code max_allowed_packet}, in bytes
 * @param keepalive the TCP keepalive of the server's machine
 * @param deployments when clients were deployed or restarted
 * @param zone of the hours of the day
 */
public record Settings(
    Optional<Duration> waitTimeout,
    Optional<Duration> netWriteTimeout,
    OptionalLong maxAllowedPacket,
    Keepalive keepalive,
    List<Instant> deployments,
    ZoneId zone) {

  /**
   * When a machine asks a silent peer whether it is there ({@code tcp_keepalive_time}, {@code
   * tcp_keepalive_intvl}, {@code tcp_keepalive_probes}).
   */
  public record Keepalive(Duration idle, Duration interval, int probes) {

    /** What Linux has unless it is set. */
    public static final Keepalive LINUX =
        new Keepalive(Duration.ofHours(2), Duration.ofSeconds(75), 9);

    /** After how long the machine gives up on a peer that does not answer. */
    Duration over() {
      return idle.plus(interval.multipliedBy(probes));
    }
  }

  public Settings {
    requireNonNull(waitTimeout, "waitTimeout");
    requireNonNull(netWriteTimeout, "netWriteTimeout");
    requireNonNull(maxAllowedPacket, "maxAllowedPacket");
    requireNonNull(keepalive, "keepalive");
    requireNonNull(zone, "zone");
    deployments = List.copyOf(deployments);
  }

  /** The timeouts that each session is taken to have had. */
  Timeouts timeouts() {
    return new Timeouts(waitTimeout, waitTimeout, netWriteTimeout);
  }
}
