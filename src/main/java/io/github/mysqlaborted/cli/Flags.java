package io.github.mysqlaborted.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The flags as given on the command line, as text. {@link FlagsParser} interprets and validates
 * them.
 */
@Command(
    name = "mysql-aborted-exporter",
    header = "Prometheus exporter that shows why MySQL and MariaDB connections are aborted.",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "mysql-aborted-exporter [serve] [--flag=value]...",
      "       mysql-aborted-exporter diagnose [LOG...] [--flag=value]...",
      "       mysql-aborted-exporter explain [LINE]",
      "       mysql-aborted-exporter health [HOST:PORT]"
    },
    optionListHeading = "%nFlags:%n",
    footerHeading = "%n",
    footer =
        "Each flag can also be set by an environment variable: --web.listen-address is"
            + " MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS. Separate several values by commas.",
    sortOptions = false,
    usageHelpWidth = 100,
    usageHelpAutoWidth = true)
final class Flags {

  @Option(
      names = "--config.my-cnf",
      paramLabel = "FILE",
      description =
          "Option file with [client]: user, password, host, port, socket, ssl-mode, ssl-ca,"
              + " ssl-cert, ssl-key, get-server-public-key, server-public-key-path,"
              + " enable-cleartext-plugin; [client.NAME] for /probe (default: ~/.my.cnf if it"
              + " exists).")
  String myCnf;

  @Option(
      names = "--mysqld.address",
      paramLabel = "HOST:PORT",
      description = "Address of the server (default: from the option file, else localhost:3306).")
  String mysqldAddress;

  @Option(
      names = "--mysqld.username",
      paramLabel = "NAME",
      description = "User to log in with (default: from the option file).")
  String mysqldUsername;

  @Option(
      names = "--mysqld.password-file",
      paramLabel = "FILE",
      description =
          "File with the password (default: MYSQLD_EXPORTER_PASSWORD, else the option file).")
  String passwordFile;

  @Option(names = "--no-mysqld", description = "Read logs only, connect to no server.")
  boolean noMysqld;

  @Option(
      names = "--errorlog.source",
      paramLabel = "SOURCE",
      defaultValue = "auto",
      description =
          "Source of the error log: auto (--errorlog.file, else discovered from the server), file, table"
              + " (performance_schema.error_log), journal or none (default: auto).")
  String errorLogSource;

  @Option(
      names = "--errorlog.unit",
      paramLabel = "UNIT",
      description = "Systemd unit whose journal is read. Requires --errorlog.source=journal.")
  String errorLogUnit;

  @Option(
      names = "--errorlog.journal-directory",
      paramLabel = "DIR",
      description = "Directory of the journal files (default: the journal of this machine).")
  String errorLogJournalDirectory;

  @Option(
      names = "--errorlog.file",
      paramLabel = "FILE",
      description =
          "Error log of the server: a path (* and ? allowed in the file name), or - for standard input."
              + " Repeatable.")
  List<String> errorLogFiles = new ArrayList<>();

  @Option(
      names = "--errorlog.from",
      paramLabel = "WHERE",
      defaultValue = "beginning",
      description =
          "Where to start reading a file without saved position: beginning or end (default:"
              + " beginning).")
  String errorLogFrom;

  @Option(
      names = "--errorlog.time-zone",
      paramLabel = "ZONE",
      description =
          "Time zone of log timestamps that have none, such as Europe/Berlin (default: the machine's)."
              + " If the log collector adds a timestamp with a zone, that one is used.")
  String timeZone;

  @Option(
      names = "--hours.time-zone",
      paramLabel = "ZONE",
      description =
          "Time zone of the hours of the day, such as Europe/Berlin (default: the machine's).")
  String hoursTimeZone;

  @Option(
      names = "--generallog.file",
      paramLabel = "FILE",
      description =
          "General query log of the server, for failed logins that the error log does not contain: a"
              + " path or a glob. Repeatable.")
  List<String> generalLogFiles = new ArrayList<>();

