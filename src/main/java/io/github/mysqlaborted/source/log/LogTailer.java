package io.github.mysqlaborted.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
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

  private long pollBytes = POLL_BYTES;
  private final LogLocation location;
  private final LineConsumer consumer;
  private final InstantSource clock;
  private final LineReader reader;
  private final GenerationQueue generations;
  private final ReadTrouble trouble;

  /** Of the file that is being read, by what was read of it. */
  private final GrowingIdentity identity = new GrowingIdentity();

  /** The file that is being read, once its first bytes are. */
  private Optional<Generation> reading = Optional.empty();

  /** Where to go on, until the file is found again. */
  private Optional<SavedTail> resumeFrom = Optional.empty();

  private TailStatistics statistics = TailStatistics.NONE;
  private Instant lastRead = Instant.EPOCH;

  public LogTailer(
      LogLocation location, StartFrom startFrom, LineConsumer consumer, InstantSource clock) {
    this(location, startFrom, consumer, clock, Content::ofFile);
  }

  LogTailer(
      LogLocation location,
      StartFrom startFrom,
      LineConsumer consumer,
      InstantSource clock,
      Content.Opener opener) {
    this.location = location;
    this.consumer = consumer;
    this.clock = clock;
    this.reader = new LineReader(consumer);
    this.trouble = new ReadTrouble("the log " + location.source(), Optional.empty());
    this.generations = new GenerationQueue(location, startFrom, opener);
  }

  /** Reads at most so much in one poll, to the next 128 KiB. */
  public LogTailer atMost(long bytes) {
    pollBytes = bytes;
    return this;
  }

  /**
   * Goes on where {@link #save} left. To be called before the first poll.
   *
   * @throws IllegalArgumentException if the consumer does not understand its state
   */
  public void resume(SavedTail saved) {
    consumer.restore(saved.consumer());
    statistics = saved.statistics();
    generations.restoreFinished(saved.finished());
    resumeFrom = Optional.of(saved).filter(SavedTail::started);
  }

  /**
   * Looks at the log once and reads what is new, up to a limit. Never throws for what the file
   * system does: trouble is said once in the exporter's own log, and {@link #isReadable} is false
   * until it is over.
   *
   * @return whether there is more to read at once
   */
  public boolean poll() {
    Optional<String> found = Optional.empty();
    try {
      discover();
      if (!generations.isLivePresent()) {
        found = Optional.of(ReadTrouble.MISSING);
      }
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

  /** Whether the last poll found the log and could read it. */
  public boolean isReadable() {
    return trouble.isOver() && !lastRead.equals(Instant.EPOCH);
  }

  /** When the log was last looked at with success, or the epoch. */
  public Instant lastRead() {
    return lastRead;
  }

  /** How many bytes are there and not yet read; 0 if the file cannot be asked. */
  public long lagBytes() {
    try {
      return generations.unread(reader.readOffset());
    } catch (IOException e) {
      return 0;
    }
  }

  public TailStatistics statistics() {
    return statistics;
  }

  /** The path or glob as given. */
  public String source() {
    return location.source();
  }

  /** What a restart needs to go on from here. */
  public SavedTail save() {
    if (resumeFrom.isPresent()) {
      return resumeFrom.get();
    }
    Optional<Position> position = generations.head().map(this::restartPosition);
    long again = isReading() ? reader.readOffset() - position.get().offset() : 0;
    return new SavedTail(
        generations.isStarted(),
        position,
        generations.finished(),
        consumer.state(),
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
        if (!isTruncated(head)) {
          return Position.of(identity.get(), held, marker);
        }
      } catch (IOException e) {
        LOG.debug("{}: cannot look before offset {}", source(), held, e);
      }
      consumer.atRest();
    }
    return linePosition();
  }

  @Override
  public void close() throws IOException {
    generations.close();
  }

  private void discover() throws IOException {
    if (resumeFrom.isPresent()) {
      if (!generations.resume(resumeFrom.get().position())) {
        return;
      }
      resumeFrom = Optional.empty();
    }
    generations.discover(isReading() ? Optional.of(linePosition()) : Optional.empty());
  }

  private boolean readOn() throws IOException {
    long budget = pollBytes;
    while (generations.head().isPresent() && budget > 0) {
      Generation head = generations.head().get();
      if (!isReading()) {
        start(head);
      }
      if (isTruncated(head) || isAnother(head) || isEmptiedAgain(head)) {
        restart();
        continue;
      }
      boolean superseded = generations.headIsSuperseded();
      budget -= read(head, budget);
      if (budget > 0 && !isTruncated(head)) {
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
    return reading.isPresent() && reading.equals(generations.head());
  }

  private void start(Generation head) throws IOException {
    identity.startAt(head.content(), head.start().file());
    reader.startAt(head.start().offset(), head.start().markerBytes());
    reading = Optional.of(head);
  }

  /**
   * Reads to the end of the file or of the budget; bytes of a file emptied meanwhile are dropped.
   */
  private long read(Generation head, long budget) throws IOException {
    long total = 0;
    while (total < budget && hasBegun(head)) {
      ByteBuffer room = reader.room();
      long offset = reader.readOffset();
      int count = head.content().read(room, offset);
      if (count <= 0 || isTruncated(head) || (offset == 0 && isAnother(head))) {
        break;
      }
      identity.add(room, count, offset);
      reader.accept(count);
      total += count;
    }
    statistics = statistics.plusRead(total);
    return total;
  }

  /** Whether it is known how it begins, so that it shows if it is emptied before it is read. */
  private boolean hasBegun(Generation head) {
    return head.complete() || reader.readOffset() > 0 || identity.get().headLength() > 0;
  }

  /** Lines often end alike, and a file can have grown again to the same length: not so its head. */
  private boolean isAnother(Generation head) throws IOException {
    return !head.complete() && !identity.get().isHeadOf(head.content());
  }

  private boolean isTruncated(Generation head) throws IOException {
    return !head.complete()
        && (head.content().size() < reader.readOffset()
            || !Position.isMarker(head.content(), reader.readOffset(), reader.marker()));
  }

  /**
   * A file in which nothing was yet when it was looked at may have been filled and emptied since.
   */
  private boolean isEmptiedAgain(Generation head) throws IOException {
    if (here().isKnown() || head.complete() || head.content().size() == 0) {
      return false;
    }
    FileIdentity beginning = FileIdentity.of(head.content(), head.key());
    if (generations.hasNewCopies()) {
      return true;
    }
    identity.startAt(head.content(), beginning);
    return false;
  }

  /** The head is read to its end. What follows an edited file's copy is one text with it. */
  private void finish() throws IOException {
    Position end = here();
    if (generations.headIsContinuedAt(linePosition())) {
      readLineAgain();
    } else {
      finishRecord();
    }
    generations.finishHead(end);
    reading = Optional.empty();
  }

  private void restart() throws IOException {
    EmptiedFile.Copies emptied = generations.restartHead(here(), linePosition());
    statistics = statistics.plusTruncations(emptied.times());
    if (emptied.goesOn()) {
      readLineAgain();
    } else {
      finishRecord();
    }
    reading = Optional.empty();
  }

  /** The unfinished line comes again, from another file with the same text. */
  private void readLineAgain() {
    statistics = statistics.plusRead(reader.lineOffset() - reader.readOffset());
  }

  private void finishRecord() {
    reader.finish();
    consumer.endOfFile();
  }

  private void reopen() {
    try {
      Optional<Generation> head = generations.head();
      if (head.isPresent()) {
        boolean started = isReading();
        Position line = started ? linePosition() : head.get().start();
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

  private Position here() {
    return Position.of(identity.get(), reader.readOffset(), reader.marker());
  }

  private Position linePosition() {
    return Position.of(identity.get(), reader.lineOffset(), reader.lineMarker());
  }
}
