package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.event.LabelText;
import io.github.mysqlaborted.parse.format.Bytes;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the first unrecognized line of an hour in the exporter's log, so that it can be reported.
 * Names are masked: a stranger may have chosen them, and they are nobody else's business.
 */
final class UnrecognizedLines {

  private static final Logger LOG = LoggerFactory.getLogger(UnrecognizedLines.class);

  private static final long PAUSE = Duration.ofHours(1).toNanos();
  private static final int LONGEST = 400;
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`");
  private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b");

  private final LongSupplier nanoTime;
  private boolean told;
  private long toldAt;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  UnrecognizedLines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void tell(byte[] bytes, int from, int to) {
    long now = nanoTime.getAsLong();
    if (told && now - toldAt < PAUSE) {
      return;
    }
    told = true;
    toldAt = now;
    if (LOG.isWarnEnabled()) {
      LOG.warn(
          "a line of the error log looks like an aborted connection but could not be"
              + " parsed, so it is not counted; please report it as a bug: {}",
          masked(bytes, from, to));
    }
  }

  /** The line without what stands between quotation marks, and safe to print. */
  static String masked(byte[] bytes, int from, int to) {
    String text = Bytes.decode(bytes, from, Math.min(to, from + LONGEST));
    String unquoted = QUOTED.matcher(text).replaceAll("'...'");
    // A cut name has no end.
    int open = unquoted.lastIndexOf('\'');
    boolean odd = unquoted.chars().filter(c -> c == '\'').count() % 2 == 1;
    String closed = odd ? unquoted.substring(0, open) + "'..." : unquoted;
    return LabelText.of(ADDRESS.matcher(closed).replaceAll("..."), LONGEST);
  }
}
