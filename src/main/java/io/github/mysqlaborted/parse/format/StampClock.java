package io.github.mysqlaborted.parse.format;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Stamps of a log to instants. A stamp without a zone is in the zone given; in the hour that the
 * end of summer time repeats it is taken as the first of the two.
 */
public final class StampClock {

  /** The instant of what cannot be read as a date. */
  public static final Instant UNREADABLE = Instant.MIN;

  private static final long IMPOSSIBLE = Long.MIN_VALUE;
  private static final int QUARTER_HOUR = 900;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private final ZoneId zone;
  private final Clock now;
  private long cachedQuarter = Long.MIN_VALUE;
  private int cachedOffset;
  private int cachedDayNumber;
  private long cachedDay;
  private long cachedDate;
  private long cachedClock;
  private long cachedMinute = IMPOSSIBLE;

  /**
   * @param now tells the year of syslog stamps, which have none: the latest that puts them no more
   *     than a day ahead
   */
  public StampClock(ZoneId zone, Clock now) {
    this.zone = zone;
    this.now = now;
  }

  /** {@code yymmdd hh:mm:ss}. */
  public Instant shortDate(byte[] line, int at) {
    return local(
        second(2000 + two(line, at), two(line, at + 2), two(line, at + 4), clock(line, at + 7)), 0);
  }

  /** {@code yyyy-mm-dd hh:mm:ss}. */
  Instant longDate(byte[] line, int at) {
    return local(
        second(
            100 * two(line, at) + two(line, at + 2),
            two(line, at + 5),
            two(line, at + 8),
            clock(line, at + 11)),
        0);
  }

  /**
   * ISO 8601 with {@code T}, any number of decimals and {@code Z}, {@code +hh:mm} or {@code +hhmm};
   * without a zone, the configured one holds.
   */
  public Instant iso(byte[] line, int at, int to) {
    if (to - at < 19) {
      return UNREADABLE;
    }
    long minute = minute(line, at);
    int second = two(line, at + 17);
    if (minute == IMPOSSIBLE || second > 60) {
      return UNREADABLE;
    }
    int next = at + 19;
    int nanos = 0;
    if (next < to && (line[next] == '.' || line[next] == ',')) {
      int decimals = next + 1;
      next = Bytes.digitsEnd(line, decimals, to);
      nanos = nanos(line, decimals, next);
    }
    if (next < to && line[next] == 'Z') {
      return Instant.ofEpochSecond(minute + second, nanos);
    }
    if (next + 5 <= to && (line[next] == '+' || line[next] == '-')) {
      int minutesAt = line[next + 3] == ':' ? next + 4 : next + 3;
      if (minutesAt + 2 > to) {
        return UNREADABLE;
      }
      int offset = 3600 * two(line, next + 1) + 60 * two(line, minutesAt);
      return Instant.ofEpochSecond(minute + second - (line[next] == '-' ? -offset : offset), nanos);
    }
    return local(minute + second, nanos);
  }

  private static int nanos(byte[] line, int from, int to) {
    if (to - from == 6) {
      return 1000 * Bytes.sixDigits(line, from);
    }
    int nanos = 0;
    int scale = 100_000_000;
    for (int at = from; at < to; at++) {
      nanos += scale * (line[at] - '0');
      scale /= 10;
    }
    return nanos;
  }

  /** {@code yyyy-mm-ddThh:mm} as if it were UTC; the same minute stands in record after record. */
  private long minute(byte[] line, int at) {
    long date = Bytes.word(line, at);
    long clock = Bytes.word(line, at + 8);
    if (date != cachedDate || clock != cachedClock) {
      int hour = two(line, at + 11);
      int minute = two(line, at + 14);
      cachedMinute =
          hour > 23 || minute > 59
              ? IMPOSSIBLE
              : second(
                  100 * two(line, at) + two(line, at + 2),
                  two(line, at + 5),
                  two(line, at + 8),
                  hour * 3600 + minute * 60);
      cachedDate = date;
      cachedClock = clock;
    }
    return cachedMinute;
  }

  /** {@code Nov 22 09:05:01}, the stamp of RFC 3164, which has neither year nor zone. */
  Instant syslog(byte[] line, int at, int to) {
    if (to - at < 15) {
      return UNREADABLE;
    }
    String name = Bytes.decode(line, at, at + 3).toLowerCase(Locale.ROOT);
    int monthAt = MONTHS.indexOf(name);
    if (monthAt % 3 != 0) {
      return UNREADABLE;
    }
    int month = monthAt / 3 + 1;
    int day = two(line, at + 4);
    int second = clock(line, at + 7);
    Instant limit = now.instant().plusSeconds(86_400);
    int year = LocalDate.ofInstant(limit, zone).getYear();
    Instant thisYear = local(second(year, month, day, second), 0);
    return thisYear.isAfter(limit) || thisYear.equals(UNREADABLE)
        ? local(second(year - 1, month, day, second), 0)
        : thisYear;
  }

  /** The instant of a second in the zone. */
  private Instant local(long second, int nanos) {
    if (second == IMPOSSIBLE) {
      return UNREADABLE;
    }
    long quarter = Math.floorDiv(second, QUARTER_HOUR);
    if (quarter != cachedQuarter) {
      LocalDateTime start = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
      cachedOffset = zone.getRules().getOffset(start).getTotalSeconds();
      cachedQuarter = quarter;
    }
    return Instant.ofEpochSecond(second - cachedOffset, nanos);
  }

  /** Seconds since 1970 as if in UTC; the same day stands in record after record. */
  private long second(int year, int month, int day, int secondOfDay) {
    if (isImpossible(year, month, day, secondOfDay)) {
      return IMPOSSIBLE;
    }
    int number = (year * 100 + month) * 100 + day;
    if (number != cachedDayNumber) {
      cachedDayNumber = number;
      cachedDay = LocalDate.of(year, month, day).toEpochDay();
    }
    return cachedDay * 86_400 + secondOfDay;
  }

  private static boolean isImpossible(int year, int month, int day, int second) {
    return year < 1
        || month < 1
        || month > 12
        || day < 1
        || (day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth())
        || second < 0
        || second > 86_400;
  }

  /** The second of the day at {@code hh:mm:ss}, whose hour may be padded by a space. */
  private static int clock(byte[] line, int at) {
    int hour = two(line, at);
    int minute = two(line, at + 3);
    int second = two(line, at + 6);
    return hour > 23 || minute > 59 || second > 60 ? -1 : hour * 3600 + minute * 60 + second;
  }

  /** Two digits, the first of which may be a space; a large number for anything else. */
  private static int two(byte[] line, int at) {
    int tens = line[at] == ' ' ? 0 : line[at] - '0';
    int ones = line[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 10_000 : tens * 10 + ones;
  }
}
