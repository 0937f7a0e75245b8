package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.LabelText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Figures, names and times as they stand in a sentence. */
final class Sentences {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Sentences() {}

  /** {@code 1 event}, {@code 1,234 events}. */
  static String events(long count) {
    return number(count) + times(count, " event", " events");
  }

  /** {@code 1 record}, {@code 1,234 records}. */
  static String records(List<Incident> incidents) {
    return number(incidents.size()) + times(incidents.size(), " record", " records");
  }

  /** One word or the other, by the number. */
  static String times(long count, String one, String many) {
    return count == 1 ? one : many;
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** {@code 'app'@'10.0.0.7'}. */
  static String account(Account account) {
    if (account.user().isEmpty() && account.host().isEmpty()) {
      return "no account named";
    }
    return "'" + LabelText.of(account.user()) + "'@'" + LabelText.of(account.host()) + "'";
  }

  static String time(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  /** {@code 28,800 s (8 h)}, {@code 90 s}. */
  static String seconds(Duration time) {
    long seconds = time.toSeconds();
    String hours = seconds >= 3600 && seconds % 3600 == 0 ? " (" + seconds / 3600 + " h)" : "";
    return number(seconds) + " s" + hours;
  }
}
