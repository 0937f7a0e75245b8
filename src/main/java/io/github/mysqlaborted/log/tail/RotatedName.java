package io.github.mysqlaborted.log.tail;

import static java.util.Comparator.comparing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that rotation gave to a file: {@code error.log.1}, {@code error.log-20261126}, {@code
 * error.log-old}, and before the extension {@code error.1.log}, {@code error-20261126.log}. What
 * else stands beside a log, such as {@code error-3307.log}, {@code error.log2}, {@code
 * error.log.bak}, is another server's log, or somebody's copy.
 *
 * @param series what counts the files
 * @param inner whether it stands before the extension
 * @param order its digits; empty where they do not sort by age
 */
record RotatedName(Series series, boolean inner, String order) {

  /** What counts the rotated files of a log. */
  enum Series {
    /** 0 or 1 is the youngest, as of logrotate and savelog. */
    NUMBER,
    /** A date, year first. */
    DATE,
    /** Seconds since 1970, as of logrotate's {@code dateformat -%s}. */
    EPOCH,
    /** A date of which the year is not first. */
    OTHER_DATE,
    /** The only one, as the server itself makes it up to MySQL 5.5. */
    OLD,
    /** Whatever a pattern of the user finds. */
    PATTERN
  }

  /** Of a file that a pattern of the user found, and of the live file. */
  static final RotatedName NONE = new RotatedName(Series.PATTERN, false, "");

  private static final String YEAR = "(?:19|20)\\d\\d";
  private static final String MONTH = "(?:0[1-9]|1[0-2])";
  private static final String TIME = "(?:[-._T]?\\d\\d(?:[-._:]?\\d\\d){0,2}Z?|[-._]1\\d{9})?";
  private static final String AGAIN = "(?:[-._]\\d{1,3})?";
  private static final String STAMP =
      "(?<date>"
          + YEAR
          + "[-._]?(?:\\d\\d[-._]?\\d\\d|\\d{3}|W?\\d\\d)"
          + TIME
          + AGAIN
          + ")"
          + "|(?<epoch>1\\d{9}(?:\\d{3})?)"
          + "|(?<other>(?:\\d\\d[-._]?\\d\\d[-._]?"
          + YEAR
          + "|\\d\\d"
          + MONTH
          + "(?:0[1-9]|[12]\\d|3[01]))"
          + TIME
          + AGAIN
          + ")";
  private static final String COUNTED = "(?:\\.(?<number>\\d{1,3})|[-._](?:" + STAMP + ")%s)";

  private static final Pattern OUTER = Pattern.compile(COUNTED.formatted("|[-.](?<old>old)"));
  private static final Pattern INNER = Pattern.compile(COUNTED.formatted("|(?<old>(?!))"));

  /** Reads what rotation made of {@code live}; empty if it is no such name. */
  static Optional<RotatedName> of(String live, String name) {
    if (name.startsWith(live)) {
      return read(OUTER, name.substring(live.length()), false);
    }
    int dot = live.lastIndexOf('.');
    boolean encloses =
        dot > 0
            && name.length() > live.length()
            && name.startsWith(live.substring(0, dot))
            && name.endsWith(live.substring(dot));
    return encloses
        ? read(INNER, name.substring(dot, dot + name.length() - live.length()), true)
        : Optional.empty();
  }

  private static Optional<RotatedName> read(Pattern pattern, String mark, boolean inner) {
    Matcher matcher = pattern.matcher(mark);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group("number") != null) {
      return Optional.of(new RotatedName(Series.NUMBER, inner, matcher.group("number")));
    }
    if (matcher.group("date") != null) {
      String digits = matcher.group("date").replaceAll("\\D", "");
      return Optional.of(new RotatedName(Series.DATE, inner, digits));
    }
    if (matcher.group("epoch") != null) {
      return Optional.of(new RotatedName(Series.EPOCH, inner, matcher.group("epoch")));
    }
    Series series = matcher.group("old") != null ? Series.OLD : Series.OTHER_DATE;
    return Optional.of(new RotatedName(series, inner, ""));
  }

  /** Whether the names themselves tell which is older. */
  static boolean tellOrder(List<RotatedName> names) {
    return !names.isEmpty()
        && names.stream().allMatch(name -> !name.order.isEmpty() && name.isLike(names.get(0)));
  }

  /** The oldest first, of names that {@link #tellOrder}. */
  static Comparator<RotatedName> oldestFirst() {
    return comparing(RotatedName::number).reversed().thenComparing(RotatedName::digits);
  }

  /** Whether it is of one series with the other. */
  boolean isLike(RotatedName other) {
    return series == other.series && inner == other.inner;
  }

  /**
   * Whether the file may come after one with the other name. Who changes logrotate's configuration
   * changes from numbers to dates; {@code error.2.log} beside {@code error.log.1} is another log.
   */
  boolean mayFollow(RotatedName other) {
    return isLike(other) || !(series == Series.OLD || (inner && series == Series.NUMBER));
  }

  /** Whether, by the numbers, no file was between the two. */
  boolean isNextAfter(RotatedName older) {
    return isLike(older) && (series != Series.NUMBER || number() + 1 == older.number());
  }

  private int number() {
    return series == Series.NUMBER ? Integer.parseInt(order) : 0;
  }

  private String digits() {
    return series == Series.NUMBER ? "" : order;
  }
}
