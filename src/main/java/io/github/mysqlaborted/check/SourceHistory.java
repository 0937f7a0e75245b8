package io.github.mysqlaborted.check;

import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of one log since it is watched. Times are those of a monotonic clock. Not
 * thread-safe.
 */
final class SourceHistory {

  /** A rotation takes less, and so does the start of a reader. */
  private static final Duration UNREADABLE_AFTER = Duration.ofSeconds(30);

  /** A server that starts writes its first record sooner than this after any other line. */
  private static final Duration NO_RECORDS_AFTER = Duration.ofSeconds(15);

  /**
   * What stands between two records, as a stack trace or InnoDB's monitor, is shorter or sooner.
   */
  private static final long MUCH_WITHOUT_RECORD = 256 * 1024;

  private static final Duration LONG_WITHOUT_RECORD = Duration.ofMinutes(10);

  /** As the alerts have it. */
  private static final long FAR_BEHIND = 16 * 1024 * 1024;

  private static final Duration BEHIND_AFTER = Duration.ofMinutes(1);

  /** How long a loss is told of. */
  private static final Duration TOLD = Duration.ofHours(1);

  /** An event of the past, with how often it was there. */
  private record Grown(Duration at, long by) {}

  private final String name;
  private final boolean fromBeginning;

  private LogView.Source last;
  private Duration readableChanged;
  private Duration bytesChanged;
  private Duration recordsChanged;
  private long bytesAtRecord;
  private Optional<Duration> firstBytes = Optional.empty();
  private Optional<Duration> behindSince = Optional.empty();
  private Optional<Grown> lost = Optional.empty();
  private Optional<Grown> unrecognized = Optional.empty();

  /**
   * @param fromBeginning whether what was there before the first look is read too
   */
  SourceHistory(Duration now, LogView.Source source, boolean fromBeginning) {
    this.name = source.name();
    this.fromBeginning = fromBeginning;
    this.last = source;
    this.readableChanged = now;
    this.bytesChanged = now;
    this.recordsChanged = now;
    this.bytesAtRecord = source.counters().readBytes();
    look(now, source);
  }

  void look(Duration now, LogView.Source source) {
    if (source.readable() != last.readable()) {
      readableChanged = now;
    }
    long bytes = source.counters().readBytes();
    if (bytes != last.counters().readBytes()) {
      bytesChanged = now;
    }
    if (bytes > 0 && firstBytes.isEmpty()) {
      firstBytes = Optional.of(now);
    }
    if (source.records() != last.records()) {
      recordsChanged = now;
      bytesAtRecord = bytes;
    }
    if (source.lagBytes() <= FAR_BEHIND) {
      behindSince = Optional.empty();
    } else if (behindSince.isEmpty()) {
      behindSince = Optional.of(now);
    }
    lost = grown(lost, now, source.counters().lost() - last.counters().lost());
    unrecognized = grown(unrecognized, now, source.unrecognized() - last.unrecognized());
    last = source;
  }

  private static Optional<Grown> grown(Optional<Grown> before, Duration now, long by) {
    if (by > 0) {
      long all = before.filter(grown -> isRecent(grown, now)).map(Grown::by).orElse(0L) + by;
      return Optional.of(new Grown(now, all));
    }
    return before.filter(grown -> isRecent(grown, now));
  }

  private static boolean isRecent(Grown grown, Duration now) {
    return now.minus(grown.at()).compareTo(TOLD) < 0;
  }

  /**
   * @param answers whether the server answered the last time; a table of one that does not is not
   *     readable for that reason
   */
  List<Finding> findings(Duration now, boolean answers) {
    List<Finding> findings = new ArrayList<>();
    boolean table = name.equals(ErrorLogTable.NAME);
    if (!last.readable()) {
      if (isOver(readableChanged, UNREADABLE_AFTER, now) && (answers || !table)) {
        findings.add(SourceWords.unreadable(name, last.trouble()));
      }
    } else if (isJournal() && last.counters().readBytes() == 0 && last.records() == 0) {
      if (fromBeginning && isOver(readableChanged, UNREADABLE_AFTER, now)) {
        findings.add(SourceWords.noEntries(name));
      }
    }
    if (isWithoutRecords(now)) {
      findings.add(SourceWords.noRecords(name, last.counters().readBytes() - unexplainedFrom()));
    }
    if (isBehind(now)) {
      findings.add(SourceWords.behind(name, last.lagBytes()));
    }
    lost.ifPresent(grown -> findings.add(SourceWords.lost(name, grown.by())));
    unrecognized.ifPresent(grown -> findings.add(SourceWords.unrecognized(name, grown.by())));
    return findings;
  }

  private boolean isJournal() {
    return name.startsWith(SourceWords.JOURNAL);
  }

  private long unexplainedFrom() {
    return last.records() == 0 ? 0 : bytesAtRecord;
  }

  private boolean isWithoutRecords(Duration now) {
    if (last.records() == 0) {
      return firstBytes.isPresent() && isOver(firstBytes.get(), NO_RECORDS_AFTER, now);
    }
    return last.counters().readBytes() - bytesAtRecord >= MUCH_WITHOUT_RECORD
        && isOver(recordsChanged, LONG_WITHOUT_RECORD, now);
  }

  private boolean isBehind(Duration now) {
    boolean far = behindSince.isPresent() && isOver(behindSince.get(), BEHIND_AFTER, now);
    boolean stuck =
        last.lagBytes() >= LogCheck.CAUGHT_UP && isOver(bytesChanged, BEHIND_AFTER, now);
    return last.readable() && (far || stuck);
  }

  private static boolean isOver(Duration from, Duration limit, Duration now) {
    return now.minus(from).compareTo(limit) >= 0;
  }
}
