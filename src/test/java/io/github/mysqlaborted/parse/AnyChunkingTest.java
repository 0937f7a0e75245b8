package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.LineConsumer.LineKind;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told depends on the bytes alone, but for whether a failed login is in doubt: not on where
 * reads end, on where a reader is replaced by one with its state or, as long as no name has a line
 * feed, on when the log rests between two records. (A rest is evidence that a record has ended,
 * which the bytes alone do not give; see {@link PendingRecord}.) Hostile records are in random
 * order. A failure says its seed.
 */
class AnyChunkingTest {

  private static final int ROUNDS = 100;

  /** What MySQL 5.6 says first, so that its numbers are known to be those of the process. */
  private static final List<String> START =
      Collections.nCopies(5, "2026-11-22 12:00:00 11556 [Note] Plugin 'FEDERATED' is disabled.");

  private static final String[] PIECES = {
    "a", "'", "'@'", "'@'h' (using password: NO)", "\n", "日", ")", " (", "' host: 'h' (x)", "\\n"
  };

  @ParameterizedTest
  @CsvSource({
    "mysql-5.5.34, true",
    "mysql-5.6.14, true",
    "mysql-8.0.33, true",
    "mariadb-10.11.19, true",
    "mysql-5.5.34, false",
    "mysql-5.6.14, false",
    "mysql-8.0.33, false",
    "mariadb-10.11.19, false"
  })
  void tellsTheSame(String server, boolean hostile) throws IOException {
    List<List<String>> scenarios = new ArrayList<>(CapturesTest.errorLogs(server).values());
    for (long seed = 0; seed < ROUNDS; seed++) {
      RandomGenerator random = random(seed);
      List<String> records = new ArrayList<>(server.contains("5.6") ? START : List.of());
      for (List<String> scenario : hostile ? any(scenarios, random) : some(scenarios, random)) {
        scenario.forEach(line -> records.add(hostile ? hostile(line, random) : line));
      }
      Map<String, Long> once = read(records, random(seed), 0, false);
      Map<String, Long> again = read(records, random, 3, !hostile);
      assertThat(again).as("seed " + seed).isEqualTo(once);
    }
  }

  /** Some in any order, repeatedly. */
  private static List<List<String>> any(List<List<String>> scenarios, RandomGenerator random) {
    return random.ints(25, 0, scenarios.size()).mapToObj(scenarios::get).toList();
  }

  /** Some in the order in which a server wrote them, so that ids grow. */
  private static List<List<String>> some(List<List<String>> scenarios, RandomGenerator random) {
    return scenarios.stream().filter(scenario -> random.nextInt(3) > 0).toList();
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Puts random text into the name of a failed login. */
  private static String hostile(String line, RandomGenerator random) {
    if (!line.contains("Access denied") || random.nextInt(3) == 0) {
      return line;
    }
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      name.append(PIECES[random.nextInt(PIECES.length)]);
    }
    String text = line.contains("MY-") ? name.toString().replace('\n', ' ') : name.toString();
    return line.replace("app2", text);
  }

  /**
   * @param replacements how many in ten records are followed by a new reader
   * @param rests whether the log rests after some records
   */
  private static Map<String, Long> read(
      List<String> records, RandomGenerator random, int replacements, boolean rests) {
    Map<String, Long> told = new TreeMap<>();
    ErrorLogReader reader = reader(told);
    long offset = 0;
    for (String record : records) {
      byte[] bytes = record.getBytes(UTF_8);
      feed(reader, bytes, offset, random);
      offset += bytes.length + 1;
      if (rests && random.nextInt(3) == 0) {
        reader.atRest();
      }
      if (random.nextInt(10) < replacements && reader.heldFrom() < 0) {
        ErrorLogState state = reader.state();
        reader = reader(told);
        reader.restore(state);
      }
    }
    reader.endOfFile();
    return told;
  }

  private static ErrorLogReader reader(Map<String, Long> told) {
    return new ErrorLogReader(
        ZoneOffset.UTC,
        FedReader.NOW,
        (event, count) -> told.merge(FedReader.beyondDoubt(event).toString(), count, Long::sum));
  }

  /** Feeds the lines of a record from buffers of random size around them. */
  private static void feed(
      ErrorLogReader reader, byte[] record, long offset, RandomGenerator random) {
    int from = 0;
    for (int to = 0; to <= record.length; to++) {
      if (to == record.length || record[to] == '\n') {
        int before = random.nextInt(40);
        byte[] buffer = new byte[before + to - from + random.nextInt(40)];
        random.nextBytes(buffer);
        System.arraycopy(record, from, buffer, before, to - from);
        int end = before + to - from;
        if (reader.classify(buffer, before, end) == LineKind.WANTED) {
          reader.line(buffer, before, end, offset + from, false);
        }
        from = to + 1;
      }
    }
  }
}
