package io.github.mysqlaborted.log;

/**
 * Text between entries that is no entry itself. It has no cursor, so each run shows it again until
 * an entry follows it; here it is told which is new.
 */
public final class RepeatedRubbish {

  private int shown;
  private int counted;

  /** What follows is shown by another run. */
  public void startRun() {
    shown = 0;
  }

  /** An entry was taken: what was before it is not shown again. */
  public void forget() {
    shown = 0;
    counted = 0;
  }

  /** Whether the one that is shown now was not shown before. */
  public boolean isNew() {
    shown++;
    boolean isNew = shown > counted;
    counted = Math.max(counted, shown);
    return isNew;
  }
}
