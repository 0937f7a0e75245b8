package io.github.mysqlaborted.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people type it. */
final class TimeText {

  private static final Pattern BEFORE_NOW = Pattern.compile("(\\d{1,6})([smhdw])");

  private TimeText() {}

  /**
   * The moment that the text names; empty if it names none.
   *
   * @param zone of times that name none
   */
  static Optional<Instant> parse(String text, ZoneId zone, Instant now) {
    Matcher before = BEFORE_NOW.matcher(text);
    if (before.matches()) {
      return Optional.of(now.minus(unit(before.group(2)).multipliedBy(number(before.group(1)))));
    }
    String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
    List<Function<String, Instant>> forms =
        List.of(
            given -> OffsetDateTime.parse(given).toInstant(),
            given -> LocalDateTime.parse(given).atZone(zone).toInstant(),
            given -> LocalDate.parse(given).atStartOfDay(zone).toInstant());
    return forms.stream().map(form -> moment(form, iso)).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Instant> moment(Function<String, Instant> form, String text) {
    try {
      return Optional.of(form.apply(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long number(String digits) {
    return Long.parseLong(digits);
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }
}
