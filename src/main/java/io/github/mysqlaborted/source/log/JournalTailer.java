package io.github.mysqlaborted.source.log;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the entries of one unit in the systemd journal, by {@code journalctl}, which is started
 * again after growing pauses when it ends.
 *
 * <p>A place in the journal is the cursor of the entry that was taken last; empty text is the
 * journal's beginning. {@code journalctl} is asked to begin with that entry, not after it: where
 * the entry is gone, {@code --after-cursor} would pass over another one instead. Each time it is
 * first asked for what there is, and only then to follow: with {@code --follow}, systemd 250 and
 * later show entries since the last boot only (https://github.com/systemd/systemd/issues/36102).
 *
 * <p>Not thread-safe; {@link #poll} never waits.
 */
public final class JournalTailer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);

  private static final String NOT_LOOKED = "not looked at yet";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** How much one poll reads at most, so that what was read is saved now and then. */
  private static final int POLL_CHUNKS = 64;

  /** What a run of the program is for; they follow one another. */
  private enum Run {
    FIND_END,
    CATCH_UP,
    FOLLOW
  }

  /** An entry that was taken, while the record that it is of may not be complete. */
  private record Taken(long number, String cursorBefore, long readBefore) {}

  private final JournalUnit unit;
  private final Journal journal;
  private final EntryConsumer consumer;
  private final InstantSource clock;
  private final Ticker ticker;
  private final LineReader lines = new LineReader(new JournalEntries(this::take, this::rubbish));
  private final Deque<Taken> held = new ArrayDeque<>();

  /** The cursor of the entry taken last; not there until it is known where to begin. */
  private Optional<String> cursor;

  private Optional<ByteFeed> feed = Optional.empty();
  private Run run = Run.CATCH_UP;

  /** The next entry may be the one that was taken last. */
  private boolean mayRepeat;

  /** The run has said something of the journal. */
  private boolean working;

  /** The run has said something new. */
  private boolean advanced;

  /** The journal has, or had, what a process of the unit wrote. */
  private boolean seen;

  /** The journal has what systemd says of the unit. */
  private boolean toldOf;

  private Duration pause = FIRST_PAUSE;
  private final Pause untilStart;
  private Moment started;
  private Instant lastRead = Instant.EPOCH;
  private long entries;
  private TailStatistics statistics = TailStatistics.NONE;
  private final ReadTrouble trouble;

  /**
   * @param unit the systemd unit
   * @param directory where the journal's files are; empty for this machine's own
   */
  public JournalTailer(
      String unit,
      Optional<Path> directory,
      StartFrom startFrom,
      EntryConsumer consumer,
      InstantSource clock,
      Ticker ticker) {
    this(JournalUnit.of(unit, directory, ticker), directory, startFrom, consumer, clock, ticker);
  }

  private JournalTailer(
      JournalUnit unit,
      Optional<Path> directory,
      StartFrom startFrom,
      EntryConsumer consumer,
      InstantSource clock,
      Ticker ticker) {
    this(unit, new Journalctl(unit, directory), startFrom, consumer, clock, ticker);
  }

  JournalTailer(
      JournalUnit unit,
      Journal journal,
      StartFrom startFrom,
      EntryConsumer consumer,
      InstantSource clock,
      Ticker ticker) {
    this.unit = unit;
    this.trouble = new ReadTrouble("the journal of " + unit.given(), Optional.of(NOT_LOOKED));
    this.journal = journal;
    this.consumer = consumer;
    this.clock = clock;
    this.ticker = ticker;
    this.untilStart = new Pause(ticker);
    this.started = ticker.now();
    this.cursor = startFrom == StartFrom.END ? Optional.empty() : Optional.of("");
  }

  /**
   * Goes on from a {@link #place} with what was saved together with it.
   *
   * @param reader the consumer's state
   * @throws IllegalArgumentException if the consumer does not understand its state
   */
  public void resume(Optional<String> place, String reader, TailStatistics counters) {
    consumer.restore(reader);
    cursor = place.or(() -> cursor);
    statistics = counters;
    seen = counters.readBytes() > 0;
  }

  /** Where a restart goes on: before what is held. Empty until it is known where to begin. */
  public Optional<String> place() {
    return held.isEmpty() ? cursor : Optional.of(held.getFirst().cursorBefore());
  }

  /** What was read up to {@link #place}. */
  public TailStatistics savedStatistics() {
    return held.isEmpty()
        ? statistics
        : statistics.plusRead(held.getFirst().readBefore() - statistics.readBytes());
  }

  /** What was read. */
  public TailStatistics statistics() {
    return statistics;
  }

  /** Whether the journal is being read, as far as one knows of it. */
  public boolean isReadable() {
    return trouble.isOver();
  }

  /** Whether it is known whether the journal can be read. */
  public boolean hasLooked() {
    return !trouble.trouble().equals(Optional.of(NOT_LOOKED));
  }

  /** Why it is not being read. */
  public Optional<String> trouble() {
    return trouble.trouble();
  }

  /** When the journal was last looked at with success, or the epoch. */
  public Instant lastRead() {
    return lastRead;
  }

  /**
   * Takes what has come, up to a limit.
   *
   * @return whether there may be more at once
   */
  public boolean poll() {
    if (feed.isEmpty()) {
      if (untilStart.isOn() || !unit.isNamed()) {
        consumer.atRest();
        return false;
      }
      start();
      return feed.isPresent();
    }
    int chunks = 0;
    long before = entries;
    for (Optional<byte[]> chunk = feed.get().poll();
        chunk.isPresent();
        chunk = chunks < POLL_CHUNKS ? feed.get().poll() : Optional.empty()) {
      lines.accept(chunk.get());
      chunks++;
    }
    working |= entries > before;
    if (seen && entries > before && run != Run.FIND_END) {
      trouble.report(Optional.empty());
    }
    if (chunks == 0) {
      consumer.atRest();
      release();
      afterNothing();
    }
    if (feed.isPresent() && trouble.isOver()) {
      lastRead = clock.instant();
    }
    return chunks == POLL_CHUNKS;
  }

  @Override
  public void close() throws IOException {
    if (feed.isPresent()) {
      feed.get().close();
    }
    feed = Optional.empty();
  }

  private void start() {
    if (cursor.isEmpty()) {
      run = Run.FIND_END;
    }
    mayRepeat = true;
    working = false;
    advanced = false;
    started = ticker.now();
    lines.startAt(0, new byte[0]);
    try {
      feed =
          Optional.of(
              switch (run) {
                case FIND_END -> journal.last();
                case CATCH_UP -> journal.rest(cursor.get());
                case FOLLOW -> journal.follow(cursor.get());
              });
    } catch (IOException e) {
      ended(String.valueOf(e.getMessage()));
    }
  }

  private void afterNothing() {
    ByteFeed output = feed.get();
    if (!output.isEnded()) {
      Optional<String> complaint = output.complaint();
      boolean lasts = since(started).compareTo(FIRST_PAUSE) >= 0;
      if (run == Run.FOLLOW && (working || complaint.isPresent() || lasts)) {
        boolean well = seen && (working || complaint.isEmpty());
        trouble.report(well ? Optional.empty() : Optional.of(unit.objection(complaint, toldOf)));
      }
      if (run == Run.FOLLOW && !seen && since(started).compareTo(LONGEST_PAUSE) > 0) {
        close(output);
        run = Run.CATCH_UP;
        unit.askAgain();
      }
      return;
    }
    Optional<String> complaint = output.complaint();
    close(output);
    boolean endFound = working || complaint.isEmpty();
    if (output.isFailed() || run == Run.FOLLOW || (run == Run.FIND_END && !endFound)) {
      run = Run.CATCH_UP;
      ended(complaint.orElse("journalctl has ended"));
    } else {
      run = run == Run.CATCH_UP ? Run.FOLLOW : Run.CATCH_UP;
      cursor = cursor.or(() -> Optional.of(""));
      untilStart.end();
    }
  }

  private void close(ByteFeed output) {
    feed = Optional.empty();
    try {
      output.close();
    } catch (IOException e) {
      LOG.debug("journalctl cannot be closed", e);
    }
  }

  private void ended(String why) {
    if (advanced || since(started).compareTo(LONGEST_PAUSE) > 0) {
      pause = FIRST_PAUSE;
    }
    untilStart.begin(pause);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    if (!seen) {
      unit.askAgain();
    }
    trouble.report(Optional.of(JournalUnit.explained(why)));
  }

  private Duration since(Moment moment) {
    return ticker.now().since(moment);
  }

  private void rubbish() {
    consumer.rubbish();
  }

  private void take(JournalEntry entry) {
    entries++;
    boolean repeated = mayRepeat && cursor.equals(Optional.of(entry.cursor()));
    boolean replaced = mayRepeat && run == Run.CATCH_UP && !repeated && !cursor.get().isEmpty();
    mayRepeat = false;
    seen |= entry.byUnit();
    toldOf |= !entry.byUnit();
    if (replaced) {
      LOG.warn(
          "the journal of {} no longer has the entry that was read last; reading on from {}",
          unit.given(),
          entry.time());
    }
    if (run != Run.FIND_END && !repeated && entry.byUnit()) {
      long before = statistics.readBytes();
      held.add(new Taken(entries, cursor.get(), before));
      entry.message().ifPresentOrElse(message -> read(entry, message), consumer::rubbish);
      release();
      advanced = true;
    }
    cursor = Optional.of(entry.cursor());
  }

  private void read(JournalEntry entry, byte[] message) {
    consumer.entry(entry.time(), entry.program(), message, entries);
    statistics = statistics.plusRead(message.length);
  }

  /** Lets go of the entries whose records are complete. */
  private void release() {
    long from = consumer.heldFrom();
    while (!held.isEmpty() && (from < 0 || held.getFirst().number() < from)) {
      held.removeFirst();
    }
  }
}
