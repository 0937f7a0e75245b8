package io.github.mysqlaborted.source.mysql;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ServerAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One server, asked over one session that is kept between calls. The session is opened when it is
 * needed, opened anew when it turns out to be broken, and closed after five minutes without a call
 * and by {@link #close}. Thread-safe; calls at the same time follow one another, so there is never
 * more than one connection.
 */
public final class MysqlClient implements AutoCloseable {
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** What is done with a session. */
  public interface SessionCall<T> {
    T apply(MysqlSession session) throws MysqlUnavailableException;
  }

  private final ConnectionSettings settings;
  private final MysqlThreads threads;
  private final InstantSource clock;

  /** Held while the session is used, and for all that follows here. */
  private final ReentrantLock lock = new ReentrantLock();

  private final RetryPause pause = new RetryPause();
  private Instant lastUsed = Instant.MIN;
  private boolean idleCheckPending;

  /** Written under the lock; read without it, to cut what does not answer. */
  private volatile Optional<MysqlSession> session = Optional.empty();

  private volatile boolean resolving;
  private volatile boolean closed;

  public MysqlClient(ConnectionSettings settings, MysqlThreads threads, InstantSource clock) {
    this.settings = requireNonNull(settings, "settings");
    this.threads = requireNonNull(threads, "threads");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Runs {@code call} on the session, and once more on a new one when the kept one proves broken.
   * Returns or throws within {@code timeout}, whatever the server, the network or a name server
   * does.
   */
  public <T> T call(Duration timeout, SessionCall<T> call) throws MysqlUnavailableException {
    Deadline deadline = Deadline.after(timeout);
    FutureTask<T> task = new FutureTask<>(() -> callExclusively(deadline, call));
    threads.execute(task);
    try {
      return task.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      session.ifPresent(MysqlSession::abort);
      throw late();
    } catch (ExecutionException e) {
      throw failureOf(e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new MysqlUnavailableException(ConnectFailure.OTHER, "interrupted");
    }
  }

  /** Forgets the pause after a failed login, since the configuration may have changed. */
  public void retryNow() {
    threads.execute(() -> locked(pause::end));
  }

  /** Says COM_QUIT and stays closed; cuts the connection when a call does not end in a second. */
  @Override
  public void close() {
    closed = true;
    boolean acquired = false;
    try {
      acquired = lock.tryLock(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!acquired) {
      session.ifPresent(MysqlSession::abort);
      return;
    }
    try {
      closeSession();
    } finally {
      lock.unlock();
    }
  }

  private <T> T callExclusively(Deadline deadline, SessionCall<T> call)
      throws MysqlUnavailableException, InterruptedException {
    if (!lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
      throw late();
    }
    try {
      return callLocked(deadline, call);
    } finally {
      lastUsed = clock.instant();
      checkIdleLater(IDLE_LIMIT);
      lock.unlock();
    }
  }

  private <T> T callLocked(Deadline deadline, SessionCall<T> call)
      throws MysqlUnavailableException {
    boolean kept = session.isPresent();
    try {
      return call.apply(session(deadline));
    } catch (MysqlUnavailableException e) {
      dropSession();
      if (!kept || deadline.isOver() || e.failure() == ConnectFailure.TIMEOUT) {
        throw e;
      }
    }
    try {
      return call.apply(session(deadline));
    } catch (MysqlUnavailableException e) {
      dropSession();
      throw e;
    }
  }

  private MysqlSession session(Deadline deadline) throws MysqlUnavailableException {
    if (session.isPresent()) {
      MysqlSession kept = session.get();
      kept.deadline(deadline);
      return kept;
    }
    if (closed) {
      throw new MysqlUnavailableException(ConnectFailure.OTHER, "the exporter is stopping");
    }
    Optional<MysqlUnavailableException> paused = pause.at(clock.instant());
    if (paused.isPresent()) {
      throw again(paused.get());
    }
    try {
      resolveHost();
      MysqlSession opened = MysqlSession.open(settings, deadline);
      session = Optional.of(opened);
      pause.end();
      return opened;
    } catch (MysqlUnavailableException e) {
      pause.failed(e, clock.instant());
      throw e;
    }
  }

  /**
   * Asks for the host's address apart from the driver, so that a name server that hangs is told
   * from a server that does. The driver's own question is then answered from the JVM's cache.
   */
  private void resolveHost() throws MysqlUnavailableException {
    if (!(settings.address() instanceof ServerAddress.Tcp tcp)) {
      return;
    }
    resolving = true;
    try {
      InetAddress.getAllByName(tcp.host());
    } catch (UnknownHostException e) {
      throw new MysqlUnavailableException(ConnectFailure.DNS, "no address for " + tcp.host());
    } finally {
      resolving = false;
    }
  }

  private void dropSession() {
    session.ifPresent(MysqlSession::abort);
    session = Optional.empty();
  }

  private void closeSession() {
    session.ifPresent(MysqlSession::close);
    session = Optional.empty();
  }

  private void checkIdleLater(Duration delay) {
    if (!idleCheckPending && session.isPresent()) {
      idleCheckPending = true;
      threads.executeAfter(delay, () -> locked(this::closeIfIdle));
    }
  }

  private void closeIfIdle() {
    idleCheckPending = false;
    Duration left = Duration.between(clock.instant(), lastUsed.plus(IDLE_LIMIT));
    if (left.isNegative() || left.isZero()) {
      closeSession();
    } else {
      checkIdleLater(left);
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private MysqlUnavailableException late() {
    return resolving
        ? new MysqlUnavailableException(
            ConnectFailure.DNS, "no answer from the name server in time")
        : new MysqlUnavailableException(ConnectFailure.TIMEOUT, "no answer in time");
  }

  /** The same failure, thrown from here: an exception is not thrown twice. */
  private static MysqlUnavailableException again(MysqlUnavailableException failure) {
    return new MysqlUnavailableException(failure.failure(), failure.getMessage());
  }

  private static MysqlUnavailableException failureOf(Throwable cause) {
    MysqlUnavailableException failure =
        cause instanceof MysqlUnavailableException unavailable
            ? again(unavailable)
            : new MysqlUnavailableException(ConnectFailure.OTHER, String.valueOf(cause));
    failure.initCause(cause);
    return failure;
  }
}
