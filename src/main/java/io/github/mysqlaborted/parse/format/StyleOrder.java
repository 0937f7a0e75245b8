package io.github.mysqlaborted.parse.format;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a record in another style than the one before is believed: after an upgrade, or where two
 * servers write to one log, time goes on. A record that is older was put there by something else,
 * as by a statement that a server prints.
 */
public final class StyleOrder {

  /** How much a clock may be set back between two records, and time zones be apart. */
  private static final Duration BACK = Duration.ofHours(15);

  private HeaderFormat last;
  private Instant lastTime = Instant.EPOCH;

  /** Takes a record, and says whether it can come after those before. */
  public boolean fits(HeaderFormat format, Instant time) {
    boolean sameStyle = last == null || format == last;
    boolean fits = sameStyle || !time.isBefore(lastTime.minus(BACK));
    if (fits) {
      last = format;
      lastTime = time;
    }
    return fits;
  }
}
