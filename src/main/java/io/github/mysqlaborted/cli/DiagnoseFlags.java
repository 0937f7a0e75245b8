package io.github.mysqlaborted.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code diagnose} as given, as text. {@link DiagnoseFlagsParser} reads them. */
@Command(
    name = "mysql-aborted-exporter diagnose",
    header =
        "Reports which causes explain the aborted connections in error logs of MySQL and MariaDB.",
    synopsisHeading = "Usage: ",
    customSynopsis = "mysql-aborted-exporter diagnose [LOG...] [--flag=value]...",
    parameterListHeading = "%n",
    optionListHeading = "%nFlags:%n",
    footerHeading = "%n",
    footer = {
      "Times are 2026-11-25, 2026-11-25T10:00, 2026-11-25T10:00:00Z, or a length before now: 24h,"
          + " 7d.",
      "Exit status: 0 if a report was made, 1 if no log could be read, 2 for a usage error, 3 if"
          + " --fail-on found what it names."
    },
    sortOptions = false)
final class DiagnoseFlags {

  @Parameters(
      paramLabel = "LOG",
      arity = "0..*",
      description =
          "Error logs: paths, globs, .gz files, or - for standard input. Rotated files beside a log"
              + " are read too. Each log is of one server. Without LOG, the log of the server at"
              + " --mysqld.address, if it is on this machine.")
  List<String> logs = new ArrayList<>();

  @Option(names = "--since", paramLabel = "TIME", description = "Leave out older events.")
  String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Leave out newer events.")
  String until;

  @Option(names = "--account", paramLabel = "USER", description = "Only events of this user.")
  String account;

  @Option(names = "--host", paramLabel = "HOST", description = "Only events from this host.")
  String host;

  @Option(names = "--db", paramLabel = "NAME", description = "Only events of this database.")
  String db;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report to FILE: JSON if it ends in .json, HTML if in .html, else text; - is"
              + " standard output. Repeatable (default: -).")
  List<String> outputs = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Format on standard output: text, json or html (default: text).")
  String format;

  @Option(
      names = "--fail-on",
      paramLabel = "CERTAINTY[:CAUSE,...]",
      description =
          "Exit with status 3 if there is a finding at least so sure (possible, likely, certain),"
              + " of one of these causes if any are named: likely:attack,dead_path.")
  String failOn;

  @Option(
      names = "--wait-timeout",
      paramLabel = "SECONDS",
      description = "wait_timeout of the server (default: asked, if --mysqld.address is given).")
  String waitTimeout;

  @Option(
      names = "--net-write-timeout",
      paramLabel = "SECONDS",
      description = "net_write_timeout of the server (default: likewise).")
  String netWriteTimeout;

  @Option(
      names = "--max-allowed-packet",
      paramLabel = "BYTES",
      description = "max_allowed_packet of the server (default: likewise).")
  String maxAllowedPacket;

  @Option(
      names = "--keepalive",
      paramLabel = "TIME,INTERVAL,PROBES",
      description =
          "TCP keepalive of the server's machine, in seconds: tcp_keepalive_time, _intvl and"
              + " _probes (default: 7200,75,9).")
  String keepalive;

  @Option(
      names = "--deployed-at",
      paramLabel = "TIME",
      description = "When clients were deployed or restarted. Repeatable.")
  List<String> deployments = new ArrayList<>();

  @Option(
      names = "--errorlog.time-zone",
      paramLabel = "ZONE",
      description = "Time zone of log timestamps that have none (default: the machine's).")
  String timeZone;

  @Option(
      names = "--hours.time-zone",
      paramLabel = "ZONE",
      description = "Time zone of the report (default: the machine's).")
  String hoursTimeZone;

  @Option(
      names = "--mysqld.address",
      paramLabel = "HOST:PORT",
      description = "Server to ask for its settings. It is asked once.")
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

  @Option(
      names = "--config.my-cnf",
      paramLabel = "FILE",
      description = "Option file with [client] (default: ~/.my.cnf if it exists).")
  String myCnf;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
