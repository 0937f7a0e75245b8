package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.List;

/**
 * What one reason can and cannot mean, and what to check next.
 *
 * @param means what the server saw
 * @param cannotMean what people take it for, wrongly
 * @param checks what to look at next, each with a statement to type
 */
record ReasonGuide(String means, String cannotMean, List<String> checks) {

  private static final String AGES =
      "How old was the session? Run the exporter beside the server, or SET GLOBAL general_log = ON"
          + " for ten minutes, then OFF.";
  private static final String TIMEOUTS =
      "SELECT @@GLOBAL.wait_timeout, @@GLOBAL.interactive_timeout;";
  private static final String HOST_CACHE =
      "SELECT ip, host, count_handshake_errors, sum_connect_errors FROM"
          + " performance_schema.host_cache;";
  private static final String KEEPALIVE =
      "sysctl net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_intvl"
          + " net.ipv4.tcp_keepalive_probes";
  private static final String ACCOUNTS = "SELECT user, host, plugin FROM mysql.user;";

  ReasonGuide {
    checks = List.copyOf(checks);
  }

  /** That of a reason in a phase. */
  static ReasonGuide of(Phase phase, Reason reason) {
    return phase == Phase.CLIENT ? ofSession(reason) : ofLogin(reason);
  }

  private static ReasonGuide ofSession(Reason reason) {
    return switch (reason) {
      case READ_ERROR ->
          new ReasonGuide(
              "The server was waiting for the next command, and the connection was closed or reset"
                  + " without the client saying goodbye (COM_QUIT).",
              "It does not say who closed it: the client's process, a proxy, a firewall. It does not"
                  + " mean that data was lost, unless a transaction was open. It is no attack: the"
                  + " client had logged in.",
              List.of(
                  AGES,
                  "Do several of them come within one second? Then a process ended: compare with"
                      + " deployments.",
                  "Do they come at the same hours each day, or at a fixed interval? diagnose LOG"
                      + " shows it."));
      case READ_TIMEOUT, INACTIVITY ->
          new ReasonGuide(
              "Nothing came from the client, and the server closed the connection. Either the"
                  + " session was idle for wait_timeout (or interactive_timeout), or TCP gave up on"
                  + " a client that no longer answered: the server uses the same words for both.",
              "One record cannot tell an idle timeout from a dead network path. It is no attack.",
              List.of(TIMEOUTS, AGES, KEEPALIVE));
      case IO_TIMEOUT ->
          new ReasonGuide(
              "TCP gave up on the client before wait_timeout had passed: the network path, or the"
                  + " client's machine, is gone.",
              "It is no idle timeout, whatever the sentence beside it says.",
              List.of(
                  KEEPALIVE,
                  "ss -tno state established '( sport = :3306 )' on the server: which peers do not"
                      + " answer?",
                  "What lies between server and host, and after how long does it drop idle"
                      + " connections?"));
      case WRITE_ERROR ->
          new ReasonGuide(
              "The client was gone while the server was sending a result to it.",
              "It is no idle timeout: the session was at work.",
              List.of(
                  "Does the client give up waiting (socketTimeout, a job's time limit)?",
                  "Is a binlog dump record beside it? Then a replica went away: SHOW REPLICAS;",
                  "Do only large results break? ping -M do -s 1472 HOST tries the packet size."));
      case WRITE_TIMEOUT ->
          new ReasonGuide(
              "The client read nothing of its result for net_write_timeout.",
              "The statement itself was not too slow: it had a result.",
              List.of(
                  "SELECT @@GLOBAL.net_write_timeout;",
                  "Does the client work on each row before it reads the next?",
                  "SET SESSION net_write_timeout = 600; in that job."));
      case PACKET_TOO_LARGE ->
          new ReasonGuide(
              "A statement or value was larger than max_allowed_packet.",
              "It is no network fault.",
              List.of(
                  "SELECT @@GLOBAL.max_allowed_packet;",
                  "What does the client send: a large blob, a long INSERT?",
                  "If raising the limit changes nothing, the client builds endless packets."));
      case PACKETS_OUT_OF_ORDER ->
          new ReasonGuide(
              "The numbers of the packets did not fit: two threads or processes use one"
                  + " connection.",
              "It is hardly the network: TCP keeps the order.",
              List.of(
                  "Does the client fork() after connecting?",
                  "Do threads share a connection?",
                  "Is a proxy between them? Look into its log."));
      case UNCOMPRESS_ERROR ->
          new ReasonGuide(
              "A compressed packet could not be unpacked.",
              "It is no wrong password.",
              List.of(
                  "Which connector and version does the client use?",
                  "Does it work without compression?",
                  "Does a device on the way change the data?"));
      case KILLED ->
          new ReasonGuide(
              "Somebody, or a tool, ended the session by KILL.",
              "It is neither the network nor the client.",
              List.of(
                  "SHOW GLOBAL STATUS LIKE 'Com_kill';",
                  "Does pt-kill or a limit of the platform run?",
                  "Who has the privilege? SHOW GRANTS;"));
      case INIT_CONNECT_FAILED ->
          new ReasonGuide(
              "The statements of init_connect failed, and the server closed the connection.",
              "The login itself was right.",
              List.of(
                  "SELECT @@GLOBAL.init_connect;",
                  "Run its statements as that user.",
                  "The next line of the log may name the error."));
      case SERVER_SHUTDOWN ->
          new ReasonGuide(
              "The server was stopping and closed what was still open.",
              "The client is not to blame.",
              List.of(
                  "Who stopped the server? journalctl --unit=mysql",
                  "SHOW GLOBAL STATUS LIKE 'Uptime';",
                  "Did it start again? The log says so."));
      default ->
          new ReasonGuide(
              "The server ended the session and gave no reason that says more.",
              "It cannot be told from this line.",
              List.of(
                  "The lines of the same connection id before it.",
                  "SET GLOBAL log_error_verbosity = 3 (MySQL) or log_warnings = 4 (MariaDB).",
                  AGES));
    };
  }

