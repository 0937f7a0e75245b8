package io.github.mysqlaborted.cause;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Detail;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.SaidTimeout;
import java.time.Duration;
import java.util.Optional;

/**
 * The cause of one event by its own evidence: the reason, what the log says beside it, the timeouts
 * in force and the age of the session. What only many events show (bursts, periods, times of day)
 * is not looked at here.
 *
 * <p>The rule that everything else follows from: a server that says it waited for a timeout may be
 * wrong. When TCP gives up on a silent peer, the server takes that for its own timeout and writes
 * the same words. A session that is younger than the timeout cannot have been idle for so long.
 */
public final class EventClassifier {

  /** By how much the clocks of server and exporter, and whole seconds, may put an age wrong. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /**
   * By how much the bounds of an age are apart when {@code Connections} is read as it should be.
   */
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(20);

  /**
   * TCP does not give up on a peer so soon. A session that ends so young had a short timeout of its
   * own, which servers do not tell before MySQL 8.0.24, and MariaDB never.
   */
  private static final Duration TOO_YOUNG_FOR_NETWORK = Duration.ofSeconds(5);

  /** A client that goes away so soon after its login never says goodbye. */
  private static final Duration SHORT_LIFE = Duration.ofSeconds(3);

  /** When Linux first asks an idle peer whether it is there: {@code tcp_keepalive_time}. */
  private static final Duration KEEPALIVE = Duration.ofHours(2);

  /** Between two such questions: {@code tcp_keepalive_intvl}. */
  private static final Duration KEEPALIVE_INTERVAL = Duration.ofSeconds(75);

  /** When Linux gives up on a peer that answers none of {@code tcp_keepalive_probes}. */
  private static final Duration KEEPALIVE_OVER = KEEPALIVE.plus(KEEPALIVE_INTERVAL.multipliedBy(9));

  private EventClassifier() {}

  /**
   * Judges an event.
   *
   * @param age of the session; {@link Age#UNKNOWN} for one that had not logged in
   * @param timeouts in force when it connected
   */
  public static Verdict judge(AbortedConnection event, Age age, Timeouts timeouts) {
    return event.phase() == Phase.CLIENT ? session(event, age, timeouts) : login(event);
  }

  private static Verdict session(AbortedConnection event, Age age, Timeouts timeouts) {
    return switch (event.reason()) {
      case IO_TIMEOUT -> Verdict.certain(Cause.DEAD_PATH);
      case INACTIVITY, READ_TIMEOUT -> timedOut(event.timeout(), age, timeouts);
      case READ_ERROR -> readError(event.detail(), age);
      case WRITE_ERROR ->
          event.detail() == Detail.BINLOG_DUMP
              ? Verdict.certain(Cause.REPLICA_GONE)
              : Verdict.likely(Cause.DIED_MID_TRANSFER);
      case WRITE_TIMEOUT -> writeTimeout(age, timeouts);
      case PACKET_TOO_LARGE -> Verdict.certain(Cause.PACKET_TOO_LARGE);
      case PACKETS_OUT_OF_ORDER -> Verdict.possible(Cause.SHARED_CONNECTION);
      case KILLED -> Verdict.certain(Cause.KILLED);
      case SERVER_SHUTDOWN -> Verdict.certain(Cause.SERVER_RESTART);
      case UNCOMPRESS_ERROR,
          INIT_CONNECT_FAILED,
          OTHER,
          ACCESS_DENIED,
          ACCESS_DENIED_DB,
          ACCOUNT_LOCKED,
          PASSWORD_EXPIRED,
          BAD_HANDSHAKE,
          CONNECT_TIMEOUT,
          UNAUTHENTICATED,
          TOO_MANY_CONNECTIONS,
          HOST_BLOCKED,
          PROXY_HEADER ->
          Verdict.UNEXPLAINED;
    };
  }

  /** The server says that nothing came for so long as a timeout allows. */
  private static Verdict timedOut(SaidTimeout said, Age age, Timeouts timeouts) {
    if (said.isTooEarly()) {
      return Verdict.certain(Cause.DEAD_PATH);
    }
    if (said.limitSeconds().isEmpty()) {
      return timedOutOfUnknown(age, timeouts);
    }
    Duration limit = Duration.ofSeconds(said.limitSeconds().getAsLong());
    if (said.idleSeconds().isPresent()) {
      return Verdict.certain(Cause.IDLE_TIMEOUT);
    }
    if (isYoungerThan(limit, age)) {
      return Verdict.certain(Cause.DEAD_PATH);
    }
    if (age.isWithin(minusSlack(limit), limit.plus(SLACK).plus(BETWEEN_SAMPLES))) {
      return Verdict.certain(Cause.IDLE_TIMEOUT);
    }
    return age.isAtLeast(minusSlack(limit))
        ? Verdict.likely(Cause.IDLE_TIMEOUT)
        : Verdict.possible(Cause.IDLE_TIMEOUT);
  }

