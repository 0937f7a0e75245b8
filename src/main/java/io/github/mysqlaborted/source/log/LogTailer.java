package io.github.mysqlaborted.source.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final LogLocation location;
  private final LineConsumer consumer;
  private final InstantSource clock;
  private final LineReader reader;
  private final GenerationQueue generations;

  /** Of the file that is being read, by what was read of it. */
  private FileIdentity identity = new FileIdentity("", 0, 0);

  /** Where to go on, until the file is found again. */
  private Optional<SavedTail> resumeFrom = Optional.empty();

  private TailStatistics statistics = TailStatistics.NONE;
  private Optional<String> trouble = Optional.empty();
  private Instant lastRead = Instant.EPOCH;

  public LogTailer(
      LogLocation location, StartFrom startFrom, LineConsumer consumer, InstantSource clock) {
    this.location = location;
    this.consumer = consumer;
    this.clock = clock;
    this.reader = new LineReader(consumer);
    this.generations = new GenerationQueue(location, startFrom);
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
    resumeFrom = Optional.of(saved);
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
        found = Optional.of("there is no such file, waiting for it");
      }
    } catch (IOException e) {
      found = Optional.of(describe(e));
    }
    boolean more = false;
    try {
      more = readOn();
    } catch (IOException e) {
      found = Optional.of(describe(e));
      reopen();
    }
    for (int lost = generations.takeLost(); lost > 0; lost--) {
      statistics = statistics.plusLost();
    }
    if (found.isEmpty()) {
      lastRead = clock.instant();
    }
    report(found);
    return more;
  }

  /** Whether the last poll found the log and could read it. */
  public boolean isReadable() {
    return trouble.isEmpty() && !lastRead.equals(Instant.EPOCH);
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
    return new SavedTail(position, generations.finished(), consumer.state(), statistics);
  }

  /**
   * The start of the record that is held, or of the unfinished line. The bytes before a held record
   * are asked of the file; if it does not have them any more, the record is not waited for.
   */
  private Position restartPosition(Generation head) {
    long held = consumer.heldFrom();
    if (held >= 0) {
      try {
        Position position = Position.of(head.channel(), head.key(), held);
        if (!isTruncated(head)) {
          return position;
        }
      } catch (IOException e) {
        LOG.debug("{}: cannot look before offset {}", source(), held, e);
      }
      consumer.atRest();
    }
    return new Position(
        identity, reader.lineOffset(), HexFormat.of().formatHex(reader.lineMarker()));
  }

  @Override
  public void close() throws IOException {
    generations.close();
  }

  private void discover() throws IOException {
    boolean nothingOpen = generations.isEmpty();
    int later;
    if (resumeFrom.isPresent()) {
      OptionalInt found = generations.resume(resumeFrom.get().position());
      if (found.isEmpty()) {
        return;
      }
      later = found.getAsInt();
      resumeFrom = Optional.empty();
    } else {
      later = generations.discover(nothingOpen ? Optional.empty() : Optional.of(here()));
    }
    for (; later > 0; later--) {
      statistics = statistics.plusRotation();
    }
    if (nothingOpen) {
      startHead();
    }
  }

  private boolean readOn() throws IOException {
    long budget = POLL_BYTES;
    while (generations.head().isPresent() && budget > 0) {
      Generation head = generations.head().get();
      if (isTruncated(head)) {
        restart();
        continue;
      }
      boolean superseded = generations.headIsSuperseded();
      budget -= read(head, budget);
      if (budget > 0 && !isTruncated(head)) {
        if (!superseded) {
          break;
        }
        reader.finish();
        consumer.endOfFile();
        generations.finishHead(identity);
        startHead();
      }
    }
    if (budget == POLL_BYTES) {
      consumer.atRest();
    }
    return budget <= 0;
  }

  /**
   * Reads to the end of the file or of the budget; bytes of a file emptied meanwhile are dropped.
   */
  private long read(Generation head, long budget) throws IOException {
    long total = 0;
    while (total < budget) {
      ByteBuffer room = reader.room();
      long offset = reader.readOffset();
      int count = head.channel().read(room, offset);
      FileIdentity grown = identity;
      if (count > 0 && identity.headLength() < FileIdentity.MAX_HEAD) {
        grown = FileIdentity.of(head.channel(), head.key(), offset + count);
      }
      if (count <= 0 || !Position.isMarker(head.channel(), offset, reader.marker())) {
        break;
      }
      identity = grown;
      reader.accept(count);
      total += count;
      statistics = statistics.plusRead(count);
    }
    return total;
  }

  private boolean isTruncated(Generation head) throws IOException {
    return head.channel().size() < reader.readOffset()
        || !Position.isMarker(head.channel(), reader.readOffset(), reader.marker());
  }

  private void restart() throws IOException {
    statistics = statistics.plusTruncation();
    Optional<Generation> copy = generations.copyOf(here());
    generations.restartHead(identity, copy);
    if (copy.isEmpty()) {
      reader.finish();
      consumer.endOfFile();
      startHead();
    }
  }

  private void startHead() throws IOException {
    Optional<Generation> head = generations.head();
    if (head.isPresent()) {
      Generation next = head.get();
      identity = FileIdentity.of(next.channel(), next.key(), next.start());
      reader.startAt(next.start(), next.markerBeforeStart());
    }
  }

  private void reopen() {
    try {
      if (generations.reopenHead(here())) {
        reader.finish();
        consumer.endOfFile();
        startHead();
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot be opened anew yet", source(), e);
    }
  }

  private Position here() {
    return new Position(identity, reader.readOffset(), HexFormat.of().formatHex(reader.marker()));
  }

  private void report(Optional<String> found) {
    if (found.equals(trouble)) {
      return;
    }
    if (found.isPresent()) {
      LOG.warn("cannot read the log {}: {}", source(), found.get());
    } else {
      LOG.info("reading the log {} again", source());
    }
    trouble = found;
  }

  private static String describe(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file, waiting for it";
    }
    return String.valueOf(e.getMessage());
  }
}
