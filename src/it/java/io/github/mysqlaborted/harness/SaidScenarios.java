package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.harness.SaidServer.SaidBefore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scenarios of {@code docs/what-servers-say.md}. */
final class SaidScenarios {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What levels, sinks and filters make a difference to. */
  private static final List<Fault> EXAMPLES =
      List.of(
          Fault.NOT_CLOSED,
          Fault.IDLE_TIMEOUT,
          Fault.KILLED,
          Fault.INIT_CONNECT_FAILED,
          Fault.WRONG_PASSWORD,
          Fault.TCP_PROBE);

  private static final Set<Fault> IN_GENERAL_LOG =
      Set.of(
          Fault.CLEAN,
          Fault.NOT_CLOSED,
          Fault.KILLED,
          Fault.NO_PRIVILEGE,
          Fault.WRONG_PASSWORD,
          Fault.TCP_PROBE);

  private static final Pattern GENERAL =
      Pattern.compile("(?:\\S+(?: +\\S+)?)?\\s+(\\d+) ((?:Connect|Quit|Query|Init DB)\\b.*)");

  private static final Age DEAD = Age.between(Duration.ofSeconds(5), Duration.ofSeconds(20));
  private static final Age IDLE = Age.between(Duration.ofSeconds(2), Duration.ofSeconds(20));

  private SaidScenarios() {}

  /** All that needs no network of its own. */
  static List<SaidCell> ofServer(ServerKind kind, SaidBefore before) throws Exception {
    try (Server server = Server.start(kind)) {
      SaidServer said = new SaidServer(server, "", before);
      faults(said);
      pluginNotLoaded(said);
      generalLog(said);
      levels(said);
      if (server.dialect() == Dialect.MYSQL_8) {
        suppressed(said);
        jsonSink(said);
        table(said);
      }
      return said.cells();
    }
  }

  /** The harness's faults where MariaDB writes companion records. */
  static List<SaidCell> ofCompanions(SaidBefore before) throws Exception {
    try (Server server = Server.start(ServerKind.MARIADB_11_4, Verbosity.COMPANIONS)) {
      SaidServer said = new SaidServer(server, ", log_warnings = 4", before);
      faults(said);
      return said.cells();
    }
  }

  private static void faults(SaidServer said) throws Exception {
    for (Fault fault : Fault.values()) {
      said.say(name(fault), fault);
    }
  }

  private static String name(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }

  /** The account's plugin is not there any more when its client comes. */
  private static void pluginNotLoaded(SaidServer said) throws Exception {
    Server server = said.server();
    server.execute("CREATE USER 'plugged'@'%' IDENTIFIED BY 'plugged'");
    server.execute(
        server.dialect() == Dialect.MARIADB
            ? "UPDATE mysql.global_priv SET priv = JSON_SET(priv, '$.plugin', 'gone_plugin')"
                + " WHERE user = 'plugged'"
            : "UPDATE mysql.user SET plugin = 'gone_plugin'"
                + (server.dialect() == Dialect.MYSQL_8 ? "" : ", password = ''")
                + " WHERE user = 'plugged'");
    said.say(
        "plugin_not_loaded",
        said.name(""),
        Age.UNKNOWN,
        () -> {
          server.execute("FLUSH PRIVILEGES");
          Map<String, Long> before = said.counters();
          try (FaultClient client = FaultClient.connect(server)) {
            client.login("plugged".getBytes(StandardCharsets.UTF_8), "plugged", "");
            client.awaitClose();
            return said.awaitEnd(before, client.connectionId(), "Aborted_connects");
          }
        });
    server.execute("DROP USER 'plugged'@'%'");
    server.execute("FLUSH PRIVILEGES");
  }

  /** What the general query log tells of a connection that is aborted. */
  private static void generalLog(SaidServer said) throws Exception {
    for (Fault fault : Fault.values()) {
      if (IN_GENERAL_LOG.contains(fault)) {
        said.addOnce(() -> inGeneralLog(said, fault));
      }
    }
  }

  private static SaidCell inGeneralLog(SaidServer said, Fault fault) {
    Server server = said.server();
    String root = server.queryValue("SELECT CONNECTION_ID()");
    LogMark mark = LogMark.endOf(server.generalLog());
    Map<String, Long> moved = Faults.provoke(server, fault);
    said.fence(LogMark.endOf(server.errorLog()));
    List<String> lines = new ArrayList<>();
    for (String line : mark.lines()) {
      Matcher matcher = GENERAL.matcher(line);
      if (line.contains("fence")) {
        break;
      }
      if (matcher.matches() && !matcher.group(1).equals(root)) {
        lines.add("ID " + matcher.group(2));
      }
    }
    return SaidCell.ofOtherLog("general log: " + name(fault), said.name(""), moved, lines);
  }

