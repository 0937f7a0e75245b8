package io.github.mysqlaborted.server;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.server.connect.ConnectAttempt;
import io.github.mysqlaborted.server.connect.Deadline;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * One server, asked over one session that is kept between calls. The session is opened when it is
 * needed, opened anew when it turns out to be broken, and closed after five minutes without a call
 * and by {@link #close}. Thread-safe; calls at the same time follow one another, so there is never
 * more than one connection.
 */
public final class MysqlClient implements AutoCloseable {
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /**
   * How long the server may still answer after the caller was told that it is late. A session that
   * is cut is one more aborted connection to the server, so a slow answer is waited for.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** What is done with a session. */
  public interface SessionCall<T> {
    T apply(MysqlSession session) throws MysqlUnavailableException;
  }

  private final MysqlThreads threads;
  private final Ticker ticker;
  private final Predicate<InetAddress> allowed;
  private final Predicate<Socket> onThisMachine;

  /** Held while the session is used, and for all that follows here. */
  private final ReentrantLock lock = new ReentrantLock();

  private final CallInProgress inProgress = new CallInProgress();

  private final ConnectBackoff pause;
  private Moment lastUsed;
  private boolean idleCheckPending;

  private Optional<MysqlSession> session = Optional.empty();

  /** Written under the lock; read without it, to cut what does not answer. */
  private volatile Optional<ConnectAttempt> dial = Optional.empty();

  private volatile ConnectionSettings settings;

  /** As the settings name them, when they were set. */
  private LoginFiles files;

  /** As {@link #session}, for who has not the lock. */
  private volatile boolean isOpen;

  private volatile boolean changed;
  private volatile boolean resolving;
  private volatile boolean closed;

  private final AtomicLong logins = new AtomicLong();

  public MysqlClient(ConnectionSettings settings, MysqlThreads threads, Ticker ticker) {
    this(settings, threads, ticker, address -> true);
  }

  /**
   * @param allowed which of the host's addresses may be connected to
   */
  public MysqlClient(
      ConnectionSettings settings,
      MysqlThreads threads,
      Ticker ticker,
      Predicate<InetAddress> allowed) {
    this(settings, threads, ticker, allowed, ConnectAttempt::isOnThisMachine);
  }

  /** With another opinion on which servers are on this machine. */
  MysqlClient(
      ConnectionSettings settings,
      MysqlThreads threads,
      Ticker ticker,
      Predicate<InetAddress> allowed,
      Predicate<Socket> onThisMachine) {
    this.settings = requireNonNull(settings, "settings");
    this.files = LoginFiles.of(settings);
    this.threads = requireNonNull(threads, "threads");
    this.ticker = requireNonNull(ticker, "ticker");
    this.pause = new ConnectBackoff(ticker);
    this.lastUsed = ticker.now();
    this.allowed = requireNonNull(allowed, "allowed");
    this.onThisMachine = onThisMachine;
  }

  /**
   * Runs {@code call} on the session, and once more on a new one when the kept one proves broken.
   * Returns or throws within {@code timeout}, whatever the server, the network or a name server
   * does. An answer that comes later is read and dropped, and the session kept; later calls wait
   * for that within their own time.
   */
  public <T> T call(Duration timeout, SessionCall<T> call) throws MysqlUnavailableException {
    Deadline deadline = Deadline.after(timeout);
    CallInProgress.Ticket ticket = inProgress.ticket();
    Future<T> task = threads.submit(() -> callExclusively(deadline, call, ticket));
    try {
      return task.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      threads.executeAfter(GRACE, () -> cut(ticket));
      throw late();
    } catch (ExecutionException e) {
      throw failureOf(e.getCause());
    } catch (InterruptedException e) {
      threads.executeAfter(GRACE, () -> cut(ticket));
      Thread.currentThread().interrupt();
      throw new MysqlUnavailableException(ConnectFailure.OTHER, "interrupted");
    }
  }

  /**
   * The same if a session is open; opens one only in place of one that proves broken.
   *
   * @return what {@code call} returned, if it was made
   */
  public <T> Optional<T> callIfOpen(Duration timeout, SessionCall<T> call)
      throws MysqlUnavailableException {
    return isOpen ? Optional.of(call(timeout, call)) : Optional.empty();
  }

  /** How often a login succeeded: what was learnt of the server may be other after the next. */
  public long logins() {
    return logins.get();
  }

  /**
   * Whether the server is surely on this machine: it is reached by a Unix socket or the loopback
   * interface.
   */
  public boolean isOnThisMachine() {
    return !(address() instanceof ServerAddress.Tcp tcp)
        || tcp.host().equals("localhost")
        || tcp.host().equals("::1")
        || tcp.host().matches("127(\\.\\d{1,3}){3}");
  }

  /** The server. */
  public ServerAddress address() {
    return settings.address();
  }

  /**
   * Logs in anew with these settings, at the next call, and without a pause. Settings that are the
   * same, files included, change nothing: a pause is there for the server's sake.
   *
   * @return whether they are other ones
   */
  public synchronized boolean reconfigure(ConnectionSettings next) {
    LoginFiles read = LoginFiles.of(next);
    if (next.equals(settings) && read.equals(files)) {
      return false;
    }
    settings = next;
    files = read;
    changed = true;
    return true;
  }

  /**
   * Logs in anew at the next call: a session keeps the global privileges that its account had at
   * its login.
   */
  public void renew() {
    changed = true;
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
      dial.ifPresent(ConnectAttempt::cut);
      return;
    }
    try {
      closeSession();
    } finally {
      lock.unlock();
    }
  }

  /** The same, by another thread. */
  public void closeSoon() {
    threads.execute(this::close);
  }

  private void cut(CallInProgress.Ticket ticket) {
    inProgress.during(ticket, () -> dial.ifPresent(ConnectAttempt::cutLate));
  }

  private <T> T callExclusively(
      Deadline deadline, SessionCall<T> call, CallInProgress.Ticket ticket)
      throws MysqlUnavailableException, InterruptedException {
    if (!lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
      throw late();
    }
    inProgress.begin(ticket);
    try {
      return callLocked(deadline, call);
    } finally {
      inProgress.end();
      lastUsed = ticker.now();
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
      MysqlUnavailableException failure = orLate(e, deadline);
      dropSession();
      if (!kept || failure.failure() == ConnectFailure.TIMEOUT || deadline.isOver()) {
        throw failure;
      }
    }
    try {
      return call.apply(session(deadline));
    } catch (MysqlUnavailableException e) {
      MysqlUnavailableException failure = orLate(e, deadline);
      dropSession();
      throw failure;
    }
  }

  /** What was cut for being late looks like a broken connection. */
  private MysqlUnavailableException orLate(MysqlUnavailableException failure, Deadline deadline) {
    boolean isLate =
        deadline.plus(GRACE).isOver() || dial.map(ConnectAttempt::isLate).orElse(false);
    return isLate && failure.failure() != ConnectFailure.DNS ? late() : failure;
  }

  private MysqlSession session(Deadline deadline) throws MysqlUnavailableException {
    if (changed) {
      changed = false;
      closeSession();
      pause.end();
    }
    if (session.isPresent()) {
      MysqlSession kept = session.get();
      kept.deadline(deadline.plus(GRACE));
      return kept;
    }
    if (closed) {
      throw new MysqlUnavailableException(ConnectFailure.OTHER, "the exporter is stopping");
    }
    Optional<MysqlUnavailableException> paused = pause.failure();
    if (paused.isPresent()) {
      throw paused.get().again();
    }
    try {
      MysqlSession opened = open(settings, deadline);
      session = Optional.of(opened);
      isOpen = true;
      logins.incrementAndGet();
      pause.end();
      return opened;
    } catch (MysqlUnavailableException e) {
      MysqlUnavailableException failure = orLate(e, deadline);
      pause.failed(failure, dial.map(ConnectAttempt::hasReached).orElse(false));
      throw failure;
    }
  }

  private MysqlSession open(ConnectionSettings login, Deadline deadline)
      throws MysqlUnavailableException {
    ConnectAttempt next =
        new ConnectAttempt(login, addresses(login.address(), deadline), deadline, onThisMachine);
    dial = Optional.of(next);
    return MysqlSession.open(login, next, deadline.plus(GRACE));
  }

  /** All that may be connected to; none for a Unix socket. */
  private List<InetAddress> addresses(ServerAddress address, Deadline deadline)
      throws MysqlUnavailableException {
    if (!(address instanceof ServerAddress.Tcp tcp)) {
      return List.of();
    }
    // It stays so when this fails, since a caller whose time is over may look later than that.
    resolving = true;
    List<InetAddress> addresses = threads.hosts().addresses(tcp.host(), deadline);
    resolving = false;
    List<InetAddress> usable = addresses.stream().filter(allowed).toList();
    if (usable.isEmpty()) {
      throw new MysqlUnavailableException(
          ConnectFailure.OTHER, "--probe.allow allows no address of " + tcp.host());
    }
    return usable;
  }

  private void dropSession() {
    dial.ifPresent(ConnectAttempt::cut);
    dial = Optional.empty();
    session = Optional.empty();
    isOpen = false;
  }

  private void closeSession() {
    session.ifPresent(MysqlSession::close);
    session = Optional.empty();
    isOpen = false;
  }

  private void checkIdleLater(Duration delay) {
    if (!idleCheckPending && session.isPresent()) {
      idleCheckPending = true;
      threads.executeAfter(delay, () -> locked(this::closeIfIdle));
    }
  }

  private void closeIfIdle() {
    idleCheckPending = false;
    Duration left = IDLE_LIMIT.minus(ticker.now().since(lastUsed));
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
            ConnectFailure.DNS, "the name server did not answer in time")
        : new MysqlUnavailableException(ConnectFailure.TIMEOUT, "no answer in time");
  }

  private static MysqlUnavailableException failureOf(Throwable cause) {
    MysqlUnavailableException failure =
        cause instanceof MysqlUnavailableException unavailable
            ? unavailable.again()
            : new MysqlUnavailableException(ConnectFailure.OTHER, String.valueOf(cause));
    failure.initCause(cause);
    return failure;
  }
}
