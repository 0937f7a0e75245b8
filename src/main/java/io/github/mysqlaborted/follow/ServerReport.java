package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.server.ServerVersion;
import io.github.mysqlaborted.server.table.GlobalStatus;
import io.github.mysqlaborted.server.table.GlobalVariables;
import io.github.mysqlaborted.session.ServerSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a server said of its sessions, and when.
 *
 * @param asked just before
 * @param answered just after
 * @param variables empty if they were not asked for
 */
public record ServerReport(
    ServerVersion version,
    GlobalStatus status,
    Optional<GlobalVariables> variables,
    Instant asked,
    Instant answered) {

  public ServerReport {
    requireNonNull(version, "version");
    requireNonNull(status, "status");
    requireNonNull(variables, "variables");
  }

  /**
   * What it says of connection ids; empty if it lacks a counter.
   *
   * <p>{@code Connections} is the id of the newest connection; up to MySQL 5.6 it is one more. Of
   * MariaDB before 10.2 it is not known which of the two.
   */
  Optional<ServerSample> sample() {
    OptionalLong connections = status.value("Connections");
    OptionalLong uptime = status.value("Uptime");
    if (connections.isEmpty() || uptime.isEmpty() || connections.getAsLong() < 1) {
      return Optional.empty();
    }
    long newest = connections.getAsLong();
    boolean mayBeOneMore =
        version.isMariaDb() ? !version.isAtLeast(10, 2, 0) : !version.isAtLeast(5, 7, 0);
    boolean isSurelyOneMore = mayBeOneMore && !version.isMariaDb();
    return Optional.of(
        new ServerSample(
            asked,
            answered,
            Duration.ofSeconds(uptime.getAsLong()),
            mayBeOneMore ? newest - 1 : newest,
            isSurelyOneMore ? newest : newest + 1,
            variables.map(ServerReport::timeouts)));
  }

  private static Timeouts timeouts(GlobalVariables variables) {
    return new Timeouts(
        durations(
                variables,
                "wait_timeout",
                "interactive_timeout",
                "idle_transaction_timeout",
                "idle_readonly_transaction_timeout",
                "idle_write_transaction_timeout")
            .min(Comparator.naturalOrder()),
        durations(variables, "wait_timeout", "interactive_timeout").max(Comparator.naturalOrder()),
        durations(variables, "net_write_timeout").findFirst());
  }

  /** Those that the server has and that are on. */
  private static Stream<Duration> durations(GlobalVariables variables, String... names) {
    return Stream.of(names)
        .map(variables::number)
        .flatMapToLong(OptionalLong::stream)
        .filter(seconds -> seconds > 0)
        .mapToObj(Duration::ofSeconds);
  }
}
