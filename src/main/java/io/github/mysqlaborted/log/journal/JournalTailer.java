package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.log.ByteFeed;
import io.github.mysqlaborted.log.EntryConsumer;
import io.github.mysqlaborted.log.GrowingPause;
import io.github.mysqlaborted.log.LineReader;
import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.RepeatedRubbish;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.log.TailStatistics;
import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the entries of one unit in the systemd journal, by {@code journalctl}, which is started
 * again after growing pauses when it ends.
 *
 * <p>A place in the journal is the cursor of the entry that was taken last; empty text is the
 * journal's beginning. {@code journalctl} is asked to begin with that entry, not after it: where
 * the entry is gone, {@code --after-cursor} would pass over another one instead.
 *
 * <p>Entries are taken only of a run that shows what there is and ends. A run that follows is but a
 * bell: once it shows something new, or has been silent for a while, another run reads. Before
 * systemd 254, one that follows passes over entries that are written while it looks, and can be
 * silent for ever after (https://github.com/systemd/systemd/pull/27553), and since 250 it shows
 * those of the last boot only (https://github.com/systemd/systemd/issues/36102).
 *
 * <p>Not thread-safe; {@link #poll} never waits.
 */
public final class JournalTailer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);

  private static final String NOT_LOOKED = "not read yet";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /** How much one poll reads at most, so that what was read is saved now and then. */
  private static final int POLL_CHUNKS = 64;

  /** What a run of the program is for; they follow one another. */
  private enum Run {
    FIND_END,
    CATCH_UP,
    FOLLOW
  }

  private final JournalUnit unit;
  private final Journal journal;
  private final EntryConsumer consumer;
  private final InstantSource clock;
  private final Ticker ticker;
  private final LineReader lines = new LineReader(new JournalEntries(this::take, this::rubbish));
  private final HeldEntries held = new HeldEntries();
  private final RepeatedRubbish rubbish = new RepeatedRubbish();

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

  /** A run that follows has shown an entry that is not taken yet. */
  private boolean rung;

  /** The journal has, or had, what a process of the unit wrote. */
  private boolean seen;

  /** The journal has what systemd says of the unit. */
  private boolean toldOf;

  private final GrowingPause pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
  private final Pause untilStart;
  private Moment started;
  private Moment readUpTo;
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
    this.readUpTo = started;
    this.cursor = startFrom == StartFrom.END ? Optional.empty() : Optional.of("");
  }

  /** Goes on from a {@link #place} with what was saved together with it. */
  public void restore(Optional<String> place, TailStatistics counters) {
    cursor = place.or(() -> cursor);
    statistics = counters;
    seen = counters.readBytes() > 0;
  }

  /** Where a restart goes on: before what is held. Empty until it is known where to begin. */
  public Optional<String> place() {
    return held.place(cursor);
  }

  /** What was read up to {@link #place}. */
  public TailStatistics savedStatistics() {
    return held.statistics(statistics);
  }

  /**
   * Up to when all is read that was written; the start of this, until the journal was read once.
   */
  public Moment readUpTo() {
    return readUpTo;
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
    if (rung) {
      catchUp();
    } else if (chunks == 0) {
      consumer.atRest();
      held.release(consumer.heldFrom());
      afterNothing();
    }
    if (feed.isPresent() && trouble.isOver()) {
      lastRead = clock.instant();
    }
    return chunks == POLL_CHUNKS;
  }

  @Override
  public void close() {
    feed.ifPresent(this::close);
  }

  private void start() {
    if (cursor.isEmpty()) {
      run = Run.FIND_END;
    }
    mayRepeat = true;
    working = false;
    advanced = false;
    rung = false;
    rubbish.startRun();
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
      boolean lasts = ticker.now().since(started).compareTo(FIRST_PAUSE) >= 0;
      if (run == Run.FOLLOW && (working || complaint.isPresent() || lasts)) {
        boolean well = seen && (working || complaint.isEmpty());
        trouble.report(well ? Optional.empty() : Optional.of(unit.objection(complaint, toldOf)));
      }
      if (run == Run.FOLLOW && ticker.now().since(started).compareTo(LONGEST_SILENCE) > 0) {
        catchUp();
        if (!seen) {
          unit.askAgain();
        }
      }
      return;
    }
    Optional<String> complaint = output.complaint();
    close(output);
    boolean endFound = working || complaint.isEmpty();
    if (output.isFailed() || run == Run.FOLLOW || (run == Run.FIND_END && !endFound)) {
      run = Run.CATCH_UP;
      ended(complaint.orElse("journalctl exited"));
    } else if (run == Run.CATCH_UP && advanced) {
      // More may come at once: it is waited for without a bell.
      untilStart.begin(FIRST_PAUSE);
    } else {
      readUpTo = started;
      run = run == Run.CATCH_UP ? Run.FOLLOW : Run.CATCH_UP;
      cursor = cursor.or(() -> Optional.of(""));
      untilStart.end();
    }
  }

  /** Ends the run that follows, and reads what there is. */
  private void catchUp() {
    close(feed.get());
    run = Run.CATCH_UP;
    untilStart.end();
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
    if (advanced || ticker.now().since(started).compareTo(LONGEST_PAUSE) > 0) {
      pause.reset();
    }
    untilStart.begin(pause.next());
    if (!seen) {
      unit.askAgain();
    }
    trouble.report(Optional.of(JournalUnit.explained(why)));
  }

  private void rubbish() {
    if (run != Run.FOLLOW && rubbish.isNew()) {
      consumer.rubbish();
    }
  }

  private void take(JournalEntry entry) {
    entries++;
    boolean repeated = mayRepeat && cursor.equals(Optional.of(entry.cursor()));
    boolean replaced = mayRepeat && run == Run.CATCH_UP && !repeated && !cursor.get().isEmpty();
    mayRepeat = false;
    if (run == Run.FOLLOW) {
      rung |= !repeated;
      return;
    }
    seen |= entry.byUnit();
    toldOf |= !entry.byUnit();
    if (replaced) {
      LOG.warn(
          "the journal of {} no longer has the last entry that was read; continuing" + " at {}",
          unit.given(),
          entry.time());
    }
    if (run != Run.FIND_END && !repeated && entry.byUnit()) {
      long before = statistics.readBytes();
      held.add(entries, cursor.get(), before);
      entry.message().ifPresentOrElse(message -> read(entry, message), consumer::rubbish);
      held.release(consumer.heldFrom());
      advanced = true;
    }
    if (!repeated) {
      rubbish.forget();
    }
    cursor = Optional.of(entry.cursor());
  }

  private void read(JournalEntry entry, byte[] message) {
    consumer.entry(entry.time(), entry.program(), message, entries);
    statistics = statistics.plusRead(message.length);
  }
}
