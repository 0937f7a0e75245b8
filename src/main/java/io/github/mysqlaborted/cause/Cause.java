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
      "The server was sending a result when the client went away, or when it read"
          + " nothing for `net_write_timeout`.",
      "Look for killed jobs, client-side query timeouts and results too large for the"
          + " client's memory; fetch in portions.",
      Explains.in(Phase.CLIENT, Reason.WRITE_ERROR, Reason.WRITE_TIMEOUT),
      List.of("net_write_timeout", "net_read_timeout")),
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
      "First look for sessions that set their own `wait_timeout`; only then for an"
          + " old thread library or a patched libc.",
      Explains.in(Phase.CLIENT, Reason.READ_TIMEOUT, Reason.INACTIVITY),
      List.of("wait_timeout", "interactive_timeout")),
  TCP_IP(
      "tcp_ip",
      "TCP/IP badly configured",
      "Segments are sent again and again, or connections are reset: a wrong MTU, a"
          + " firewall that forgets idle connections, offloading faults, too short a"
          + " backlog.",
      "Compare MTU along the path (`ping -M do`), firewall idle timeouts with TCP"
          + " keepalive, and `ss -ti` for the client.",
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
      List.of("log_error_verbosity", "log_warnings", "log_error_suppression_list"));

  /** The last cause that the manual lists. */
  private static final Cause LAST_OF_MANUAL = NETWORK_HARDWARE;

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

  /** Whether the MySQL manual lists it. */
  public boolean isInManual() {
    return compareTo(LAST_OF_MANUAL) <= 0;
  }
}
