package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotatedNameTest {

  @Test
  void knowsWhatRotationMakesOfAName() {
    for (String name :
        List.of(
            "error.log.0",
            "error.log.1",
            "error.log.365",
            "error.log-20261126",
            "error.log-20261126-1700000000",
            "error.log-1700000000",
            "error.log.20261126",
            "error.log_2026-11-26",
            "error.log-2026-11-26T10:00",
            "error.log-2026-11-26-10",
            "error.log-2026112610",
            "error.log-20261126-103000",
            "error.log-20261126.1",
            "error.log-202611",
            "error.log-2026-W48",
            "error.log-26112026",
            "error.log-26.11.2026",
            "error.log-261126",
            "error.log-old",
            "error.log.old",
            "error.1.log",
            "error-20261126.log",
            "error.20261126.log",
            "error_2026-11-26.log",
            "error-1700000000.log")) {
      assertThat(RotatedName.of("error.log", name)).as(name).isPresent();
    }
    assertThat(RotatedName.of("mysqld", "mysqld.1")).isPresent();
    assertThat(RotatedName.of("db1.example.err", "db1.example.err-20261126")).isPresent();
  }

  @Test
  void leavesOthersAlone() {
    for (String name :
        List.of(
            "error.log",
            "error-3307.log",
            "error.3307.log",
            "error.log.3307",
            "error.log-3307",
            "error-33060.log",
            "error-20261.log",
            "error-2.log",
            "error_2.log",
            "error.log-2",
            "error2.log",
            "error.log2",
            "error.log.2.3",
            "error-10.0.0.12.log",
            "error-192.168.20.26.log",
            "error.log.00.json",
            "error.log.bak",
            "error.log.1.bak",
            "error.log~",
            "error.log.swp",
            "error.log.node2",
            "error-slave.log",
            "error.log-replica-20261126",
            "error.log.1.log",
            "errors.log.1",
            "my-error.log.1")) {
      assertThat(RotatedName.of("error.log", name)).as(name).isEmpty();
    }
  }

  @Test
  void tellsTheOrderOfOneSeries() {
    for (List<String> oldestFirst :
        List.of(
            List.of("error.log.11", "error.log.10", "error.log.9", "error.log.2", "error.log.1"),
            List.of("error.log.2", "error.log.1", "error.log.0"),
            List.of("error.log-20251231", "error.log-20260101", "error.log-20261126"),
            List.of("error-2025-12-31.log", "error-2026-01-01.log"),
            List.of("error.log-1699999999", "error.log-1700000000"))) {
      List<String> shuffled = new ArrayList<>(oldestFirst);
      Collections.shuffle(shuffled, new Random(1));
      shuffled.sort((one, other) -> RotatedName.oldestFirst().compare(parsed(one), parsed(other)));
      assertThat(RotatedName.tellOrder(shuffled.stream().map(RotatedNameTest::parsed).toList()))
          .isTrue();
      assertThat(shuffled).isEqualTo(oldestFirst);
    }
    assertThat(RotatedName.tellOrder(List.of(parsed("error.log.1"), parsed("error.1.log"))))
        .isFalse();
    assertThat(RotatedName.tellOrder(List.of(parsed("error.log-26112026")))).isFalse();
    assertThat(RotatedName.tellOrder(List.of(parsed("error.log-old")))).isFalse();
    assertThat(RotatedName.tellOrder(List.of())).isFalse();
  }

  private static RotatedName parsed(String name) {
    return RotatedName.of("error.log", name).orElseThrow();
  }
}
