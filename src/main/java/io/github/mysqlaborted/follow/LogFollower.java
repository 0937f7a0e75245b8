package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.cause.Timeouts;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.diagnosis.IncidentLog;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.session.OpenSessions;
import io.github.mysqlaborted.state.CheckpointFile;
import io.github.mysqlaborted.state.Part;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Reads the logs on a thread of its own: polls each, saves positions and counts in one file, and
 * only then shows them. So what a scrape saw is never lost, and never counted again, by a crash.
 * What cannot be saved is shown nevertheless, and {@link LogView#saved} says so.
 *
 * <p>{@link #view} may be called from any thread; {@link #turn} is the thread's one round, and is
 * for tests too.
 */
public final class LogFollower implements Closeable {

  /** Short enough for a count within half a second. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  /** Of logs to which nothing has happened for a while; still a count within a second. */
  private static final Duration STILL_PAUSE = Duration.ofMillis(800);

  /** What the server had counted at one audit is read by the next one. */
  private static final Duration BETWEEN_AUDITS = Duration.ofSeconds(3);

  /** What is known of sessions is saved so often, while nothing else is. */
  private static final Duration BETWEEN_SAVES = Duration.ofMinutes(5);

  private final LogSources sources;
  private final EventConsumers events;
  private final Optional<DoubtfulLogins> doubtful;
  private final AtomicReference<DoubtfulLogins.Audit> audit = new AtomicReference<>();
  private final Optional<CheckpointFile> checkpoint;

  /** Whatever has a state that has to outlive a restart stands in this list. */
  private final List<Part<?>> parts;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "log-follower");

  private final Ticker ticker;
  private final TurnWatch watch;
  private final Pause betweenAudits;
  private final Pause untilSave;

  private volatile LogView view;

  private LogFollower(
      LogSources sources,
      EventConsumers events,
      Optional<DoubtfulLogins> doubtful,
      Optional<CheckpointFile> checkpoint,
      Ticker ticker) {
    this.sources = sources;
    this.events = events;
    this.doubtful = doubtful;
    this.checkpoint = checkpoint;
    this.watch = new TurnWatch(ticker);
    this.betweenAudits = new Pause(ticker);
    this.untilSave = new Pause(ticker);
    untilSave.begin(BETWEEN_SAVES);
    this.parts = new ArrayList<>(sources.parts());
    this.parts.addAll(events.parts());
    doubtful.ifPresent(
        logins ->
            parts.add(
                new Part<>(
                    "doubtfulLogins", DoubtfulLogins.State.class, logins::state, logins::restore)));
    this.ticker = ticker;
    this.view = look(sources.views(), true, false);
  }

  /**
   * A follower of the logs that are configured, going on from where the checkpoint left.
   *
   * @param accounts how many account series each phase may have
   * @param server the server that writes the logs, if it is watched
   * @param open the sessions that are open, if they are looked at
   * @param checkpoint where to save; without it, counting starts anew with each start
   */
  public static LogFollower of(
      ErrorLogConfig config,
      int accounts,
      Optional<MysqlClient> server,
      Optional<OpenSessions> open,
      Optional<CheckpointFile> checkpoint,
      Clock clock,
      Ticker ticker) {
    Supplier<LogFollower> made =
        () -> {
          EventConsumers events = new EventConsumers(config.hoursZone(), accounts, ticker, open);
          Optional<DoubtfulLogins> doubtful = server.map(known -> new DoubtfulLogins(events));
          EventConsumer first = doubtful.isPresent() ? doubtful.get() : events;
          LogFactory factory = new LogFactory(config, first, clock);
          LogSources sources = LogSources.of(config, server, factory, clock);
          return new LogFollower(sources, events, doubtful, checkpoint, ticker);
        };
    LogFollower follower = made.get();
    boolean restored = checkpoint.isEmpty() || checkpoint.get().restore(follower.parts);
    follower = restored ? follower : made.get();
    follower.view = follower.look(follower.sources.views(), true, false);
    return follower;
  }

  /** Starts the thread. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** What there is to show. Nothing can be read while the thread stands still. */
  public LogView view() {
    Optional<String> trouble = watch.trouble();
    return trouble.isPresent() ? view.unreadable(trouble) : view;
  }

  /**
   * The server was asked.
   *
   * @param before what {@link #view} said before
   * @param abortedConnects {@code Aborted_connects}
   */
  public synchronized void counted(LogView before, long abortedConnects) {
    if (before.read().isPresent() && !betweenAudits.isOn()) {
      betweenAudits.begin(BETWEEN_AUDITS);
      audit.set(new DoubtfulLogins.Audit(before.read().get(), abortedConnects, ticker.now()));
    }
  }

  /** The last events since the start, for a report. */
  public IncidentLog recent() {
    return events.recent();
  }

  /** The server's timeouts that are in force, as far as it was asked. */
  public Timeouts timeouts() {
    return events.timeouts();
  }

  /** The server said what it knows of its sessions; any thread may call this. */
  public void answered(ServerReport report) {
    events.answered(report);
  }

  /**
   * @param readUpTo all that was logged before is read; not there while that is not known
   * @return whether anything changed
   */
  private boolean settle(Optional<Moment> readUpTo) {
    DoubtfulLogins.Audit latest = audit.getAndSet(null);
    if (doubtful.isEmpty()) {
      return false;
    }
    boolean settled = latest != null && doubtful.get().settle(latest);
    return readUpTo.map(doubtful.get()::readUpTo).orElse(false) || settled;
  }

  /**
   * One look at every log; then saves and shows.
   *
   * @return whether there is more to read at once
   */
  boolean turn() {
    Moment began = ticker.now();
    boolean more = sources.poll();
    List<LogView.Source> logs = sources.views();
    boolean allRead = !more && !logs.isEmpty() && logs.stream().allMatch(LogView.Source::readable);
    Optional<Moment> readUpTo = allRead ? sources.readUpTo(began) : Optional.empty();
    boolean isStill = !settle(readUpTo) && sources.isStill();
    boolean saved = view.saved();
    boolean isKept = checkpoint.isPresent() && checkpoint.get().keep();
    if (checkpoint.isPresent() && !(isKept && saved && isStill && untilSave.isOn())) {
      saved = checkpoint.get().save(parts);
      untilSave.begin(BETWEEN_SAVES);
    }
    view = look(logs, saved, allRead);
    watch.turned();
    return more;
  }

  /** Stops the thread after its current round, and closes the logs. */
  @Override
  public void close() throws IOException {
    stop.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sources.close();
    if (checkpoint.isPresent()) {
      checkpoint.get().close();
    }
  }

  private void run() {
    try {
      boolean stopped = false;
      while (!stopped) {
        boolean more = turn();
        Duration pause = sources.isStill() ? STILL_PAUSE : PAUSE;
        stopped = stop.await(more ? 0 : pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param allRead whether there is nothing left to read
   */
  private LogView look(List<LogView.Source> logs, boolean saved, boolean allRead) {
    return new LogView(
        logs,
        events.counts(),
        events.causes(),
        events.programs(),
        saved,
        sources.reasonForNone(),
        doubtful.filter(logins -> allRead).map(DoubtfulLogins::read));
  }
}
