package io.github.mysqlaborted.cause;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Why a connection is aborted: the causes that the MySQL manual lists, in its order, and then ours.
 * What is said here of a cause is said nowhere else; dashboards, and the tests of alerts and
 * runbooks, read it.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/communication-errors.html">Communication
 *     Errors and Aborted Connections</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // Its sets and lists cannot be changed.
public enum Cause {
  NOT_CLOSED(
      "not_closed",
      "The client did not close its connection",
      "The program ended, crashed or was killed while its connection was open,"
          + " without `mysql_close()`: the server reads and finds nobody there.",
      "Find the account's program; let it close connections and its pool on exit."
          + " Nothing is lost unless a transaction was open.",
      Explains.in(Phase.CLIENT, Reason.READ_ERROR),
      List.of()),
  IDLE_TIMEOUT(
      "idle_timeout",
      "The client slept longer than a timeout",
      "A connection that nobody used for `wait_timeout` (or `interactive_timeout`)"
          + " was closed by the server. At the same hour each day it is what was left open"
          + " the evening before.",
      "If the clients reconnect, leave it. Else let the pool drop idle connections"
          + " sooner than the timeout, or raise the timeout.",
      Explains.in(Phase.CLIENT, Reason.READ_TIMEOUT, Reason.INACTIVITY),
      List.of("wait_timeout", "interactive_timeout")),
  DIED_MID_TRANSFER(
      "died_mid_transfer",
      "The client ended in the middle of a transfer",
      "The client went away while the server was sending a result, or in the middle of a"
          + " packet of its own.",
      "Look for killed jobs, client-side query timeouts and results too large for the"
          + " client's memory; fetch in portions.",
      Explains.in(Phase.CLIENT, Reason.WRITE_ERROR),
      List.of("net_read_timeout")),
  NO_PRIVILEGE(
      "no_privilege",
      "No privilege for the database",
      "The login was right, but the account may not use the database that it asked"
          + " for, or there is no such database.",
      "Correct the database name in the client's settings, or `GRANT`. Many databases"
          + " tried by one account are somebody looking around.",
      Explains.in(Phase.CONNECT, Reason.ACCESS_DENIED_DB),
      List.of()),
  WRONG_PASSWORD(
      "wrong_password",
      "Wrong password, or no such account",
      "Logins were refused: a wrong or expired password, a locked account, a name"
          + " that does not exist.",
      "One account, steadily, is a client with an old password. Many names or a burst"
          + " from outside is guessing: close the port to that host; the general log shows"
          + " who and what.",
      Explains.in(
          Phase.CONNECT, Reason.ACCESS_DENIED, Reason.ACCOUNT_LOCKED, Reason.PASSWORD_EXPIRED),
      List.of()),
  BAD_CONNECT_PACKET(
      "bad_connect_packet",
      "The connection packet is not right",
      "What came first was not a MySQL login: another protocol, a scanner, a broken"
          + " or very old client, or a failed TLS handshake.",
      "Find what talks to the port (`host_cache` names addresses); correct its"
          + " address or its TLS settings.",
      Explains.in(Phase.CONNECT, Reason.BAD_HANDSHAKE, Reason.PACKETS_OUT_OF_ORDER),
      List.of()),
  CONNECT_TIMEOUT(
      "connect_timeout",
      "The connection packet took too long",
      "The client did not finish its login within `connect_timeout`. MariaDB does not"
          + " name this: there it is among what was closed before login.",
      "Look for an overloaded client, slow DNS, packet loss or a port scanner; raise"
          + " `connect_timeout` only for a truly slow network.",
      Explains.in(Phase.CONNECT, Reason.CONNECT_TIMEOUT),
      List.of("connect_timeout")),
  PACKET_TOO_LARGE(
      "packet_too_large",
      "max_allowed_packet is too small",
      "A statement or a value was larger than `max_allowed_packet`, or needed more"
          + " memory than the server may take.",
      "Send it in portions, or raise `max_allowed_packet` on the server and in the" + " client.",
      Explains.in(Phase.CLIENT, Reason.PACKET_TOO_LARGE),
      List.of("max_allowed_packet")),
  ETHERNET_DUPLEX(
      "ethernet_duplex",
      "Ethernet with mismatched duplex",
      "Where one end is full and the other half duplex, transfers go burst, pause,"
          + " burst, pause, and connections break for many accounts at once.",
      "`ethtool eth0` on both ends: set both to the same, or both to autonegotiation;"
          + " then copy a large file and watch its speed.",
      Explains.in(
          Phase.CLIENT,
          Reason.READ_ERROR,
          Reason.WRITE_ERROR,
          Reason.READ_TIMEOUT,
          Reason.WRITE_TIMEOUT),
      List.of()),
  THREAD_LIBRARY(
      "thread_library",
      "A thread library that interrupts reads",
      "Reads time out though the server has been up for less time than any timeout in"
          + " force allows.",
      "First look for a dead path (`dead_path`) and for sessions that set their own"
          + " `wait_timeout`; only then for an old thread library or a patched libc.",
      Explains.in(Phase.CLIENT, Reason.READ_TIMEOUT, Reason.INACTIVITY),
      List.of("wait_timeout", "interactive_timeout")),
  TCP_IP(
      "tcp_ip",
      "TCP/IP badly configured",
      "Segments are sent again and again, or connections are reset: a wrong MTU,"
          + " offloading faults, a full connection tracking table, too short a backlog.",
      "Look for a dead path first (`dead_path`). Then compare the MTU along the path"
          + " (`ping -M do`), and look at `ss -ti` for the client.",
      Explains.in(
          Phase.CLIENT,
          Reason.READ_ERROR,
          Reason.WRITE_ERROR,
          Reason.READ_TIMEOUT,
          Reason.WRITE_TIMEOUT),
      List.of()),
  NETWORK_HARDWARE(
      "network_hardware",
      "Faulty Ethernet, hub, switch or cable",
      "The interface itself counts damaged frames, or its link goes down and up.",
      "Swap cable and port, then card; compare with the switch's own error counters.",
      Explains.in(
          Phase.CLIENT,
          Reason.READ_ERROR,
          Reason.WRITE_ERROR,
          Reason.READ_TIMEOUT,
          Reason.WRITE_TIMEOUT),
      List.of()),
  KILLED(
      "killed",
      "Ended by KILL",
      "Somebody, or a tool that limits long queries, ended the sessions. MySQL counts"
          + " them and never logs them; MariaDB does at `log_warnings=4`.",
      "Ask who kills: pt-kill, an administrator, the application's own timeout.",
      Explains.in(Phase.CLIENT, Reason.KILLED),
      List.of()),
  TOO_MANY_CONNECTIONS(
      "too_many_connections",
      "max_connections was reached",
      "The server had no connection free and refused new ones.",
      "Find who holds them (`SHOW PROCESSLIST`): a pool without limit, slow queries"
          + " that pile up. Raise `max_connections` only with memory for it.",
      Explains.in(Phase.CONNECT, Reason.TOO_MANY_CONNECTIONS),
      List.of("max_connections")),
  HOST_BLOCKED(
      "host_blocked",
      "A host is blocked",
      "A host had `max_connect_errors` failed handshakes in a row, and the server now"
          + " refuses all that comes from it.",
      "Stop what breaks handshakes there (often a load balancer's bare TCP check),"
          + " then `FLUSH HOSTS` or `TRUNCATE performance_schema.host_cache`.",
      Explains.in(Phase.CONNECT, Reason.HOST_BLOCKED),
      List.of("max_connect_errors")),
  HEALTH_CHECK(
      "health_check",
      "A health check that only opens the port",
      "Something connects and goes away without a login, evenly through the day: a"
          + " load balancer, a monitor, a port scanner.",
      "Let the check log in with an account of its own, or use a check that speaks"
          + " MySQL; else it may get its host blocked.",
      Explains.in(Phase.CONNECT, Reason.READ_ERROR, Reason.UNAUTHENTICATED),
      List.of()),
  NOT_LOGGED(
      "not_logged",
      "The log does not explain it",
      "The server counted aborts that its log does not name: verbosity too low, a"
          + " suppression list, another log than the server's, or one that cannot be read."
          + " Killed sessions are not among them.",
      "Set `log_error_verbosity=3` (MySQL) or `log_warnings=2` (MariaDB), and see"
          + " that the log is readable.",
      Explains.NOTHING_LOGGED,
      List.of("log_error_verbosity", "log_warnings", "log_error_suppression_list")),
  DEAD_PATH(
      "dead_path",
      "The network path to the client is dead",
      "TCP gave up on a client that no longer answers: its machine is gone, or a firewall,"
          + " NAT or load balancer on the way dropped the connection. The server takes this for"
          + " its own timeout and logs that the client was idle for `wait_timeout`, although"
          + " the session is younger than that.",
      "Look at the network between server and host, not at `wait_timeout`. Set TCP keepalive on"
          + " both ends below the idle limit of every firewall and load balancer on the way.",
      Explains.in(Phase.CLIENT, Reason.INACTIVITY, Reason.READ_TIMEOUT, Reason.IO_TIMEOUT),
      List.of("wait_timeout", "interactive_timeout")),
  MIDDLEBOX_IDLE(
      "middlebox_idle",
      "A firewall or load balancer forgot the idle connection",
      "The connection broke at the age at which the server first asks an idle client whether it"
          + " is still there (`tcp_keepalive_time`, 7,200 s on Linux): something on the way had"
          + " forgotten the connection and answered with a reset.",
      "Set TCP keepalive on server or client below the idle limit of the firewall, NAT or load"
          + " balancer; or let the pool close connections before that limit.",
      Explains.in(Phase.CLIENT, Reason.READ_ERROR),
      List.of()),
  SLOW_CONSUMER(
      "slow_consumer",
      "The client did not read its result",
      "The server had a result to send and the client read nothing for `net_write_timeout`: it"
          + " works on each row for too long, or it hangs.",
      "Fetch the result in smaller portions or read it to the end before working on it. For a"
          + " batch job, `SET SESSION net_write_timeout = 600`.",
      Explains.in(Phase.CLIENT, Reason.WRITE_TIMEOUT),
      List.of("net_write_timeout")),
  REPLICA_GONE(
      "replica_gone",
      "A replica or change-data reader went away",
      "The server was sending its binary log to a replica, or to a program that reads changes,"
          + " and the connection broke.",
      "`SHOW REPLICAS` and the replica's own log say which one and why. If it comes back each"
          + " minute, look for two replicas with the same `server_id` or UUID.",
      Explains.in(Phase.CLIENT, Reason.WRITE_ERROR, Reason.READ_ERROR),
      List.of("net_write_timeout")),
  TLS_FAILED(
      "tls_failed",
      "The TLS handshake failed",
      "Connections began a TLS handshake and did not finish it: an untrusted or expired"
          + " certificate, no common TLS version, or a client that expects no TLS.",
      "Compare the certificate of the server with the client's CA and its `ssl-mode`, and"
          + " `tls_version` of both. MariaDB clients verify certificates from 11.4 on.",
      Explains.in(Phase.CONNECT, Reason.BAD_HANDSHAKE, Reason.UNAUTHENTICATED, Reason.READ_ERROR),
      List.of("tls_version", "require_secure_transport")),
  AUTH_PLUGIN(
      "auth_plugin",
      "The authentication plugin is missing",
      "The account uses an authentication plugin that the server has not loaded (as"
          + " `mysql_native_password` in MySQL 8.4 and 9), or that the client cannot do.",
      "`ALTER USER ... IDENTIFIED WITH caching_sha2_password BY ...`, after updating clients that"
          + " cannot do it.",
      Explains.in(Phase.CONNECT, Reason.OTHER),
      List.of("authentication_policy")),
  DNS(
      "dns",
      "Reverse DNS lookups fail",
      "The server looks up the name of each new host, and the name server fails or is slow:"
          + " connections are refused or take too long.",
      "Mend reverse DNS, or set `skip_name_resolve` after changing accounts that are granted to"
          + " host names.",
      Explains.in(Phase.CONNECT, Reason.READ_ERROR, Reason.UNAUTHENTICATED),
      List.of("skip_name_resolve", "connect_timeout")),
  SHARED_CONNECTION(
      "shared_connection",
      "Two threads or processes use one connection",
      "Packets arrived in the wrong order: threads use one connection at the same time, or a"
          + " process goes on with its parent's after `fork()`.",
      "Open a connection in each thread and after each `fork()`.",
      Explains.in(Phase.CLIENT, Reason.PACKETS_OUT_OF_ORDER),
      List.of()),
  SERVER_RESTART(
      "server_restart",
      "The server was shut down",
      "A shutdown ended the sessions that were still open.",
      "Nothing, if the restart was planned. Else find out who stopped the server.",
      Explains.in(Phase.CLIENT, Reason.SERVER_SHUTDOWN, Reason.READ_ERROR),
      List.of()),
  PROCESS_END(
      "process_end",
      "A client process ended",
      "Several connections of one client broke within a second: the process that held them was"
          + " stopped, deployed anew, or crashed, and did not close them.",
      "Close the pool when the process gets SIGTERM, and give it time for that before it is killed"
          + " (Kubernetes: `terminationGracePeriodSeconds`, exec form of `ENTRYPOINT`).",
      Explains.in(Phase.CLIENT, Reason.READ_ERROR),
      List.of()),
  MONITOR_NOT_CLOSING(
      "monitor_not_closing",
      "A monitor does not close its connection",
      "One account breaks a connection after the same time again and again: an agent or a job with"
          + " a timer ends without saying goodbye to the server.",
      "Find the agent by account and host, and update it or let it close its connection. It does no"
          + " harm but to the counters.",
      Explains.in(Phase.CLIENT, Reason.READ_ERROR),
      List.of()),
  STALE_CREDENTIALS(
      "stale_credentials",
      "A client uses an old password",
      "An account that could log in from this host is refused now: its password was changed, and"
          + " this client has the old one.",
      "Give the client the new password. MySQL 8.0.14 and later can keep the old one for a while"
          + " (`ALTER USER ... RETAIN CURRENT PASSWORD`).",
      Explains.in(Phase.CONNECT, Reason.ACCESS_DENIED),
      List.of()),
  ATTACK(
      "attack",
      "Somebody guesses passwords",
      "Many names, or one name many times, are tried from a host that has no business here.",
      "Close the port to that host: a firewall, `bind_address`, no published container port. Then"
          + " slow guessing down with the connection_control plugin.",
      Explains.in(
          Phase.CONNECT, Reason.ACCESS_DENIED, Reason.ACCOUNT_LOCKED, Reason.ACCESS_DENIED_DB),
      List.of("connection_control_failed_connections_threshold"));

