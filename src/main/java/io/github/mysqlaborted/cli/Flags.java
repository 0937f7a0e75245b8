package io.github.mysqlaborted.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The flags as they were given, all of them text: what they mean, and whether they may, is {@link
 * FlagsParser}'s to say.
 */
@Command(
    name = "mysql-aborted-exporter",
    header = "A Prometheus exporter that tells why MySQL and MariaDB connections are aborted.",
    synopsisHeading = "Usage: ",
    customSynopsis = "mysql-aborted-exporter [serve] [--flag=value]...",
    optionListHeading = "%nFlags:%n",
    footerHeading = "%n",
    footer =
        "Each flag is also an environment variable: --web.listen-address is"
            + " MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS; several values are parted by commas.",
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
              + " enable-cleartext-plugin; [client.NAME] for /probe (default: ~/.my.cnf if there).")
  String myCnf;

  @Option(
      names = "--mysqld.address",
      paramLabel = "HOST:PORT",
      description = "The server to watch (default: from the option file, else localhost:3306).")
  String mysqldAddress;

  @Option(
      names = "--mysqld.username",
      paramLabel = "NAME",
      description = "The account to log in with (default: from the option file).")
  String mysqldUsername;

  @Option(
      names = "--mysqld.password-file",
      paramLabel = "FILE",
      description = "File with the password; else MYSQLD_EXPORTER_PASSWORD, else the option file.")
  String passwordFile;

  @Option(names = "--no-mysqld", description = "Watch no server, read only logs.")
  boolean noMysqld;

  @Option(
      names = "--errorlog.source",
      paramLabel = "SOURCE",
      defaultValue = "auto",
      description =
          "Where the error log is: auto (a given file, else what the server offers), file, table"
              + " (performance_schema.error_log), journal or none (default: auto).")
  String errorLogSource;

  @Option(
      names = "--errorlog.unit",
      paramLabel = "UNIT",
      description = "The systemd unit whose journal is read, with --errorlog.source=journal.")
  String errorLogUnit;

  @Option(
      names = "--errorlog.journal-directory",
      paramLabel = "DIR",
      description = "Where the journal's files are (default: where this machine has them).")
  String errorLogJournalDirectory;

  @Option(
      names = "--errorlog.file",
      paramLabel = "FILE",
      description =
          "The server's error log: a path, * and ? in its last part, - for standard input; repeatable.")
  List<String> errorLogFiles = new ArrayList<>();

  @Option(
      names = "--errorlog.from",
      paramLabel = "WHERE",
      defaultValue = "beginning",
      description =
          "Where a file without saved position starts: beginning or end" + " (default: beginning).")
  String errorLogFrom;

  @Option(
      names = "--errorlog.time-zone",
      paramLabel = "ZONE",
      description =
          "Zone of the server's stamps that have none, such as Europe/Berlin (default: the"
              + " machine's). A collector's stamp with a zone wins.")
  String timeZone;

  @Option(
      names = "--hours.time-zone",
      paramLabel = "ZONE",
      description = "Zone of the hours of the day, such as Europe/Berlin (default: the machine's).")
  String hoursTimeZone;

  @Option(
      names = "--generallog.file",
      paramLabel = "FILE",
      description =
          "The server's general query log, for failed logins that its error log does not name; a"
              + " path or a glob, repeatable.")
  List<String> generalLogFiles = new ArrayList<>();

  @Option(
      names = "--generallog.table",
      description =
          "Read the server's table mysql.general_log for the same, while log_output says TABLE; each"
              + " look costs the server a pass over all of it.")
  boolean generalLogTable;

  @Option(
      names = "--state.directory",
      paramLabel = "DIR",
      description =
          "Where positions and counters survive a restart (default: $STATE_DIRECTORY,"
              + " else nowhere).")
  String stateDirectory;

  @Option(
      names = "--accounts",
      paramLabel = "ON|OFF",
      defaultValue = "on",
      description = "Count by account too (default: on).")
  String accounts;

  @Option(
      names = "--accounts.max-series",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many account series each phase may have (default: 200).")
  String maxAccountSeries;

  @Option(
      names = {"--collect.global_status"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "The counters of SHOW GLOBAL STATUS (default: on).")
  boolean globalStatus;

  @Option(
      names = {"--collect.global_variables"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "The settings of SHOW GLOBAL VARIABLES (default: on).")
  boolean globalVariables;

  @Option(
      names = {"--collect.errors_summary"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "performance_schema's count of network errors (default: on).")
  boolean errorsSummary;

  @Option(
      names = {"--collect.host_cache"},
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "performance_schema.host_cache, summed (default: on).")
  boolean hostCache;

  @Option(
      names = "--probe.allow",
      paramLabel = "HOST:PORT",
      description =
          "Servers that /probe may ask: HOST:PORT, also with * and ? in HOST or * as PORT,"
              + " or a network as 10.1.0.0/16; repeatable (default: none).")
  List<String> probeAllow = new ArrayList<>();

  @Option(
      names = "--probe.max-targets",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many probed servers are kept in mind, each with a connection (default: 1000).")
  String maxProbeTargets;

  @Option(
      names = "--timeout-offset",
      paramLabel = "SECONDS",
      defaultValue = "0.25",
      description = "Taken off X-Prometheus-Scrape-Timeout-Seconds (default: 0.25).")
  String timeoutOffset;

  @Option(
      names = "--web.listen-address",
      paramLabel = "HOST:PORT",
      description = "Where to listen; repeatable (default: :10104).")
  List<String> listenAddresses = new ArrayList<>();

  @Option(
      names = "--web.telemetry-path",
      paramLabel = "PATH",
      defaultValue = "/metrics",
      description = "Where the metrics are (default: /metrics).")
  String telemetryPath;

  @Option(
      names = "--web.enable-lifecycle",
      description =
          "Let whoever reaches the port reload the configuration by POST /-/reload; SIGHUP always"
              + " does (default: off).")
  boolean enableLifecycle;

  @Option(
      names = "--log.level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "debug, info, warn or error (default: info).")
  String logLevel;

  @Option(
      names = "--log.format",
      paramLabel = "FORMAT",
      defaultValue = "logfmt",
      description = "logfmt or json, on standard error (default: logfmt).")
  String logFormat;

  @Option(names = "--config.check", description = "Check flags and files, say what is wrong, exit.")
  boolean check;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version.")
  boolean version;
}
