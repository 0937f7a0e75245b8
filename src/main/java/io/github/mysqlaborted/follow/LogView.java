package io.github.mysqlaborted.follow;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.count.CauseCounts;
import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.count.ProgramCounts;
import io.github.mysqlaborted.log.TailStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the log half has to show at one moment. Counters are those that were saved, as long as they
 * can be; the gauges of the readers are of now.
 *
 * @param causes the same events by cause
 * @param programs the same events by program; empty where sessions are not looked at
 * @param reasonForNone why no log is followed, where one was looked for
 * @param read how many failed logins were read, if the logs are read to their end
 * @param saved whether the last attempt to save the state succeeded; true where none is kept
 */
public record LogView(
    List<Source> sources,
    LoggedEvents.Snapshot events,
    CauseCounts.Snapshot causes,
    Optional<ProgramCounts.Snapshot> programs,
    boolean saved,
    Optional<String> reasonForNone,
    Optional<DoubtfulLogins.Mark> read) {

  /** A view of logs that are there to be followed. */
  public LogView(
      List<Source> sources,
      LoggedEvents.Snapshot events,
      CauseCounts.Snapshot causes,
      boolean saved) {
    this(sources, events, causes, Optional.empty(), saved, Optional.empty(), Optional.empty());
  }

  /**
   * One log.
   *
   * @param name the path or glob as given
   * @param counters those of the reader
   * @param records of the log, of whatever kind
   * @param unrecognized records that bear the words of an aborted connection but are none that is
   *     known, and rubbish
   * @param readable whether the log was there and could be read at the last look
   * @param trouble why it could not be read, where there is more to say than that
   * @param lagBytes what is there and not yet read; 0 where that cannot be known
   * @param lastRead when the log was last looked at with success, or the epoch
   * @param lastRecord when the newest record was read; empty if none was since the start
   */
  public record Source(
      String name,
      TailStatistics counters,
      long records,
      long unrecognized,
      boolean readable,
      Optional<String> trouble,
      long lagBytes,
      Instant lastRead,
      Optional<Instant> lastRecord) {

    public Source {
      requireNonNull(trouble, "trouble");
      requireNonNull(lastRecord, "lastRecord");
    }

    /** One of which it is not known when a record was read. */
    public Source(
        String name,
        TailStatistics counters,
        long records,
        long unrecognized,
        boolean readable,
        Optional<String> trouble,
        long lagBytes,
        Instant lastRead) {
      this(
          name,
          counters,
          records,
          unrecognized,
          readable,
          trouble,
          lagBytes,
          lastRead,
          Optional.empty());
    }

    /** One of which no more is known than whether it could be read. */
    public Source(
        String name,
        TailStatistics counters,
        long records,
        long unrecognized,
        boolean readable,
        long lagBytes,
        Instant lastRead) {
      this(name, counters, records, unrecognized, readable, Optional.empty(), lagBytes, lastRead);
    }

    private Source unreadable(Optional<String> why) {
      return new Source(
          name,
          counters,
          records,
          unrecognized,
          false,
          why.or(() -> trouble),
          lagBytes,
          lastRead,
          lastRecord);
    }

    /** The same, with when the newest record was read. */
    Source withLastRecord(Optional<Instant> time) {
      return new Source(
          name, counters, records, unrecognized, readable, trouble, lagBytes, lastRead, time);
    }
  }

  public LogView {
    sources = List.copyOf(sources);
    requireNonNull(causes, "causes");
    requireNonNull(programs, "programs");
    requireNonNull(reasonForNone, "reasonForNone");
  }

  /** The same, of a moment in which none of the logs can be read. */
  LogView unreadable() {
    return unreadable(Optional.empty());
  }

  /** The same, for this reason. */
  LogView unreadable(Optional<String> why) {
    return new LogView(
        sources.stream().map(source -> source.unreadable(why)).toList(),
        events,
        causes,
        programs,
        saved,
        reasonForNone,
        read);
  }
}