  private static void levels(SaidServer said) throws Exception {
    Server server = said.server();
    boolean mysql8 = server.dialect() == Dialect.MYSQL_8;
    String variable = said.levelVariable();
    String before = server.queryValue("SELECT @@GLOBAL." + variable);
    for (int level = mysql8 ? 1 : 0; level <= (mysql8 ? 3 : 4); level++) {
      server.execute("SET GLOBAL " + variable + " = " + level);
      for (Fault fault : EXAMPLES) {
        said.say(
            "level: " + name(fault),
            said.name(", " + variable + " = " + level),
            SaidServer.SECOND,
            () -> Faults.provoke(server, fault));
      }
    }
    server.execute("SET GLOBAL " + variable + " = " + before);
  }

  private static void suppressed(SaidServer said) throws Exception {
    Server server = said.server();
    server.execute("SET GLOBAL log_error_suppression_list = 'MY-010914'");
    for (Fault fault : EXAMPLES) {
      said.say(
          "suppression list: " + name(fault),
          said.name(", log_error_suppression_list = 'MY-010914'"),
          SaidServer.SECOND,
          () -> Faults.provoke(server, fault));
    }
    server.execute("SET GLOBAL log_error_suppression_list = ''");
  }

  private static void jsonSink(SaidServer said) throws Exception {
    Server server = said.server();
    String services = server.queryValue("SELECT @@GLOBAL.log_error_services");
    server.execute("INSTALL COMPONENT 'file://component_log_sink_json'");
    server.execute("SET GLOBAL log_error_services = 'log_filter_internal; log_sink_json'");
    for (Fault fault : EXAMPLES) {
      said.addOnce(() -> inJson(said, fault));
    }
    server.execute("SET GLOBAL log_error_services = '" + services + "'");
    server.execute("UNINSTALL COMPONENT 'file://component_log_sink_json'");
  }

  private static SaidCell inJson(SaidServer said, Fault fault) {
    LogMark mark = LogMark.endOf(said.jsonLog());
    Map<String, Long> moved = Faults.provoke(said.server(), fault);
    said.fence(mark);
    List<String> lines =
        mark.lines().stream()
            .takeWhile(line -> !SaidServer.isFence(line))
            .filter(line -> !SaidWords.isForeign(line))
            .toList();
    return SaidCell.of(
        "JSON sink: " + name(fault),
        said.name(""),
        moved,
        lines,
        SaidServer.SECOND,
        said.timeouts());
  }

  /** What {@code performance_schema.error_log} has of it. */
  private static void table(SaidServer said) throws Exception {
    for (Fault fault : EXAMPLES) {
      said.addOnce(() -> inTable(said, fault));
    }
  }

  private static SaidCell inTable(SaidServer said, Fault fault) {
    Server server = said.server();
    String last = server.queryValue("SELECT MAX(LOGGED) FROM performance_schema.error_log");
    LogMark mark = LogMark.endOf(server.errorLog());
    Map<String, Long> moved = Faults.provoke(server, fault);
    said.fence(mark);
    String rows =
        server.queryValue(
            "SELECT COALESCE(GROUP_CONCAT(CONCAT('PRIO ', PRIO, ', ERROR_CODE ', ERROR_CODE,"
                + " ', SUBSYSTEM ', SUBSYSTEM, ', DATA ', DATA) ORDER BY LOGGED SEPARATOR '\\n'),"
                + " '') FROM performance_schema.error_log WHERE LOGGED > '"
                + last
                + "'");
    List<String> lines =
        rows.lines()
            .takeWhile(line -> !SaidServer.isFence(line))
            .filter(line -> !SaidWords.isForeign(line))
            .toList();
    return SaidCell.ofOtherLog(
        "performance_schema.error_log: " + name(fault), said.name(""), moved, lines);
  }

  /** What the dead path to a client makes a server say, and an idle client beside it. */
  static List<SaidCell> ofDeadPath(ServerKind kind, SaidBefore before) throws Exception {
    try (CutNetwork network = CutNetwork.create();
        LocalServer server =
            LocalServer.startIn(network, kind, Verbosity.FULL, "--skip-name-resolve")) {
      SaidServer said = new SaidServer(server, "", before);
      idleTimeouts(said, "4");
      said.say(
          "idle for wait_timeout, beside dead paths",
          said.name(", wait_timeout = 4"),
          IDLE,
          () -> {
            Map<String, Long> counted = said.counters();
            try (FarClient idle = FarClient.loggedIn(network, server.port(), "SELECT 1")) {
              return said.awaitEnd(counted, idle.connectionId(), "Aborted_clients");
            }
          });
      idleTimeouts(said, "28800");
      said.say("dead_path_idle", said.name(""), DEAD, () -> dark(network, said, false));
      said.say("dead_path_busy", said.name(""), DEAD, () -> dark(network, said, true));
      said.say("forgotten_session", said.name(""), DEAD, () -> forgotten(network, said));
      return said.cells();
    }
  }

