package io.github.mysqlaborted.diagnosis;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report: which causes explain the aborted connections, on what evidence.
 *
 * @param logs what was read
 * @param server what the server said, if it was asked
 * @param settings in force, by name
 * @param from the time of the first event
 * @param client the sessions that were cut
 * @param connect the logins that failed
 * @param findings those that explain most first
 * @param forgotten older events that were too many to look at
 */
public record Diagnosis(
    List<Log> logs,
    Optional<String> server,
    Map<String, Long> settings,
    Optional<Instant> from,
    Optional<Instant> to,
    Share client,
    Share connect,
    List<Finding> findings,
    long forgotten,
    ZoneId zone) {

  /**
   * One log.
   *
   * @param trouble what is wrong with it, if anything
   */
  public record Log(String name, long records, long unrecognized, Optional<String> trouble) {}

  /** How many events of a phase there are, and how many a finding explains. */
  public record Share(long events, long explained) {
    public long unexplained() {
      return events - explained;
    }
  }

  public Diagnosis {
    logs = List.copyOf(logs);
    findings = List.copyOf(findings);
    requireNonNull(server, "server");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
  }

  /** What to set so that the log tells more, with the way back. */
  public List<String> turnOn() {
    return client.unexplained() + connect.unexplained() + client.events() + connect.events() == 0
        ? List.of(
            "MySQL 8.0: SET PERSIST log_error_verbosity = 3 (back: SET PERSIST log_error_verbosity ="
                + " 2)",
            "MySQL 5.7: SET GLOBAL log_error_verbosity = 3",
            "MariaDB: SET GLOBAL log_warnings = 2, and in my.cnf, since SET GLOBAL is lost at a"
                + " restart")
        : client.unexplained() + connect.unexplained() > 0
            ? List.of(
                "SET GLOBAL general_log = ON for ten minutes, then SET GLOBAL general_log = OFF: it"
                    + " shows each login and its end")
            : List.of();
  }
}