  @Option(
      names = "--generallog.table",
      description =
          "Read failed logins from the table mysql.general_log. Requires log_output=TABLE. Each poll"
              + " makes the server scan the whole table.")
  boolean generalLogTable;

  @Option(
      names = "--state.directory",
      paramLabel = "DIR",
      description =
          "Directory in which positions and counters are saved across restarts (default:"
              + " $STATE_DIRECTORY, else they are not saved).")
  String stateDirectory;

  @Option(
      names = "--accounts",
      paramLabel = "ON|OFF",
      defaultValue = "on",
      description = "Count aborted connections by account too (default: on).")
  String accounts;

  @Option(
      names = "--accounts.max-series",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of account series per phase (default: 200).")
  String maxAccountSeries;

  @Option(
      names = {"--collect.global_status"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Collect counters from SHOW GLOBAL STATUS (default: on).")
  boolean globalStatus;

  @Option(
      names = {"--collect.global_variables"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Collect settings from SHOW GLOBAL VARIABLES (default: on).")
  boolean globalVariables;

  @Option(
      names = {"--collect.errors_summary"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Collect network and login errors from"
              + " performance_schema.events_errors_summary_global_by_error (default: on).")
  boolean errorsSummary;

  @Option(
      names = {"--collect.host_cache"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Collect sums over performance_schema.host_cache (default: on).")
  boolean hostCache;

  @Option(
      names = {"--collect.accounts"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Collect connections by account from performance_schema.accounts, or MariaDB's"
              + " USER_STATISTICS (default: on where granted).")
  boolean accountConnections;

  @Option(
      names = {"--collect.sessions"},
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Look at the open sessions, so that an abort is shown with its program and its idle time"
              + " (default: off).")
  boolean sessions;

  @Option(
      names = "--collect.sessions.interval",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How often to look at the open sessions, in seconds (default: 10).")
  String sessionsInterval;

  @Option(
      names = "--probe.allow",
      paramLabel = "HOST:PORT",
      description =
          "Servers that /probe may connect to: HOST:PORT (* and ? allowed in HOST, * as PORT), or a"
              + " network such as 10.1.0.0/16. Repeatable (default: none).")
  List<String> probeAllow = new ArrayList<>();

  @Option(
      names = "--probe.max-targets",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Maximum number of probed servers to keep, each with one connection (default: 1000).")
  String maxProbeTargets;

  @Option(
      names = "--timeout-offset",
      paramLabel = "SECONDS",
      defaultValue = "0.25",
      description = "Seconds subtracted from X-Prometheus-Scrape-Timeout-Seconds (default: 0.25).")
  String timeoutOffset;

  @Option(
      names = "--web.listen-address",
      paramLabel = "HOST:PORT",
      description = "Address to listen on. Repeatable (default: :10104).")
  List<String> listenAddresses = new ArrayList<>();

  @Option(
      names = "--web.telemetry-path",
      paramLabel = "PATH",
      defaultValue = "/metrics",
      description = "Path of the metrics (default: /metrics).")
  String telemetryPath;

  @Option(
      names = "--web.enable-lifecycle",
      description =
          "Enable POST /-/reload for all who can reach the port; SIGHUP always reloads (default: off).")
  boolean enableLifecycle;

  @Option(
      names = "--web.config.file",
      paramLabel = "FILE",
      description =
          "TLS, passwords and headers, in the format of Prometheus' exporter-toolkit; read anew when"
              + " it changes (default: plain HTTP for everybody).")
  String webConfigFile;

  @Option(
      names = "--web.open-health-checks",
      description =
          "Answer /-/healthy and /-/ready without a password, for probes of an orchestrator"
              + " (default: off).")
  boolean openHealth;

  @Option(
      names = "--log.level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "Log level: debug, info, warn or error (default: info).")
  String logLevel;

  @Option(
      names = "--log.format",
      paramLabel = "FORMAT",
      defaultValue = "logfmt",
      description = "Log format on standard error: logfmt or json (default: logfmt).")
  String logFormat;

  @Option(names = "--config.check", description = "Check flags and files, report errors, and exit.")
  boolean check;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  boolean version;
}