  /** What is said of a client that gives up while the server looks for its name. */
  static List<SaidCell> ofSilentResolver(ServerKind kind, SaidBefore before) throws Exception {
    try (CutNetwork network = CutNetwork.create();
        LocalServer server = LocalServer.startIn(network, kind, Verbosity.FULL)) {
      SaidServer said = new SaidServer(server, "", before);
      said.say(
          "name_server_silent",
          said.name(""),
          Age.UNKNOWN,
          () -> {
            Map<String, Long> counted = said.counters();
            network.connectAndGiveUp(server.port());
            return said.awaitCount(counted, "Aborted_connects");
          });
      return said.cells();
    }
  }

  /** What needs options that the other scenarios do without. */
  static List<SaidCell> ofReplicaAndCertificate(ServerKind kind, SaidBefore before)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("--server-id=1", "--log-bin=binlog"));
    if (kind == ServerKind.MARIADB_11_4) {
      options.add("--ssl");
    }
    try (LocalServer server =
        LocalServer.start(kind, Verbosity.FULL, options.toArray(new String[0]))) {
      SaidServer said = new SaidServer(server, "", before);
      said.say("replica_disconnected", said.name(""), SaidServer.SECOND, () -> replica(said));
      certificate(said);
      return said.cells();
    }
  }

  private static Map<String, Long> replica(SaidServer said) throws IOException {
    Server server = said.server();
    server.execute("GRANT REPLICATION SLAVE ON *.* TO 'app'@'%'");
    server.execute("FLUSH LOGS");
    String file = server.queryValue("SHOW MASTER STATUS");
    Map<String, Long> before = said.counters();
    try (FaultClient client = FaultClient.loggedIn(server, SampleData.APP, "")) {
      client.query("SET @master_binlog_checksum = 'NONE'");
      client.dumpBinlog(file);
      Await.within(
          LIMIT,
          () ->
              server
                  .queryValue(
                      "SELECT COUNT(*) FROM information_schema.processlist"
                          + " WHERE command = 'Binlog Dump' AND state LIKE '%has sent all binlog%'")
                  .equals("1"));
      client.reset();
      // The server notices when it has something to send.
      server.execute("CREATE DATABASE replicated");
      Map<String, Long> moved = said.awaitEnd(before, client.connectionId(), "Aborted_clients");
      server.execute("DROP DATABASE replicated");
      return moved;
    }
  }

  private static void certificate(SaidServer said) throws Exception {
    String section = "certificate_refused";
    boolean offersTls = said.server().globalVariable("have_ssl").map("YES"::equals).orElse(true);
    if (!offersTls) {
      said.add(SaidCell.impossible(section, said.name(""), "the server has no certificate here"));
      return;
    }
    said.say(
        section,
        said.name(""),
        Age.UNKNOWN,
        () -> {
          Map<String, Long> before = said.counters();
          try (FaultClient client = FaultClient.refusingCertificate(said.server())) {
            return said.awaitEnd(before, client.connectionId(), "Aborted_connects");
          }
        });
  }

  private static void idleTimeouts(SaidServer said, String seconds) {
    said.server().execute("SET GLOBAL wait_timeout = " + seconds);
    said.server().execute("SET GLOBAL interactive_timeout = " + seconds);
  }

  private static Map<String, Long> dark(CutNetwork network, SaidServer said, boolean busy)
      throws IOException {
    Server server = said.server();
    Map<String, Long> before = said.counters();
    try (FarClient client = FarClient.loggedIn(network, server.port(), "SELECT 1")) {
      if (busy) {
        client.send("SELECT SLEEP(3)");
        Await.within(
            LIMIT,
            () ->
                server
                    .queryValue(
                        "SELECT COUNT(*) FROM information_schema.processlist"
                            + " WHERE state = 'User sleep'")
                    .equals("1"));
      }
      network.cut();
      Map<String, Long> moved = said.awaitEnd(before, client.connectionId(), "Aborted_clients");
      network.mend();
      return moved;
    }
  }

  /** The client dies unseen, and its machine answers the server's keepalive with a reset. */
  private static Map<String, Long> forgotten(CutNetwork network, SaidServer said)
      throws IOException {
    Map<String, Long> before = said.counters();
    FarClient client = FarClient.loggedIn(network, said.server().port(), "SELECT 1");
    network.cut();
    client.close();
    network.mend();
    return said.awaitEnd(before, client.connectionId(), "Aborted_clients");
  }
}
