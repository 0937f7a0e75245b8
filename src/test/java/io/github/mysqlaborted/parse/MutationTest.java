package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Records with random damage are read without an error, and never as more than they were. */
class MutationTest {

  private static final int ROUNDS = 10_000;
  private static final String SIGNS = "'\"\\() []{}@:0\r";

  @Test
  void readsDamagedRecords() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (String server :
        List.of("mysql-5.5.34", "mysql-5.6.14", "mysql-8.0.33", "mariadb-10.11.19")) {
      CapturesTest.errorLogs(server).values().stream()
          .flatMap(List::stream)
          .forEach(line -> lines.add(line.getBytes(UTF_8)));
      CapturesTest.lines(server, "general_log").values().stream()
          .flatMap(List::stream)
          .forEach(line -> lines.add(line.getBytes(UTF_8)));
    }
    CapturesTest.text("/captures/mysql-8.0.33.json-sink.log")
        .lines()
        .forEach(line -> lines.add(line.getBytes(UTF_8)));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    for (int i = 0; i < ROUNDS; i++) {
      FedReader reading = new FedReader();
      List<AbortedConnection> logins = new ArrayList<>();
      GeneralLogReader general =
          new GeneralLogReader(ZoneOffset.UTC, (event, count) -> logins.add(event));
      int fed = 1 + random.nextInt(3);
      for (int line = 0; line < fed; line++) {
        byte[] damaged = damage(lines.get(random.nextInt(lines.size())), random);
        reading.feed(damaged);
        FedReader.feed(general, damaged, 0);
      }
      reading.reader.endOfFile();
      general.endOfFile();
      assertThat(reading.events).as("round " + i).hasSizeLessThanOrEqualTo(fed);
      assertThat(logins).as("round " + i).hasSizeLessThanOrEqualTo(fed / 2);
      assertThat(reading.reader.records()).as("round " + i).isBetween(0L, (long) fed);
      assertThat(reading.reader.heldFrom()).isEqualTo(-1);
    }
  }

  private static byte[] damage(byte[] line, RandomGenerator random) {
    byte[] damaged = line.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged = Arrays.copyOf(damaged, at + 1);
        case 2 -> damaged[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
        default -> damaged[at] = damaged[random.nextInt(damaged.length)];
      }
      for (int j = 0; j < damaged.length; j++) {
        damaged[j] = damaged[j] == '\n' ? (byte) ' ' : damaged[j];
      }
    }
    return damaged;
  }
}