  /** The same, of a server that does not say which timeout it was. */
  private static Verdict timedOutOfUnknown(Age age, Timeouts timeouts) {
    boolean isTooYoung =
        timeouts.shortestIdle().filter(limit -> isYoungerThan(limit, age)).isPresent();
    if (isTooYoung && !age.isBelow(TOO_YOUNG_FOR_NETWORK)) {
      return age.isWithin(KEEPALIVE_OVER.minus(SLACK), KEEPALIVE_OVER.plus(KEEPALIVE_INTERVAL))
          ? Verdict.likely(Cause.DEAD_PATH)
          : Verdict.possible(Cause.DEAD_PATH);
    }
    boolean isOldEnough =
        timeouts.longestIdle().filter(limit -> age.isAtLeast(minusSlack(limit))).isPresent();
    return isOldEnough ? Verdict.likely(Cause.IDLE_TIMEOUT) : Verdict.possible(Cause.IDLE_TIMEOUT);
  }

  private static Verdict readError(Detail detail, Age age) {
    if (detail == Detail.BINLOG_DUMP) {
      return Verdict.certain(Cause.REPLICA_GONE);
    }
    if (detail == Detail.MID_PACKET) {
      return Verdict.certain(Cause.DIED_MID_TRANSFER);
    }
    if (age.isWithin(KEEPALIVE.minus(SLACK), KEEPALIVE.plus(KEEPALIVE_INTERVAL))) {
      return Verdict.possible(Cause.MIDDLEBOX_IDLE);
    }
    return age.isBelow(SHORT_LIFE)
        ? Verdict.likely(Cause.NOT_CLOSED)
        : Verdict.possible(Cause.NOT_CLOSED);
  }

  private static Verdict writeTimeout(Age age, Timeouts timeouts) {
    Optional<Duration> limit = timeouts.netWrite();
    if (limit.filter(known -> isYoungerThan(known, age)).isPresent()) {
      return Verdict.likely(Cause.SLOW_CONSUMER);
    }
    return Verdict.certain(Cause.SLOW_CONSUMER);
  }

  private static Verdict login(AbortedConnection event) {
    return switch (event.reason()) {
      case ACCESS_DENIED, ACCOUNT_LOCKED, PASSWORD_EXPIRED -> Verdict.certain(Cause.WRONG_PASSWORD);
      case ACCESS_DENIED_DB -> Verdict.certain(Cause.NO_PRIVILEGE);
      // MySQL says the same of a TLS handshake that failed.
      case BAD_HANDSHAKE -> Verdict.likely(Cause.BAD_CONNECT_PACKET);
      case PACKETS_OUT_OF_ORDER -> Verdict.certain(Cause.BAD_CONNECT_PACKET);
      case CONNECT_TIMEOUT -> Verdict.certain(Cause.CONNECT_TIMEOUT);
      case TOO_MANY_CONNECTIONS -> Verdict.certain(Cause.TOO_MANY_CONNECTIONS);
      case HOST_BLOCKED -> Verdict.certain(Cause.HOST_BLOCKED);
      case READ_ERROR, UNAUTHENTICATED ->
          // The client may have given up while the server waited for the name server.
          event.detail() == Detail.SLOW_LOOKUP
              ? Verdict.possible(Cause.DNS)
              : Verdict.possible(Cause.HEALTH_CHECK);
      case PROXY_HEADER -> Verdict.likely(Cause.BAD_CONNECT_PACKET);
      case OTHER ->
          event.detail() == Detail.AUTH_PLUGIN
              ? Verdict.certain(Cause.AUTH_PLUGIN)
              : Verdict.UNEXPLAINED;
      case READ_TIMEOUT,
          INACTIVITY,
          IO_TIMEOUT,
          WRITE_ERROR,
          WRITE_TIMEOUT,
          PACKET_TOO_LARGE,
          UNCOMPRESS_ERROR,
          KILLED,
          INIT_CONNECT_FAILED,
          SERVER_SHUTDOWN ->
          Verdict.UNEXPLAINED;
    };
  }

  /** Whether the session cannot have lived for {@code limit}, whatever the clocks are wrong by. */
  private static boolean isYoungerThan(Duration limit, Age age) {
    return age.isBelow(minusSlack(limit));
  }

  private static Duration minusSlack(Duration limit) {
    return limit.minus(SLACK);
  }
}
