package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the exporter is told at its start, checked.
 *
 * @param mysqld how to find the server to watch; empty if only logs are read
 * @param errorLog which log is read, and how
 * @param accounts how many account series each phase may have; 0 for none
 * @param stateDirectory where positions and counters are kept; without it they are not
 * @param collectors which collectors of the server's status run
 * @param sessionsEvery how often the sessions that are open are looked at; empty for never
 * @param probe which servers {@code /probe} may ask
 * @param timeoutOffset taken off the scrape timeout
 * @param web where to answer
 * @param logging the exporter's own log
 */
public record ExporterConfig(
    Optional<MysqldConfig> mysqld,
    ErrorLogConfig errorLog,
    int accounts,
    Optional<Path> stateDirectory,
    Set<String> collectors,
    Optional<Duration> sessionsEvery,
    ProbeConfig probe,
    Duration timeoutOffset,
    Web web,
    Logging logging) {

  /** The accounts of a phase that are told apart unless more are asked for. */
  public static final int DEFAULT_ACCOUNTS = 200;

  /** How many series a Prometheus with one such exporter surely bears. */
  public static final int MOST_ACCOUNTS = 100_000;

  public ExporterConfig {
    requireNonNull(mysqld, "mysqld");
    requireNonNull(errorLog, "errorLog");
    requireNonNull(stateDirectory, "stateDirectory");
    requireNonNull(sessionsEvery, "sessionsEvery");
    requireNonNull(probe, "probe");
    requireNonNull(timeoutOffset, "timeoutOffset");
    requireNonNull(web, "web");
    requireNonNull(logging, "logging");
    collectors = Set.copyOf(collectors);
  }

  /**
   * The HTTP server.
   *
   * @param metricsPath where the metrics are
   * @param lifecycle whether {@code POST /-/reload} is answered
   * @param configFile TLS, passwords and headers; empty for plain HTTP for everybody
   * @param openHealth whether health and readiness are told to whoever has no password, too
   */
  public record Web(
      List<InetSocketAddress> listen,
      String metricsPath,
      boolean lifecycle,
      Optional<Path> configFile,
      boolean openHealth) {
    public Web {
      requireNonNull(configFile, "configFile");
      listen = List.copyOf(listen);
      requireNonNull(metricsPath, "metricsPath");
    }
  }

  /** The exporter's own log, on standard error. */
  public record Logging(Level level, Format format) {

    /** The least important lines that are written. */
    public enum Level {
      DEBUG,
      INFO,
      WARN,
      ERROR
    }

    /** The shape of a line. */
    public enum Format {
      LOGFMT,
      JSON
    }
  }
}