  private static ReasonGuide ofLogin(Reason reason) {
    return switch (reason) {
      case ACCESS_DENIED ->
          new ReasonGuide(
              "The login was refused: a wrong password, an unknown user, or a host from which this"
                  + " user may not log in.",
              "One line does not make an attack, and \"using password: NO\" does not say that the"
                  + " account has none.",
              List.of(
                  ACCOUNTS,
                  "One name or many, from one host or many? diagnose LOG shows it.",
                  "SELECT user, host, password_last_changed FROM mysql.user;"));
      case ACCESS_DENIED_DB ->
          new ReasonGuide(
              "The password was right, and the account may not use that database, or there is none"
                  + " of this name.",
              "It is no wrong password.",
              List.of(
                  "SHOW GRANTS FOR the account;",
                  "SHOW DATABASES;",
                  "Which database name does the client's configuration have?"));
      case ACCOUNT_LOCKED, PASSWORD_EXPIRED ->
          new ReasonGuide(
              "The account is locked, or its password has expired.",
              "It is no wrong password.",
              List.of(
                  "SELECT user, host, account_locked, password_expired FROM mysql.user;",
                  "ALTER USER ... ACCOUNT UNLOCK;",
                  "Who locked it, and why?"));
      case BAD_HANDSHAKE, PACKETS_OUT_OF_ORDER, PROXY_HEADER ->
          new ReasonGuide(
              "What came first was no MySQL login: another protocol, a scanner, a TLS mix-up.",
              "It is no wrong password: nobody got so far.",
              List.of(
                  HOST_CACHE,
                  "SHOW GLOBAL STATUS LIKE 'Ssl%accepts';",
                  "What is configured with this address and port?"));
      case CONNECT_TIMEOUT ->
          new ReasonGuide(
              "The client opened the connection and did not finish its login within"
                  + " connect_timeout.",
              "It is no wrong password.",
              List.of(
                  "SELECT @@GLOBAL.connect_timeout, @@skip_name_resolve;",
                  HOST_CACHE,
                  "Is the server overloaded? SHOW GLOBAL STATUS LIKE 'Threads_running';"));
      case UNAUTHENTICATED, READ_ERROR ->
          new ReasonGuide(
              "A connection was opened and ended before a login: a health check that only opens the"
                  + " port, a scanner, a failed TLS handshake, or a client that was too slow.",
              "It is no wrong password, and MariaDB uses this one text for all of these.",
              List.of(
                  HOST_CACHE,
                  "SHOW GLOBAL STATUS LIKE 'Ssl%accepts'; the difference is failed TLS handshakes.",
                  "Do they come at a fixed interval? diagnose LOG shows it."));
      case TOO_MANY_CONNECTIONS ->
          new ReasonGuide(
              "max_connections was reached.",
              "The refused client is not to blame: those that hold connections are.",
              List.of(
                  "SELECT user, host, COUNT(*) FROM information_schema.processlist GROUP BY user,"
                      + " host;",
                  "SHOW GLOBAL STATUS LIKE 'Max_used_connections%';",
                  "SELECT @@GLOBAL.max_connections;"));
      case HOST_BLOCKED ->
          new ReasonGuide(
              "The host had max_connect_errors failed handshakes in a row, and is refused now.",
              "The account is not locked: the host is.",
              List.of(
                  HOST_CACHE,
                  "What breaks handshakes there: a load balancer's check?",
                  "TRUNCATE TABLE performance_schema.host_cache;"));
      default ->
          new ReasonGuide(
              "The login failed for a reason that the record itself gives.",
              "It cannot be told from this line whether it is a wrong password.",
              List.of(
                  ACCOUNTS,
                  "The lines of the same connection id before it.",
                  "SET GLOBAL log_error_verbosity = 3 (MySQL) or log_warnings = 2 (MariaDB)."));
    };
  }
}
