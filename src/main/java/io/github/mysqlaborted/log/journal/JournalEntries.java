package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.log.LineConsumer;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes entries of the lines that {@code journalctl} writes. */
final class JournalEntries implements LineConsumer {

  private final Consumer<JournalEntry> entries;
  private final Runnable rubbish;

  /**
   * @param rubbish is told of each line that is none
   */
  JournalEntries(Consumer<JournalEntry> entries, Runnable rubbish) {
    this.entries = entries;
    this.rubbish = rubbish;
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    return LineKind.WANTED;
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    Optional<JournalEntry> entry =
        truncated ? Optional.empty() : JournalEntry.parse(buffer, from, to);
    entry.ifPresentOrElse(entries, rubbish);
  }

  @Override
  public void rubbish() {
    rubbish.run();
  }

  @Override
  public void atRest() {}

  @Override
  public long heldFrom() {
    return -1;
  }

  @Override
  public void endOfFile() {}
}
