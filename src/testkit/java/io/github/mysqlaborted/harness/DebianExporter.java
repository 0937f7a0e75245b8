package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The built exporter as a service of a {@link DebianMachine}, by the unit file that is shipped, as
 * a user who is no more than a member of a group. A machine may have several.
 *
 * @param port that it listens on; 10104 leaves the unit file as it is shipped
 * @param flags beyond those for account and port
 */
public record DebianExporter(int port, String flags) {
  private static final String NAME = "mysql-aborted-exporter";
  private static final String LAUNCHER = "/usr/lib/" + NAME + "/bin/" + NAME;
  private static final String NO_SERVER = "--no-mysqld";
  private static final int PORT_AS_SHIPPED = 10104;
  private static final String SYSLOG = "/var/log/syslog";
  private static final String TRADITIONAL = "/var/log/traditional.log";

  /** The unit file as it is shipped. */
  public static DebianExporter asShipped() {
    return new DebianExporter(PORT_AS_SHIPPED, "");
  }

  /** Follows whatever it finds. */
  public static DebianExporter findingTheLog() {
    return new DebianExporter(10105, "");
  }

  /** Follows the journal of a unit. */
  public static DebianExporter ofJournal(String unit) {
    return new DebianExporter(10106, "--errorlog.source=journal --errorlog.unit=" + unit);
  }

  /** Follows the file that rsyslog writes at Debian's defaults. */
  public static DebianExporter ofSyslog() {
    return new DebianExporter(10107, "--errorlog.file=" + SYSLOG);
  }

  /** Follows one whose lines begin as was the default before Debian 12. */
  public static DebianExporter ofTraditionalSyslog() {
    return new DebianExporter(10108, "--errorlog.file=" + TRADITIONAL);
  }

  /** The same, which reads logs only. */
  public DebianExporter withoutServer() {
    return new DebianExporter(port, flags + " " + NO_SERVER);
  }

  /** Puts into a machine, before its boot, what all exporters there need. */
  public static void prepare(DebianMachine machine) throws IOException {
    machine.bindJava();
    machine.bind(ExporterProcess.builtJar(), "/usr/lib/" + NAME + "/lib/" + NAME + ".jar");
    machine.bind(Path.of("deploy", "bin", NAME), LAUNCHER);
    String myCnf = "/etc/" + NAME + "/my.cnf";
    machine.write(
        myCnf,
        """
        [client]
        user=%s
        password=%s
        host=127.0.0.1
        """
            .formatted(DebianClients.EXPORTER.user(), DebianClients.EXPORTER.password()));
    machine.write("/etc/tmpfiles.d/exporter.conf", "z " + myCnf + " 0400 " + NAME + "\n");
    machine.write(
        "/etc/rsyslog.d/traditional.conf",
        """
        *.* action(type="omfile" file="%s" fileGroup="adm" fileCreateMode="0640"
          template="RSYSLOG_TraditionalFileFormat")
        """
            .formatted(TRADITIONAL));
  }

  /** Puts it into a machine, before its boot, and does not start it. */
  public void addTo(DebianMachine machine) throws IOException {
    machine.write(
        "/etc/systemd/system/" + unit(),
        Files.readString(Path.of("deploy", "systemd", NAME + ".service")));
    if (port != PORT_AS_SHIPPED) {
      machine.write("/etc/systemd/system/" + unit() + ".d/flags.conf", settings());
    }
  }

  /** What its unit has other than the one that is shipped. */
  private String settings() {
    String group = flags.contains("file=") ? "adm" : "systemd-journal";
    String account = flags.contains(NO_SERVER) ? "" : "--config.my-cnf=/etc/" + NAME + "/my.cnf";
    return """
        [Service]
        StateDirectory=
        StateDirectory=%1$s-%2$d
        SupplementaryGroups=
        SupplementaryGroups=%3$s
        Environment=
        ExecStart=
        ExecStart=%4$s %6$s --web.listen-address=127.0.0.1:%2$d %5$s
        """
        .formatted(NAME, port, group, LAUNCHER, flags, account);
  }

  /** The name of its unit. */
  public String unit() {
    return port == PORT_AS_SHIPPED ? NAME + ".service" : NAME + "-" + port + ".service";
  }

  /** What it has counted; see {@link Provoked#counted}. */
  public Map<String, Long> counted(DebianMachine machine) {
    return Provoked.counted(machine.scrape(port));
  }
}
