package io.github.mysqlaborted.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoursOfDayTest {

  /** Berlin sets its clock back by an hour in this time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Europe/Berlin",
        "Australia/Lord_Howe"
      })
  void givesTheHourOfTheZoneInAnyOrder(String name) {
    ZoneId zone = ZoneId.of(name);
    Instant from = Instant.parse("2026-10-24T12:00:00Z");
    HoursOfDay hours = new HoursOfDay(zone);

    for (int i = 0; i < 4_000; i++) {
      Instant time = from.plus(Duration.ofSeconds(i * 7_919L % 172_800));
      assertThat(hours.of(time)).as("%s", time).isEqualTo(time.atZone(zone).getHour());
    }
  }
}
