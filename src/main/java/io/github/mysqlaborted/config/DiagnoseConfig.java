package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code diagnose} has to do.
 *
 * @param logs paths, globs, or {@code -} for standard input
 * @param server whose settings are asked for
 * @param wanted which events the report is about
 * @param given settings by hand, which win over those of the server
 * @param outputs files by how their names end ({@code .json}, {@code .html}, else text), or {@code
 *     -} for standard output
 * @param format of standard output
 * @param failOn exit with status 3 for such findings
 */
public record DiagnoseConfig(
    List<String> logs,
    Optional<MysqldConfig> server,
    Wanted wanted,
    Given given,
    List<String> outputs,
    Format format,
    Optional<FailOn> failOn,
    ZoneId zone,
    ZoneId hoursZone) {

  /** How a report looks. */
  public enum Format {
    TEXT,
    JSON,
    HTML
  }

  /** Which events; what is empty leaves none out. */
  public record Wanted(
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<String> user,
      Optional<String> host,
      Optional<String> db) {

    public Wanted {
      requireNonNull(since, "since");
      requireNonNull(until, "until");
      requireNonNull(user, "user");
      requireNonNull(host, "host");
      requireNonNull(db, "db");
    }
  }

  /** Settings of a server that cannot be asked. */
  public record Given(
      Optional<Duration> waitTimeout,
      Optional<Duration> netWriteTimeout,
      OptionalLong maxAllowedPacket,
      Optional<Keepalive> keepalive,
      List<Instant> deployments) {

    public Given {
      requireNonNull(waitTimeout, "waitTimeout");
      requireNonNull(netWriteTimeout, "netWriteTimeout");
      requireNonNull(keepalive, "keepalive");
      deployments = List.copyOf(deployments);
    }
  }

  /** TCP keepalive of the server's machine. */
  public record Keepalive(Duration idle, Duration interval, int probes) {}

  /**
   * Findings that make the command fail.
   *
   * @param certainty this one or a surer one
   * @param causes their keys; empty for any
   */
  public record FailOn(String certainty, List<String> causes) {
    public FailOn {
      causes = List.copyOf(causes);
    }
  }

  public DiagnoseConfig {
    logs = List.copyOf(logs);
    outputs = List.copyOf(outputs);
    requireNonNull(server, "server");
    requireNonNull(failOn, "failOn");
  }
}
