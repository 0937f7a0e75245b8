package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.parse.format.Bytes;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs in the forms in which users have them, each named after who writes such logs. What is
 * counted is in {@code expected.csv} beside them. No line may be left unrecognized.
 */
class FieldLogsTest {

  private static final String LOGS = "/field/";
  private static final String EXPORTS = "/field-exports/";
  private static final String EXPECTED = LOGS + "expected.csv";

  private final Map<String, Integer> counted = new TreeMap<>();
  private ErrorLogReader reader = newReader();

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsAtAFirstRead(String log, String expected) throws IOException {
    feed(lines(LOGS + log), 0);
    reader.atRest();
    assertCounted(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsWhileTheLogGrowsByALineAtATime(String log, String expected) throws IOException {
    List<byte[]> lines = lines(LOGS + log);
    long offset = 0;
    for (byte[] line : lines) {
      feed(List.of(line), offset);
      offset += line.length + 1;
      reader.atRest();
    }
    assertCounted(expected);
  }

  /** The exporter that starts again reads from the record that the one before it held. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPECTED, numLinesToSkip = 1)
  void countsWithARestartAfterEachLine(String log, String expected) throws IOException {
    List<byte[]> lines = lines(LOGS + log);
    long from = 0;
    for (int end = 1; end <= lines.size(); end++) {
      ErrorLogState state = reader.state();
      reader = newReader();
      reader.restore(state);
      long next = feed(linesFrom(lines.subList(0, end), from), from);
      from = reader.heldFrom() < 0 ? next : reader.heldFrom();
    }
    reader.atRest();
    assertCounted(expected);
  }

  /** What is exported for people to read need not be counted, but is never passed over. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = EXPORTS + "expected.csv", numLinesToSkip = 1)
  void countsAnExportOrSaysThatItCannot(String log, String expected, int lines) throws IOException {
    feed(lines(EXPORTS + log), 0);
    reader.endOfFile();
    if (reader.unrecognized() == 0) {
      assertThat(counted()).isEqualTo(expected);
    } else {
      assertThat(counted()).isEmpty();
      assertThat(reader.unrecognized()).isEqualTo(lines);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOGS, EXPORTS})
  void expectsSomethingOfEachLog(String folder) throws IOException, URISyntaxException {
    Path expected = Path.of(FieldLogsTest.class.getResource(folder + "expected.csv").toURI());
    File logs = expected.getParent().toFile();
    assertThat(Files.readAllLines(expected).stream().skip(1))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactlyInAnyOrder(logs.list((parent, name) -> !name.equals("expected.csv")));
  }

  private void assertCounted(String expected) {
    assertThat(counted()).isEqualTo(expected);
    assertThat(reader.unrecognized()).isZero();
  }

  private String counted() {
    return counted.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private ErrorLogReader newReader() {
    return new ErrorLogReader(
        ZoneOffset.UTC,
        FedReader.NOW,
        (event, count) ->
            counted.merge(
                event.phase().label() + "/" + event.reason().label(),
                Math.toIntExact(count),
                Integer::sum));
  }

  /** Returns the offset behind the lines. */
  private long feed(List<byte[]> lines, long from) {
    long offset = from;
    for (byte[] line : lines) {
      FedReader.feed(reader, line, offset);
      offset += line.length + 1;
    }
    return offset;
  }

  private static List<byte[]> linesFrom(List<byte[]> lines, long from) {
    List<byte[]> wanted = new ArrayList<>();
    long offset = 0;
    for (byte[] line : lines) {
      if (offset >= from) {
        wanted.add(line);
      }
      offset += line.length + 1;
    }
    return wanted;
  }

  private static List<byte[]> lines(String log) throws IOException {
    return Arrays.stream(CapturesTest.text(log).split("\n")).map(Bytes::utf8).toList();
  }
}
