package io.github.mysqlaborted.log.tail;

import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one log while it grows, is rotated, truncated, deleted, replaced.
 *
 * <p>The rule for a rotation needs no waiting time. A server writes to its log and reopens it under
 * one lock ({@code LOCK_error_log} in MySQL's {@code sql/log.cc}), so once a later file has a byte,
 * the earlier one never grows again: it is read to its end once more and closed.
 *
 * <p>Not thread-safe. {@link #poll} does all the work at once, so a test needs no clock and no
 * waiting.
 */
public final class LogTailer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(LogTailer.class);

  /** How much one poll reads at most, so that nobody waits long for the next. */
  private static final long POLL_BYTES = 64L << 20;

  /** Between two looks so far apart, a file may have come and gone. */
  private static final Duration OVERSLEPT = Duration.ofSeconds(10);

  private long pollBytes = POLL_BYTES;
  private final LogFolder folder;
  private final LineConsumer consumer;
  private final InstantSource clock;
  private final Ticker ticker;
  private final GenerationReader reader;
  private final GenerationQueue generations;
  private final ReadTrouble trouble;

  /** Where to go on, until the file is found again. */
  private Optional<TailCheckpoint> restoreFrom = Optional.empty();

  private final StillFile file = new StillFile();
  private boolean still;
  private Optional<Moment> lastLook = Optional.empty();
  private boolean overslept;
  private TailStatistics statistics = TailStatistics.NONE;
  private Instant lastRead = Instant.EPOCH;

  public LogTailer(
      LogLocation location,
      StartFrom startFrom,
      LineConsumer consumer,
      InstantSource clock,
      Ticker ticker) {
    this(location, startFrom, consumer, clock, ticker, LogBytes::ofFile);
  }

  LogTailer(
      LogLocation location,
      StartFrom startFrom,
      LineConsumer consumer,
      InstantSource clock,
      Ticker ticker,
      LogBytes.Opener opener) {
    this.folder = new LogFolder(location);
    this.consumer = consumer;
    this.clock = clock;
    this.ticker = ticker;
    this.reader = new GenerationReader(consumer);
    this.trouble = new ReadTrouble("the log " + location.source(), Optional.empty());
    this.generations = new GenerationQueue(folder, startFrom, opener);
  }

  /** Reads at most so much in one poll, to the next 128 KiB. */
  public LogTailer atMost(long bytes) {
    pollBytes = bytes;
    return this;
  }

  /** Goes on where {@link #save} left. To be called before the first poll. */
  public void restore(TailCheckpoint saved) {
    statistics = saved.statistics();
    generations.restoreFinished(saved.finished(), saved.horizon());
    restoreFrom = Optional.of(saved).filter(TailCheckpoint::started);
  }

  /**
   * Looks at the log once and reads what is new, up to a limit. Never throws for what the file
   * system does: trouble is said once in the exporter's own log, and {@link #isReadable} is false
   * until it is over.
   *
   * @return whether there is more to read at once
   */
  public boolean poll() {
    look();
    still = hasNotChanged() && isReadable();
    if (still) {
      lastRead = clock.instant();
      return false;
    }
    Optional<String> found = Optional.empty();
    try {
      discover();
      found =
          generations.isLivePresent() ? generations.refused() : Optional.of(ReadTrouble.MISSING);
    } catch (IOException e) {
      found = Optional.of(ReadTrouble.describe(e));
    }
    boolean more = false;
    try {
      more = readOn();
    } catch (IOException e) {
      found = Optional.of(ReadTrouble.describe(e));
      reopen();
    }
    statistics = statistics.plus(generations.takeRotations(), generations.takeLost());
    if (found.isEmpty()) {
      lastRead = clock.instant();
    }
    trouble.report(found);
    return more;
  }

  /** Whether nothing has happened to the log for a while, and so {@link #save} says the same. */
  public boolean isStill() {
    return still;
  }

  /** Whether the last poll found the log and could read it. */
  public boolean isReadable() {
    return trouble.isOver() && !lastRead.equals(Instant.EPOCH);
  }

  /** Why the last poll could not read the log, if it could not. */
  public Optional<String> trouble() {
    return trouble.trouble();
  }

  /** When the log was last looked at with success, or the epoch. */
  public Instant lastRead() {
    return lastRead;
  }

  /** How many bytes are there and not yet read; 0 if the file cannot be asked. */
  public long lagBytes() {
    try {
      return generations.unread(reader.offset());
    } catch (IOException e) {
      return 0;
    }
  }

  public TailStatistics statistics() {
    return statistics;
  }

  /** The path or glob as given. */
  public String source() {
    return folder.location().source();
  }

  /** What a restart needs to go on from here. */
  public TailCheckpoint save() {
    if (restoreFrom.isPresent()) {
      return restoreFrom.get();
    }
    Optional<Position> position = generations.head().map(this::restartPosition);
    long again = isReading() ? reader.offset() - position.get().offset() : 0;
    return new TailCheckpoint(
        generations.isStarted(),
        position,
        generations.finished(),
        generations.horizon(isReading() ? reader.head() : new byte[0]),
        statistics.plusRead(-again));
  }

  /**
   * The start of the record that is held, or of the unfinished line. The bytes before a held record
   * are asked of the file; if it does not have them any more, the record is not waited for.
   */
  private Position restartPosition(Generation head) {
    if (!isReading()) {
      return head.start();
    }
    long held = consumer.heldFrom();
    if (held >= 0) {
      try {
        byte[] marker = Position.markerBefore(head.content(), held);
        if (!reader.isTruncated()) {
          return reader.at(held, marker);
        }
      } catch (IOException e) {
        LOG.debug("{}: cannot look before offset {}", source(), held, e);
      }
      consumer.atRest();
    }
    return reader.line();
  }

  @Override
  public void close() throws IOException {
    generations.close();
  }

  private void look() {
    Moment now = ticker.now();
    overslept = lastLook.filter(last -> now.since(last).compareTo(OVERSLEPT) > 0).isPresent();
    lastLook = Optional.of(now);
  }

  /** Whether the live file is read to its end, and all is as it was at each of the last looks. */
  private boolean hasNotChanged() {
    try {
      boolean isQuiet = folder.isQuiet();
      Optional<LogFile> live = folder.current();
      return file.isStill(live)
          && isQuiet
          && isReading()
          && generations.isOnly(live.get().key())
          && live.get().size() == reader.offset();
    } catch (IOException e) {
      return false;
    }
  }

  private void discover() throws IOException {
    if (restoreFrom.isPresent()) {
      if (!generations.goOn(restoreFrom.get().position())) {
        return;
      }
      restoreFrom = Optional.empty();
    }
    generations.discover(isReading() ? Optional.of(reader.line()) : Optional.empty(), overslept);
  }

  private boolean readOn() throws IOException {
    long budget = pollBytes;
    while (generations.head().isPresent() && budget > 0) {
      Generation head = generations.head().get();
      if (!isReading()) {
        reader.start(head);
      }
      if (reader.isReplaced() || isEmptiedAgain()) {
        restart();
        continue;
      }
      boolean superseded = generations.headIsSuperseded();
      long count = reader.read(budget);
      statistics = statistics.plusRead(count);
      budget -= count;
      if (budget > 0 && !reader.isTruncated()) {
        if (!superseded) {
          break;
        }
        finish();
      }
    }
    if (budget == pollBytes) {
      consumer.atRest();
    }
    return budget <= 0;
  }

  private boolean isReading() {
    return reader.isReading(generations.head());
  }

  /**
   * A file in which nothing was yet when it was looked at may have been filled and emptied since.
   */
  private boolean isEmptiedAgain() throws IOException {
    if (!reader.isAtUnknown()) {
      return false;
    }
    Fingerprint beginning = reader.beginning();
    if (generations.headIsLive() && generations.hasNewCopies()) {
      return true;
    }
    reader.expect(beginning);
    return false;
  }

  /** The head is read to its end. What follows an edited file's copy is one text with it. */
  private void finish() throws IOException {
    Position end = reader.here();
    if (generations.headIsContinuedAt(reader.line())) {
      readLineAgain();
    } else {
      finishRecord();
    }
    generations.finishHead(end, reader.head());
    reader.leave();
  }

  private void restart() throws IOException {
    CopyTruncate.Copies emptied =
        generations.restartHead(reader.here(), reader.line(), reader.head(), overslept);
    statistics = statistics.plusTruncations(emptied.times());
    if (emptied.goesOn()) {
      readLineAgain();
    } else {
      finishRecord();
    }
    reader.leave();
  }

  /** The unfinished line comes again, from another file with the same text. */
  private void readLineAgain() {
    statistics = statistics.plusRead(-reader.unfinished());
  }

  private void finishRecord() {
    reader.finishLine();
    consumer.endOfFile();
  }

  private void reopen() {
    try {
      Optional<Generation> head = generations.head();
      if (head.isPresent()) {
        boolean started = isReading();
        Position line = started ? reader.line() : head.get().start();
        if (!generations.reopen(line)) {
          finishRecord();
        } else if (started && !isReading()) {
          readLineAgain();
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot be opened anew yet", source(), e);
    }
  }
}