  /** The last cause that the manual lists. */
  private static final Cause LAST_OF_MANUAL = NETWORK_HARDWARE;

  /** The last one that an alert reports; those after it are only found by looking back. */
  private static final Cause LAST_WITH_ALERT = DNS;

  private final String key;
  private final String title;
  private final String meaning;
  private final String remedy;
  private final Explains explains;
  private final List<String> settings;

  /** The reasons of a phase that a cause can explain. */
  private record Explains(Set<Phase> phases, Set<Reason> reasons) {

    /** Aborts of either phase that no record tells of. */
    static final Explains NOTHING_LOGGED = new Explains(EnumSet.allOf(Phase.class), Set.of());

    Explains {
      phases = Collections.unmodifiableSet(phases);
      reasons = Collections.unmodifiableSet(reasons);
    }

    static Explains in(Phase phase, Reason... reasons) {
      return new Explains(EnumSet.of(phase), EnumSet.copyOf(List.of(reasons)));
    }
  }

  Cause(
      String key,
      String title,
      String meaning,
      String remedy,
      Explains explains,
      List<String> settings) {
    this.key = key;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
    this.explains = explains;
    this.settings = settings;
  }

  /** The value of the label {@code cause}, and the name of its runbook without {@code .md}. */
  public String key() {
    return key;
  }

  /** A few words. */
  public String title() {
    return title;
  }

  /** A sentence or two on what it is, in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** A sentence or two on what to do first, in Markdown. */
  public String remedy() {
    return remedy;
  }

  /** The phases in which it ends connections. */
  public Set<Phase> phases() {
    return explains.phases();
  }

  /** What the server's log may say of it; empty if it says nothing. */
  public Set<Reason> reasons() {
    return explains.reasons();
  }

  /** The server variables that matter. */
  public List<String> settings() {
    return settings;
  }

  /**
   * How sure the evidence of a single event can make this cause; empty if only counters or many
   * events show it.
   */
  public Set<Certainty> certaintiesOfOneEvent() {
    return switch (this) {
      case NO_PRIVILEGE,
          WRONG_PASSWORD,
          CONNECT_TIMEOUT,
          PACKET_TOO_LARGE,
          KILLED,
          TOO_MANY_CONNECTIONS,
          HOST_BLOCKED,
          REPLICA_GONE,
          AUTH_PLUGIN,
          SERVER_RESTART ->
          EnumSet.of(Certainty.CERTAIN);
      case DIED_MID_TRANSFER, BAD_CONNECT_PACKET, SLOW_CONSUMER ->
          EnumSet.of(Certainty.CERTAIN, Certainty.LIKELY);
      case NOT_CLOSED -> EnumSet.of(Certainty.LIKELY, Certainty.POSSIBLE);
      case IDLE_TIMEOUT, DEAD_PATH -> EnumSet.allOf(Certainty.class);
      case HEALTH_CHECK, MIDDLEBOX_IDLE, DNS, SHARED_CONNECTION -> EnumSet.of(Certainty.POSSIBLE);
      case ETHERNET_DUPLEX,
          THREAD_LIBRARY,
          TCP_IP,
          NETWORK_HARDWARE,
          NOT_LOGGED,
          TLS_FAILED,
          PROCESS_END,
          MONITOR_NOT_CLOSING,
          STALE_CREDENTIALS,
          ATTACK ->
          EnumSet.noneOf(Certainty.class);
    };
  }

  /** Whether an alert reports it. */
  public boolean hasAlert() {
    return compareTo(LAST_WITH_ALERT) <= 0;
  }

  /** Whether the MySQL manual lists it. */
  public boolean isInManual() {
    return compareTo(LAST_OF_MANUAL) <= 0;
  }
}
